from throughgate.measures.forms.asking import AskForm, field_name
from throughgate.measures.forms.safety import SafetyForm
from throughgate.measures.forms.sitting import FinishForm, ReasonForm, StartForm

__all__ = ["AskForm", "FinishForm", "ReasonForm", "SafetyForm", "StartForm", "field_name"]
