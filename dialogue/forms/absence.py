"""The report of an absence."""

from backend.cases.model import CaseKind
from dialogue.fields.absence import HALF_DAYS_FIELD, SINCE
from dialogue.fields.choices import CLB_INVOLVED, CONSENT, PARENTS_CONTACTED, URGENCY
from dialogue.fields.people import AGE, PUPIL_NAME, REPORTER_CONTACT
from dialogue.fields.remarks import CONFIRM, REMARKS
from dialogue.fields.school import CLASS_GROUP, SCHOOL
from dialogue.forms.model import IntakeForm, Step, unless_verified


def _never(values: object) -> bool:
    return False


ABSENCE = IntakeForm(
    "absence_form",
    CaseKind.ABSENCE,
    (
        Step(PUPIL_NAME),
        Step(SCHOOL),
        Step(CLASS_GROUP),
        Step(HALF_DAYS_FIELD),
        Step(SINCE),
        Step(PARENTS_CONTACTED),
        Step(CLB_INVOLVED),
        Step(CONSENT),
        Step(URGENCY),
        Step(REMARKS),
        Step(REPORTER_CONTACT, unless_verified),
        Step(AGE, _never),  # taken when it is told, never asked
        Step(CONFIRM),
    ),
    "staff",
    {"concerns": ["absence"]},
)
