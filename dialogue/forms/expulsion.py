"""The report of a pupil who was expelled and needs a place."""

from backend.cases.model import CaseKind
from dialogue.fields.absence import SINCE
from dialogue.fields.choices import CLB_INVOLVED, CONSENT, PARENTS_CONTACTED, SUPPORT_WANTED, URGENCY
from dialogue.fields.people import AGE, PUPIL_NAME, REPORTER_CONTACT
from dialogue.fields.remarks import CONFIRM, REMARKS
from dialogue.fields.school import CLASS_GROUP, SCHOOL
from dialogue.forms.model import IntakeForm, Step, unless_verified

EXPULSION = IntakeForm(
    "expulsion_form",
    CaseKind.EXPULSION,
    (
        Step(PUPIL_NAME),
        Step(SCHOOL),
        Step(CLASS_GROUP),
        Step(AGE),
        Step(SINCE),
        Step(SUPPORT_WANTED),
        Step(PARENTS_CONTACTED),
        Step(CLB_INVOLVED),
        Step(CONSENT),
        Step(URGENCY),
        Step(REMARKS),
        Step(REPORTER_CONTACT, unless_verified),
        Step(CONFIRM),
    ),
    "staff",
    {"concerns": ["excluded"]},
)
