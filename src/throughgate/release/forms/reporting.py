"""What is told of a journey, why something is taken back, what was found, and who is on duty."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms

from throughgate.accounts.models import User
from throughgate.release.models import Found
from throughgate.release.models.alarm import SAID_BY_HAND
from throughgate.web.fields import DayField, offer, unchosen
from throughgate.web.widgets import ClockInput


class ReportForm(forms.Form):
    """One large button for each thing that can be told. `ago`: seconds, from a phone that kept it without signal."""

    mark_optional = False

    kind = forms.CharField(max_length=10, error_messages={"required": "Choose what happened"})
    at = forms.TimeField(
        label="When, if not just now?", required=False, widget=ClockInput,
        error_messages={"invalid": "Enter a time of day, for example 11:40"},
    )  # fmt: skip
    words = forms.CharField(label="What should we know? (optional)", max_length=200, required=False)
    token = forms.UUIDField(required=False)
    ago = forms.IntegerField(required=False)

    def clean_ago(self) -> timedelta | None:
        seconds = self.cleaned_data.get("ago")
        return None if seconds is None else timedelta(seconds=max(-86_400, min(seconds, 10_000_000)))


class TakeBackForm(forms.Form):
    because = forms.CharField(
        label="Why is it taken back?", max_length=200, error_messages={"required": "Say why, in a few words"}
    )


class FoundForm(forms.Form):
    """What somebody found who closes an alarm."""

    mark_optional = False

    found = forms.ChoiceField(
        label="What did you find?",
        choices=[(one.value, one.label) for one in SAID_BY_HAND],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found"},
    )
    at = forms.TimeField(
        label="When did they arrive, if not just now?", required=False, widget=ClockInput,
        error_messages={"invalid": "Enter a time of day, for example 11:40"},
    )  # fmt: skip
    words = forms.CharField(
        label="Who saw or spoke with them, and where are they?",
        help_text="May be left empty if they arrived safely.",
        max_length=200, required=False,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, of_journey: bool) -> None:
        super().__init__(data)
        if not of_journey:
            del self.fields["at"]
            safe = {Found.SAFE.value: "They were met at the gate"}
            choices = [(one.value, safe.get(one.value, one.label)) for one in SAID_BY_HAND]
            offer(self, "found", choices)


class DutyForm(forms.Form):
    user = forms.ChoiceField(label="Who?", error_messages={"required": "Choose who is on duty"})
    from_on = DayField(label="From which day on?", subject="The first day")
    to_on = DayField(label="Until which day?", subject="The last day")

    def __init__(self, data: Any = None, *, colleagues: Sequence[User], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.colleagues = {one.ref: one for one in colleagues}
        choices = unchosen((ref, one.name) for ref, one in self.colleagues.items())
        offer(self, "user", choices)

    def clean_user(self) -> User:
        return self.colleagues[self.cleaned_data["user"]]
