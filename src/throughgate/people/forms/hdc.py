from datetime import date
from typing import Any

from django import forms

from throughgate.people.models import HdcState
from throughgate.people.rules.hdc import WITH_REASON
from throughgate.web.fields import DayField
from throughgate.web.widgets import HintedRadios

STATE_HINTS: dict[str, str] = {
    HdcState.ELIGIBLE: "The prison has worked out from which day",
    HdcState.ADDRESS: "The prison was told where they could live",
    HdcState.ASSESSED: "Probation looks at the address and who lives there",
    HdcState.POSTPONED: "To another day, or until something is settled",
    HdcState.GRANTED: "The day of release is set",
    HdcState.REFUSED: "They stay until a later date",
    HdcState.DECLINED: "They would rather wait",
}


class HdcForm(forms.Form):
    """Which fields are asked for depends on the first; all are there without script."""

    mark_optional = False

    state = forms.ChoiceField(
        label="What happened?",
        choices=HdcState.choices,
        widget=HintedRadios(hints=STATE_HINTS),
        error_messages={"required": "Choose what happened"},
    )
    on = DayField(label="On which day?", subject="The day")
    day = DayField(
        label="If a day goes with it: which?",
        subject="The day that goes with it",
        help_text="From which they may be considered; the day of release if it is granted; the new day if it is put "
        "off. Leave it empty if there is none.",
        required=False,
    )
    because = forms.CharField(
        label="Why, in a few words", help_text="Needed if it is put off or refused", max_length=200, required=False
    )
    source = forms.CharField(
        label="Who told us?",
        help_text="For example the offender management unit, probation, the person",
        max_length=80,
        error_messages={"required": "Say who told us"},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        state = cleaned.get("state")
        if state == HdcState.GRANTED and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", "Enter the day of release")
        if state in WITH_REASON and not (cleaned.get("because") or "").strip():
            self.add_error("because", "Say why")
        return cleaned
