from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from throughgate.common.clock import today
from throughgate.people.forms.custody import confidence_field, refuse_day, source_field
from throughgate.people.forms.sure import SureForm
from throughgate.people.models import Confidence, DateKind, HearingKind, HearingResult, HearingState
from throughgate.people.rules.day_sense import doubt_of_date, doubt_of_decision
from throughgate.web.fields import DayField
from throughgate.web.widgets import HintedRadios

KIND_HINTS: dict[str, str] = {
    HearingKind.PAPER: "The Board reads the dossier. Nobody attends",
    HearingKind.ORAL: "The person is heard, in the prison or by video",
}
OUTCOMES = [
    (HearingState.DECIDED.value, "It was decided"),
    (HearingState.DEFERRED.value, "It is put off to another day"),
    (HearingState.CANCELLED.value, "It does not go ahead"),
]


TOLD_BY = "the case administration, a letter from the Parole Board, the person"


class ListHearingForm(SureForm):
    kind = forms.ChoiceField(
        label="What kind of hearing?",
        choices=HearingKind.choices,
        widget=HintedRadios(hints=KIND_HINTS),
        error_messages={"required": "Choose the kind of hearing"},
    )
    on = DayField(label="For which day is it listed?", subject="The day")
    source = source_field(TOLD_BY)
    confidence = forms.ChoiceField(
        label="How sure is the day?",
        choices=Confidence.choices,
        widget=forms.RadioSelect,
        initial=Confidence.EXPECTED,
        error_messages={"required": "Choose how sure it is"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        on = cleaned.get("on")
        refuse_day(self, "on", on)
        if on and not self.errors:
            self.ask_whether_right("on", doubt_of_date(DateKind.PAROLE_HEARING, on, {}, today()), on)
        return cleaned


class HearingOutcomeForm(SureForm):
    """What became of a hearing. Which fields are asked for depends on the first; all are there without script."""

    mark_optional = False

    state = forms.ChoiceField(
        label="What happened?",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened"},
    )
    on = DayField(
        label="Which day?",
        subject="The day",
        help_text="The day it was decided, or the new day if it is put off. Leave it empty if no new day is known.",
        required=False,
    )
    result = forms.ChoiceField(
        label="What was decided?", choices=HearingResult.choices, widget=forms.RadioSelect, required=False
    )
    release_on = DayField(
        label="If release was directed: is a day known?",
        subject="The release day",
        help_text="It becomes the parole release day, and what is due moves with it. Leave it empty if not.",
        required=False,
    )
    because = forms.CharField(
        label="Why, in a few words",
        help_text="Needed if it is put off or does not go ahead",
        max_length=200,
        required=False,
    )
    source = source_field(TOLD_BY)
    confidence = confidence_field()

    def __init__(self, *args: Any, known: Mapping[str, date] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known or {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        state = cleaned.get("state")
        if state == HearingState.DECIDED and not cleaned.get("result"):
            self.add_error("result", "Choose what was decided")
        if state == HearingState.DECIDED and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day it was decided")
        if state in (HearingState.DEFERRED, HearingState.CANCELLED) and not (cleaned.get("because") or "").strip():
            self.add_error("because", "Say why")
        self._doubt(state, cleaned.get("on"), cleaned.get("release_on"))
        return cleaned

    def _doubt(self, state: str | None, on: date | None, release_on: date | None) -> None:
        refuse_day(self, "on", on)
        refuse_day(self, "release_on", release_on)
        if state == HearingState.DECIDED and on and release_on and release_on < on:
            self.add_error("release_on", "The release day cannot lie before the decision")
        if self.errors or not on:
            return
        decided = state == HearingState.DECIDED
        of_on = doubt_of_decision(on, today()) if decided else doubt_of_date(DateKind.PAROLE_HEARING, on, {}, today())
        self.ask_whether_right("on", of_on, f"{on} {release_on}")
        if decided and release_on and not of_on:
            of_release = doubt_of_date(DateKind.PAROLE_RELEASE, release_on, self.known, today())
            self.ask_whether_right("release_on", of_release, f"{on} {release_on}")
