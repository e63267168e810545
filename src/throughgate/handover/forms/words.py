from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from throughgate.access.policy import Sensitivity
from throughgate.casework.forms.levels import level_field
from throughgate.handover.models import HowTold, Prompt
from throughgate.handover.rules.telling import wrong_day
from throughgate.web.fields import DayField

LONG = {"rows": 4}


class _WithLevel(forms.Form):
    """Who may read what is written, offered only where the writer has a choice."""

    def __init__(self, *args: Any, levels: Sequence[Sensitivity], usual: Sensitivity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = usual
        if len(levels) > 1:
            self.fields["sensitivity"] = level_field(levels, initial=usual)

    @property
    def sensitivity(self) -> Sensitivity:
        return Sensitivity(self.cleaned_data.get("sensitivity") or self.usual)


class NoteForm(_WithLevel):
    """What the giver adds, all prompts on one page; what is left empty adds nothing."""

    works = forms.CharField(
        label=Prompt.WORKS.label,
        help_text="How they like to be spoken to, when they are at their best, what makes them laugh.",
        required=False,
        widget=forms.Textarea(attrs=LONG),
    )
    not_again = forms.CharField(
        label=Prompt.NOT_AGAIN.label,
        help_text="What went wrong once and need not go wrong twice.",
        required=False,
        widget=forms.Textarea(attrs=LONG),
    )
    promised = forms.CharField(
        label=Prompt.PROMISED.label,
        help_text="What stands in the plan and on Today is there already. Here is what you said in passing.",
        required=False,
        widget=forms.Textarea(attrs=LONG),
    )
    other = forms.CharField(label=Prompt.OTHER.label, required=False, widget=forms.Textarea(attrs=LONG))

    PROMPTS = (Prompt.WORKS, Prompt.NOT_AGAIN, Prompt.PROMISED, Prompt.OTHER)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any((cleaned.get(prompt.value) or "").strip() for prompt in self.PROMPTS):
            self.add_error("works", "Write something in at least one of the boxes, or go back")
        return cleaned

    @property
    def said(self) -> list[tuple[Prompt, str]]:
        return [(prompt, text) for prompt in self.PROMPTS if (text := self.cleaned_data.get(prompt.value, "").strip())]


class TellForm(_WithLevel):
    on = DayField(label="When were they told?", subject="The day")
    how = forms.ChoiceField(
        label="How?",
        choices=HowTold.choices,
        widget=forms.RadioSelect(attrs={"data-small": True}),
        error_messages={"required": "Choose how they were told"},
    )
    words = forms.CharField(
        label="What did they say?",
        help_text="In their own words, as near as you can. It is all right if they said nothing.",
        required=False,
        widget=forms.Textarea(attrs=LONG),
    )

    field_order = ("on", "how", "words", "sensitivity")

    def __init__(self, *args: Any, since: date, today: date, **kwargs: Any) -> None:
        self.since, self.today = since, today
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date:
        return _checked(self.cleaned_data["on"], self.since, self.today)


class MetForm(forms.Form):
    on = DayField(label="When did they meet?", subject="The day")

    def __init__(self, *args: Any, since: date, today: date, **kwargs: Any) -> None:
        self.since, self.today = since, today
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date:
        return _checked(self.cleaned_data["on"], self.since, self.today)


class TakeBackForm(forms.Form):
    because = forms.CharField(
        label="Why?",
        help_text="For example: the wrong person was chosen, the worker stays after all",
        max_length=200,
        error_messages={"required": "Say why it is taken back"},
    )


def _checked(on: date, since: date, today: date) -> date:
    if wrong := wrong_day(on, since, today):
        raise forms.ValidationError(wrong)
    return on
