"""What is known of an employer."""

from typing import Any

from django import forms

from throughgate.web.fields import offer
from throughgate.work.readiness_file import readiness


class EmployerForm(forms.Form):
    mark_optional = False
    name = forms.CharField(label="Employer", max_length=120)
    contact = forms.CharField(label="Who to talk to there (optional)", max_length=200, required=False)
    accepts = forms.CharField(label="What do they know and accept? (optional)", max_length=300, required=False)
    asks = forms.CharField(
        label="What do they ask of whoever applies? (optional)",
        help_text="A letter, a check, references: what to have in hand.",
        max_length=300,
        required=False,
    )
    excludes = forms.MultipleChoiceField(
        label="Which kinds of convictions do they never take on?",
        help_text="For every vacancy. What holds for one vacancy alone stands there.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "excludes", list(readiness().offences.items()))
