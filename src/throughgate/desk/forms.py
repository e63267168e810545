from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughgate.people.models import Confidence, CustodyDate, DateKind
from throughgate.people.rules.custody import RELEASE_KINDS
from throughgate.web.fields import DayField


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Name or number",
        help_text="Part of a name is enough. A prison number, CRN, PNC, CRO or NHS number opens its record.",
        max_length=100,
        error_messages={"required": "Enter a name or a number"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "type": "search"}),
    )


class ReleaseDateForm(forms.Form):
    """A release date as somebody told us it. `seen`, set by the preview: the id of the date it would replace, or 0."""

    kind = forms.ChoiceField(label="Which date is it?", choices=[(kind.value, kind.label) for kind in RELEASE_KINDS])
    on = DayField(label="The new day", subject="The new day")
    confidence = forms.ChoiceField(label="How sure is it?", choices=Confidence.choices, widget=forms.RadioSelect)
    source = forms.CharField(
        label="Who told us?",
        help_text="For example: the offender management unit, a letter of the parole board, the person.",
        max_length=80,
        error_messages={"required": "Enter who told us"},
    )
    reason = forms.CharField(label="Why did it change?", max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, holding: Mapping[str, CustodyDate] | None = None, **kwargs: Any) -> None:
        self.holding = holding or {}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        held = self.holding.get(cleaned.get("kind", ""))
        if held and all(cleaned.get(name) == getattr(held, name) for name in ("on", "source", "confidence", "reason")):
            raise ValidationError("This is the day that is already noted, from the same source. Nothing would change.")
        return cleaned

    @classmethod
    def opened_on(cls, shown: CustodyDate | None) -> "ReleaseDateForm":
        """Filled with the kind that is shown now. The day is asked for, so it is left empty."""
        kind = shown.kind if shown else DateKind.CONFIRMED_RELEASE
        return cls(initial={"kind": kind, "confidence": shown.confidence if shown else Confidence.EXPECTED})
