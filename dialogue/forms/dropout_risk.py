"""The report of a pupil who is at risk of leaving school."""

from backend.cases.model import CaseKind
from dialogue.fields.choices import CLB_INVOLVED, CONCERNS, CONSENT, PARENTS_CONTACTED, SUPPORT_WANTED, URGENCY
from dialogue.fields.people import AGE, PUPIL_NAME, REPORTER_CONTACT
from dialogue.fields.remarks import CONFIRM, REMARKS
from dialogue.fields.school import CLASS_GROUP, SCHOOL
from dialogue.forms.model import IntakeForm, Step, unless_verified

DROPOUT_RISK = IntakeForm(
    "dropout_risk_form",
    CaseKind.DROPOUT_RISK,
    (
        Step(PUPIL_NAME),
        Step(SCHOOL),
        Step(CLASS_GROUP),
        Step(AGE),
        Step(CONCERNS),
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
)
