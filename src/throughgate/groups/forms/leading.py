"""Who leads a group from when on, and until when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from throughgate.accounts.models import User
from throughgate.web.fields import DayField


class LeaderForm(forms.Form):
    """`chosen` is who leads it too, once it is valid."""

    mark_optional = False

    user = forms.ChoiceField(
        label="Who leads it too?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who", "invalid_choice": "Choose again who"},
    )
    from_on = DayField(
        label="From which day on?", subject="The first day", help_text="From then on the registers are theirs as well."
    )

    def __init__(self, data: Any = None, *, leaders: Sequence[User], today: date) -> None:
        super().__init__(data, initial={"from_on": today})
        self.leaders = list(leaders)
        who: Any = self.fields["user"]
        who.choices = [(one.ref, one.name) for one in self.leaders]

    @property
    def chosen(self) -> User:
        return next(one for one in self.leaders if one.ref == self.cleaned_data["user"])


class LastDayForm(forms.Form):
    mark_optional = False

    last_on = DayField(
        label="On which day do they lead it for the last time?",
        subject="The last day",
        help_text="Whoever leads it after them keeps its registers from then on.",
    )
