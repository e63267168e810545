from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms

from throughgate.access.policy import Sensitivity
from throughgate.casework.crisis_file import LEVELS, OTHER, CrisisRules
from throughgate.casework.forms.levels import level_field
from throughgate.casework.forms.who import person_choices
from throughgate.people.models import Person
from throughgate.web.fields import DayField
from throughgate.web.widgets import HintedRadios

AS_USUAL = ("", "As is usual for this kind of crisis")


def _kind_field(rules: CrisisRules) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="What kind of crisis is it?",
        choices=[(code, one.title) for code, one in rules.kinds.items()],
        widget=forms.RadioSelect,
        initial=OTHER,
        error_messages={"required": "Choose what kind of crisis it is, or “not sure yet”"},
    )


def _level_field(rules: CrisisRules, **kwargs: Any) -> forms.ChoiceField:
    levels = [(code, rules.levels[code].title) for code in LEVELS]
    hints = {code: rules.levels[code].about for code in LEVELS}
    choices = levels if kwargs.get("required", True) else [AS_USUAL, *levels]
    return forms.ChoiceField(
        label="How soon is help needed?", choices=choices, widget=HintedRadios(hints=hints), **kwargs
    )


def _what_field() -> forms.CharField:
    return forms.CharField(
        label="What is happening? (optional)",
        help_text="A few words for those who come. You can say more afterwards.",
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RaiseForm(forms.Form):
    """Nothing but a tap is needed: every question is answered already, or may be left."""

    mark_optional = False

    def __init__(
        self, data: Any = None, *, rules: CrisisRules, people: Sequence[Person] = (), levels: Sequence[Sensitivity] = ()
    ) -> None:
        """`people` to choose from where nobody is chosen yet; `levels` at which it may be raised."""
        super().__init__(data)
        if people:
            self.fields["person"] = forms.ChoiceField(
                label="Who needs us?",
                choices=person_choices(people),
                widget=forms.RadioSelect,
                error_messages={"required": "Choose who it is about"},
            )
        self.fields |= {
            "kind": _kind_field(rules),
            "level": _level_field(rules, required=False),
            "what": _what_field(),
            "review_on": DayField(
                label="When does somebody look at it again? (optional)",
                subject="The day",
                required=False,
                help_text="Left empty: a day, three days or a week from now, by how soon help is needed.",
            ),
            "token": forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False),
        }
        if len(levels) > 1:
            usual = Sensitivity.SENSITIVE
            self.fields["sensitivity"] = level_field(levels, initial=usual, required=False)

    @property
    def details_open(self) -> bool:
        return self.is_bound and any(name in self.errors for name in ("level", "what", "review_on", "sensitivity"))

    @property
    def said_sensitivity(self) -> Sensitivity | None:
        said = self.cleaned_data.get("sensitivity")
        return Sensitivity(said) if said else None

    @property
    def said_token(self) -> UUID | None:
        return self.cleaned_data.get("token")


class DescribeForm(forms.Form):
    mark_optional = False

    def __init__(self, data: Any = None, *, rules: CrisisRules, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields |= {"kind": _kind_field(rules), "level": _level_field(rules), "what": _what_field()}


class ReviewForm(forms.Form):
    because = forms.CharField(
        label="How are things, and why does it go on?",
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say how things are, in a few words"},
    )
    review_on = DayField(label="When does somebody look at it again?", subject="The day")


class StepDownForm(forms.Form):
    mark_optional = False
    learned = forms.CharField(
        label="What was learned?",
        help_text="What would have made it easier, for them or for the next one. Others read it to learn from it.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what was learned, so that the next time is easier"},
    )
    helped = forms.CharField(
        label="What helped? (optional)",
        help_text="What the person did, who was there, what worked.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
