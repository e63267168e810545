from throughgate.people.forms.around import AssignForm, ChangeCircleForm, CircleForm, EndAssignmentForm, EndCircleForm
from throughgate.people.forms.custody import (
    NoteDateForm,
    RecallTermForm,
    RecordMoveForm,
    SentenceForm,
    StopSentenceForm,
)
from throughgate.people.forms.details import AddPersonForm, ChangeDetailsForm, IdentifierForm, WithdrawIdentifierForm
from throughgate.people.forms.hdc import HdcForm
from throughgate.people.forms.hearings import HearingOutcomeForm, ListHearingForm

__all__ = [
    "AddPersonForm",
    "AssignForm",
    "ChangeCircleForm",
    "ChangeDetailsForm",
    "CircleForm",
    "EndAssignmentForm",
    "EndCircleForm",
    "HdcForm",
    "HearingOutcomeForm",
    "IdentifierForm",
    "ListHearingForm",
    "NoteDateForm",
    "RecallTermForm",
    "RecordMoveForm",
    "SentenceForm",
    "StopSentenceForm",
    "WithdrawIdentifierForm",
]
