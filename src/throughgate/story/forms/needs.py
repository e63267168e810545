from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from throughgate.access.policy import SENSITIVITY_CHOICES, Sensitivity
from throughgate.story.grammar import NeedsList, Strength
from throughgate.story.models import NeedStatus, Owner, PersonNeed, Status
from throughgate.story.rules.needing import LONGEST_WORDS, MOVES, levels_from
from throughgate.web.fields import DayField, unchosen

OWN_WORDS = "own"


def level_field(levels: Iterable[Sensitivity], help_text: str = "") -> forms.ChoiceField:
    choices = [(code, label) for code, label in SENSITIVITY_CHOICES if code in list(levels)]
    return forms.ChoiceField(
        label="Who may read this?",
        help_text=help_text,
        choices=choices,
        widget=forms.RadioSelect,
        initial=choices[0][0],
        error_messages={"required": "Choose who may read this"},
    )


def owners_field(name: str) -> forms.MultipleChoiceField:
    words = {**dict(Owner.choices), Owner.PERSON: name}
    return forms.MultipleChoiceField(
        label="Who sees to it?",
        help_text="One or several.",
        choices=[(owner, words[owner]) for owner in Owner.values],
        widget=forms.CheckboxSelectMultiple,
        initial=[Owner.CHARITY],
        error_messages={"required": "Choose who sees to it"},
    )


def noted_day_field(today: date) -> DayField:
    return DayField(
        label="When did you talk about it?", subject="The day", help_text="An earlier day is fine.", initial=today
    )


class NotedForm(forms.Form):
    """Something of the list, or in own words."""

    what = forms.ChoiceField(label="What is it?")
    words = forms.CharField(label="In their own words", max_length=LONGEST_WORDS, required=False)

    def __init__(self, data: Any = None, *, levels: Iterable[Sensitivity], today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["on"] = noted_day_field(today)
        open_to = list(levels)
        if len(open_to) > 1:
            self.fields["level"] = level_field(open_to)

    def choose_from(self, groups: list[Any], own: str) -> None:
        field = self.fields["what"]
        choices = unchosen([*groups, (OWN_WORDS, own)])
        field.choices = choices  # type: ignore[attr-defined]  # a ChoiceField, declared above
        field.error_messages["required"] = "Choose one, or say it in their own words"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("what") == OWN_WORDS and not said.get("words", "").strip() and "words" not in self.errors:
            self.add_error("words", "Write it in their own words")
        return said

    @property
    def said(self) -> dict[str, Any]:
        """As the service wants it."""
        own = self.cleaned_data["what"] == OWN_WORDS
        return {
            "key": "" if own else self.cleaned_data["what"],
            "words": self.cleaned_data["words"] if own else "",
            "on": self.cleaned_data["on"],
            "sensitivity": Sensitivity(self.cleaned_data.get("level") or Sensitivity.STANDARD),
        }


class NeedForm(NotedForm):
    field_order = ("what", "words", "pathway", "owners", "on", "level")

    def __init__(self, data: Any = None, *, listed: NeedsList, name: str, noted: set[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.choose_from(_by_pathway(listed, noted), "Something else, in their own words")
        pathways = [(key, pathway.title.staff) for key, pathway in listed.pathways.items()]
        self.fields["pathway"] = forms.ChoiceField(
            label="What does it belong to?", choices=unchosen(pathways), required=False
        )
        self.fields["owners"] = owners_field(name)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("what") == OWN_WORDS and not said.get("pathway") and "pathway" not in self.errors:
            self.add_error("pathway", "Choose what it belongs to")
        return said

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"pathway": self.cleaned_data["pathway"], "owners": self.cleaned_data["owners"]}


class StrengthForm(NotedForm):
    field_order = ("what", "words", "on", "level")

    def __init__(self, data: Any = None, *, listed: Mapping[str, Strength], noted: set[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        groups = [(key, strength.title.staff) for key, strength in listed.items() if key not in noted]
        self.choose_from(groups, "Something else, in their own words")
        self.order_fields(self.field_order)


def _by_pathway(listed: NeedsList, noted: set[str]) -> list[Any]:
    """The needs of the list under their pathways, without those that are noted already."""
    groups: dict[str, list[tuple[str, str]]] = {key: [] for key in listed.pathways}
    for key, need in listed.needs.items():
        if key not in noted:
            groups[need.pathway].append((key, need.title.staff))
    return [(listed.pathways[key].title.staff, needs) for key, needs in groups.items() if needs]


class ChangeNeedForm(forms.Form):
    """How it stands now, who sees to it, and who may read of it. Opening it further than it is is not offered."""

    status = forms.ChoiceField(label="How does it stand?", widget=forms.RadioSelect)
    note = forms.CharField(
        label="Anything to note?",
        help_text="What was done, or why it changed. Whoever may read of this need can read it.",
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        need: PersonNeed,
        now: NeedStatus,
        levels: Iterable[Sensitivity],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        offered = [status for status in Status if status == now.status or status in MOVES[now.status]]
        status = self.fields["status"]
        status.choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]  # a ChoiceField
        status.initial = now.status
        self.fields["on"] = DayField(label="Since when?", subject="The day", initial=today)
        self.fields["owners"] = owners_field(need.person.first_name)
        self.fields["owners"].initial = need.owners
        closer = levels_from(need.sensitivity, list(levels))
        if len(closer) > 1:
            self.fields["level"] = level_field(closer, "It can be closed further, not opened.")
            self.fields["level"].initial = need.sensitivity
        self.order_fields(("status", "on", "note", "owners", "level"))


class EndForm(forms.Form):
    because = forms.CharField(
        label="Why?",
        help_text="For example: noted by mistake, or things have changed.",
        max_length=200,
        error_messages={"required": "Say why, in a few words"},
    )
