from typing import Any

from django import forms

from throughgate.common.clock import today
from throughgate.fidelity.models import Change
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.web.fields import DayField, offer


class RolloutForm(forms.Form):
    """A site begins to deliver a programme."""

    begins_on = DayField(label="From which day?", subject="The day", help_text="A day to come is fine.")
    note = forms.CharField(
        label="What is there to start from?",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example who is trained, which rooms there are, who in the prison knows of it.",
    )


class AdaptationForm(forms.Form):
    """What a site does otherwise than the model says."""

    element = forms.ChoiceField(label="Which part of the programme?", required=False)
    change = forms.ChoiceField(label="What changes?", choices=Change, widget=forms.RadioSelect)
    what = forms.CharField(
        label="What is done otherwise?", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="So that a colleague at another site could do it too. No names of people served.",
    )  # fmt: skip
    because = forms.CharField(label="Why?", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    agreed_with = forms.CharField(
        label="With whom was it agreed?",
        max_length=200,
        required=False,
        help_text="For example whoever wrote the model.",
    )
    from_on = DayField(label="From which day?", subject="The day")

    def __init__(self, data: Any, *, model: ProgrammeModel) -> None:
        super().__init__(data, initial={"from_on": today()})
        parts = [(key, f"{one.title} (core)" if one.core else one.title) for key, one in model.elements.items()]
        offer(self, "element", [("", "The programme as a whole"), *parts])


class EndForm(forms.Form):
    ended_on = DayField(label="From which day is it no longer delivered?", subject="The day")
    because = forms.CharField(label="Why?", max_length=200)
