"""What became of a stop, why nobody saw somebody, and for which time the figures are."""

from datetime import date
from typing import Any

from django import forms

from throughgate.access.policy import Sensitivity
from throughgate.casework.models import WhyNot
from throughgate.release.forms.home import AskedForm
from throughgate.release.models import Became, NotSeenReason
from throughgate.release.rules.gate_figures import BETWEEN, Period
from throughgate.web.fields import DayField


class OutcomeForm(AskedForm):
    became = forms.ChoiceField(
        label="What became of it?",
        choices=[one for one in Became.choices if one[0] != Became.TAKEN_BACK],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it"},
    )
    why = forms.ChoiceField(
        label="Why was it missed?", choices=WhyNot.choices, widget=forms.RadioSelect, required=False
    )
    note = forms.CharField(label="Anything to add? (optional)", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("became") == Became.MISSED:
            if not said.get("why") and "why" not in self.errors:
                self.add_error("why", "Choose why it was missed")
        else:
            said["why"] = ""
        return said


class NotSeenForm(AskedForm):
    reason = forms.ChoiceField(
        label="Why will nobody see them?",
        choices=[one for one in NotSeenReason.choices if one[0] != NotSeenReason.TAKEN_BACK],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why"},
    )
    on = DayField(label="On which day was that?", subject="The day")
    words = forms.CharField(label="Anything to add? (optional)", max_length=200, required=False)

    def __init__(self, data: Any = None, *, levels: list[Sensitivity], today: date) -> None:
        super().__init__(data, initial={"on": today})
        self._add_level(levels)


class PeriodForm(forms.Form):
    """Unbound it is the usual period. `chosen` is None where what was typed makes no period."""

    mark_optional = False
    chosen: Period | None = None

    def __init__(self, data: Any, *, offered: tuple[Period, ...], free: bool) -> None:
        asked = data if data.get("period") else None
        super().__init__(asked, initial={"period": offered[0].code})
        self.offered = {one.code: one for one in offered}
        self.chosen = None if asked else offered[0]
        choices = [(one.code, one.label) for one in offered]
        self.fields["period"] = forms.ChoiceField(
            label="Released in", choices=[*choices, (BETWEEN, "Between two days")] if free else choices
        )
        if free:
            self.fields["from_on"] = DayField(label="From", subject="The first day", required=False)
            self.fields["to_on"] = DayField(label="To", subject="The last day", required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        code = said.get("period")
        if code == BETWEEN:
            self.chosen = self._between(said)
        elif code:
            self.chosen = self.offered[code]
        return said

    def _between(self, said: dict[str, Any]) -> Period | None:
        first, last = said.get("from_on"), said.get("to_on")
        for name, day, which in (("from_on", first, "first"), ("to_on", last, "last")):
            if day is None and name not in self.errors:
                self.add_error(name, f"Enter the {which} day")
        if not first or not last:
            return None
        if last < first:
            self.add_error("to_on", "The last day cannot be before the first")
            return None
        return Period(BETWEEN, "Between two days", first, last)
