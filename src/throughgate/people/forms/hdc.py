from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from throughgate.people.forms.custody import confidence_field, refuse_day, source_field
from throughgate.people.forms.sure import SureForm
from throughgate.people.models import DateKind, HdcState
from throughgate.people.rules.day_sense import doubt_of_date
from throughgate.people.rules.hdc import WITH_DAY, WITH_REASON
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


class HdcForm(SureForm):
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
    source = source_field("the offender management unit, probation, the person")
    confidence = confidence_field()

    def __init__(self, data: Any = None, *, today: date, known: Mapping[str, date] | None = None) -> None:
        super().__init__(data, initial={"on": today})
        self.today, self.known = today, known or {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        state = cleaned.get("state")
        if state == HdcState.GRANTED and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", "Enter the day of release")
        if state in WITH_REASON and not (cleaned.get("because") or "").strip():
            self.add_error("because", "Say why")
        refuse_day(self, "on", cleaned.get("on"))
        refuse_day(self, "day", cleaned.get("day"))
        if state in WITH_DAY and (day := cleaned.get("day")) and not self.errors:
            kind = DateKind.HDC_ELIGIBLE if state == HdcState.ELIGIBLE else DateKind.HDC_RELEASE
            self.ask_whether_right("day", doubt_of_date(kind, day, self.known, self.today), day)
        return cleaned
