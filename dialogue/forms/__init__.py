"""The forms of the front desk, one file each."""

from dialogue.forms.absence import ABSENCE
from dialogue.forms.dropout_risk import DROPOUT_RISK
from dialogue.forms.expulsion import EXPULSION
from dialogue.forms.parent_support import PARENT_SUPPORT
from dialogue.forms.youth_request import YOUTH_REQUEST

FORMS = {form.name: form for form in (ABSENCE, DROPOUT_RISK, EXPULSION, PARENT_SUPPORT, YOUTH_REQUEST)}

__all__ = ["FORMS"]
