from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughgate.measures.models import HOW_CHOICES
from throughgate.web.fields import DayField
from throughgate.web.widgets import HintedRadios

HINTS = {
    "alone": "Hand them the phone: one question on each page, and nothing else of the record on it",
    "asked": "Read each question out as it stands",
    "paper": "All questions stand on one page",
}


class StartForm(forms.Form):
    mark_optional = False

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["how"] = forms.ChoiceField(
            label="How is it filled in?", choices=HOW_CHOICES, initial="alone", widget=HintedRadios(hints=HINTS)
        )
        self.fields["on"] = DayField(label="On which day?", subject="The day", initial=today)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError("The day cannot be in the future")
        if day.year < 1980:
            raise ValidationError("The day must be after 1980")
        return day


class FinishForm(forms.Form):
    """What is still open may be left out; changes may count from here on."""

    def __init__(self, data: Any = None, *, left: int, has_earlier: bool) -> None:
        super().__init__(data)
        if left:
            words = "Leave the question out" if left == 1 else f"Leave the {left} questions out"
            self.fields["leaving"] = forms.BooleanField(label=words, required=False)
        if has_earlier:
            self.fields["anew_because"] = forms.CharField(
                label="Should change count from here? Say why",
                help_text="For example because they could say more this time. Leave it empty to go on as before.",
                required=False,
                max_length=200,
            )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Why?", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, label: str) -> None:
        super().__init__(data)
        self.fields["reason"].label = label
