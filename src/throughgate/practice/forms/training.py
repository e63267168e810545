"""What is said of a training."""

from datetime import date
from typing import Any

from django import forms

from throughgate.practice.grammar import Training
from throughgate.practice.services.training import Said
from throughgate.web.fields import DayField

USUAL, OTHERWISE, FOR_GOOD = "usual", "otherwise", "good"


class TrainingForm(forms.Form):
    """`said` is what was said, once it is valid. With `corrects`, why it is put right is asked too."""

    mark_optional = False

    done_on = DayField(label="On which day was it done?", subject="The day")
    given_by = forms.CharField(
        label="Who gave it?", max_length=120, help_text="For example: the council, the prison’s security department.",
        error_messages={"required": "Say who gave it"},
    )  # fmt: skip
    proof = forms.CharField(
        label="What did you see?", max_length=120, help_text="For example: the certificate, an e-mail of the trainer.",
        error_messages={"required": "Say what you saw, such as the certificate"},
    )  # fmt: skip
    holds = forms.ChoiceField(label="How long does it hold?", widget=forms.RadioSelect, initial=USUAL)
    until = DayField(label="Until which day? (optional)", subject="The last day", required=False)
    until_because = forms.CharField(
        label="Why not as usual? (optional)", max_length=200, required=False,
        help_text="For example: the certificate says two years.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, training: Training, corrects: bool = False, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        usual = f"{training.months} months, as usual" if training.months else "For good, as usual"
        holds: Any = self.fields["holds"]
        holds.choices = [(USUAL, usual), (OTHERWISE, "Until the day below")]
        if training.months:
            holds.choices = [*holds.choices, (FOR_GOOD, "For good")]
        if corrects:
            self.fields["because"] = forms.CharField(
                label="Why is it put right?", max_length=200, error_messages={"required": "Say why it is put right"}
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("holds") == OTHERWISE and not said.get("until") and "until" not in self.errors:
            self.add_error("until", "Enter the last day on which it holds")
        return said

    @property
    def said(self) -> Said:
        known = self.cleaned_data
        until: date | None = known["until"] if known["holds"] == OTHERWISE else None
        return Said(
            done_on=known["done_on"],
            given_by=known["given_by"],
            proof=known["proof"],
            is_usual=known["holds"] == USUAL,
            until=until,
            until_because=known["until_because"],
        )


class StrikeForm(forms.Form):
    mark_optional = False

    because = forms.CharField(
        label="Why is it struck out?", max_length=200, error_messages={"required": "Say why it is struck out"}
    )
