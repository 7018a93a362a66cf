"""The request for help with reaching or working with parents."""

from backend.cases.model import CaseKind
from dialogue.fields.choices import CLB_INVOLVED, CONSENT, PARENTS_CONTACTED, URGENCY
from dialogue.fields.people import PUPIL_NAME, REPORTER_CONTACT
from dialogue.fields.place import CONTACT_LANGUAGE
from dialogue.fields.remarks import CONFIRM, REMARKS
from dialogue.fields.school import CLASS_GROUP, SCHOOL
from dialogue.forms.model import IntakeForm, Step, unless_verified

PARENT_SUPPORT = IntakeForm(
    "parent_support_form",
    CaseKind.PARENT_SUPPORT,
    (
        Step(PUPIL_NAME),
        Step(SCHOOL),
        Step(CLASS_GROUP),
        Step(CONTACT_LANGUAGE),
        Step(PARENTS_CONTACTED),
        Step(CLB_INVOLVED),
        Step(CONSENT),
        Step(URGENCY),
        Step(REMARKS),
        Step(REPORTER_CONTACT, unless_verified),
        Step(CONFIRM),
    ),
    "staff",
    {"support_wanted": "parent_work"},
)
