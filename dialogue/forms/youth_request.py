"""A youngster asks for someone: every question may be skipped."""

from backend.cases.model import CaseKind
from dialogue.fields.choices import COACH_GENDER, TOPIC
from dialogue.fields.people import AGE, NICKNAME
from dialogue.fields.place import CONTACT_LANGUAGE, DISTRICT
from dialogue.fields.remarks import CONFIRM
from dialogue.forms.model import IntakeForm, Step

YOUTH_REQUEST = IntakeForm(
    "youth_request_form",
    CaseKind.YOUTH_REQUEST,
    (Step(TOPIC), Step(AGE), Step(DISTRICT), Step(CONTACT_LANGUAGE), Step(COACH_GENDER), Step(NICKNAME), Step(CONFIRM)),
    "youth",
    {"consent": "pupil"},
)
