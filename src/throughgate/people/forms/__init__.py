from throughgate.people.forms.around import AssignForm, ChangeCircleForm, CircleForm, EndAssignmentForm, EndCircleForm
from throughgate.people.forms.custody import ConditionForm, NoteDateForm, RecordMoveForm, SentenceForm
from throughgate.people.forms.details import AddPersonForm, ChangeDetailsForm, IdentifierForm, WithdrawIdentifierForm
from throughgate.people.forms.hearings import HearingOutcomeForm, ListHearingForm

__all__ = [
    "AddPersonForm",
    "AssignForm",
    "ChangeCircleForm",
    "ChangeDetailsForm",
    "CircleForm",
    "ConditionForm",
    "EndAssignmentForm",
    "EndCircleForm",
    "HearingOutcomeForm",
    "IdentifierForm",
    "ListHearingForm",
    "NoteDateForm",
    "RecordMoveForm",
    "SentenceForm",
    "WithdrawIdentifierForm",
]
