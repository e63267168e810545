from throughgate.groups.forms.calendar import ClosureForm, HoursForm
from throughgate.groups.forms.cohort import CohortForm, MoveForm, WhyShutForm
from throughgate.groups.forms.leading import LastDayForm, LeaderForm
from throughgate.groups.forms.places import AnswerForm, JoinForm, MakeUpForm, WhyForm
from throughgate.groups.forms.register import CallForm, CorrectForm, DeliveredForm, RegisterForm, SheetForm

__all__ = [
    "AnswerForm",
    "CallForm",
    "ClosureForm",
    "CohortForm",
    "CorrectForm",
    "DeliveredForm",
    "HoursForm",
    "JoinForm",
    "LastDayForm",
    "LeaderForm",
    "MakeUpForm",
    "MoveForm",
    "RegisterForm",
    "SheetForm",
    "WhyForm",
    "WhyShutForm",
]
