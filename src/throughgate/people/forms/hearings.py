from typing import Any

from django import forms

from throughgate.people.models import Confidence, HearingKind, HearingResult, HearingState
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


def _source() -> forms.CharField:
    return forms.CharField(
        label="Who told us?",
        help_text="For example the case administration, a letter from the Parole Board, the person",
        max_length=80,
        error_messages={"required": "Say who told us"},
    )


class ListHearingForm(forms.Form):
    kind = forms.ChoiceField(
        label="What kind of hearing?",
        choices=HearingKind.choices,
        widget=HintedRadios(hints=KIND_HINTS),
        error_messages={"required": "Choose the kind of hearing"},
    )
    on = DayField(label="For which day is it listed?", subject="The day")
    source = _source()
    confidence = forms.ChoiceField(
        label="How sure is the day?",
        choices=Confidence.choices,
        widget=forms.RadioSelect,
        initial=Confidence.EXPECTED,
        error_messages={"required": "Choose how sure it is"},
    )


class HearingOutcomeForm(forms.Form):
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
    source = _source()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        state = cleaned.get("state")
        if state == HearingState.DECIDED and not cleaned.get("result"):
            self.add_error("result", "Choose what was decided")
        if state == HearingState.DECIDED and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day it was decided")
        if state in (HearingState.DEFERRED, HearingState.CANCELLED) and not (cleaned.get("because") or "").strip():
            self.add_error("because", "Say why")
        return cleaned
