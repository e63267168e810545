from collections.abc import Mapping
from typing import Any

from django import forms

from throughgate.people.models import Person
from throughgate.people.rules.identifiers import readings_of
from throughgate.people.selectors.merging import Line, SideBySide
from throughgate.web.widgets import HintedRadios

ONE, OTHER = "one", "other"


class MergeForm(forms.Form):
    """Which record is kept, which of two details is right, and why it is one person. `one` is the first of the two."""

    def __init__(self, *args: Any, records: SideBySide, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.records = records
        one, other = records.one.person, records.other.person
        self.fields["kept"] = forms.ChoiceField(
            label="Which record is kept?",
            help_text="Everything of the other one moves to it, and its links lead here from then on.",
            choices=[(ONE, _called(one)), (OTHER, _called(other))],
            widget=HintedRadios(hints={ONE: _opened(one), OTHER: _opened(other)}),
            initial=ONE if one.created_at <= other.created_at else OTHER,
        )
        for line in records.choices:
            self.fields[f"detail_{line.name}"] = _choice(line)
        self.fields["why"] = forms.CharField(
            label="How do you know that they are one person?",
            help_text="For example: the same date of birth, and they told us of both names",
            max_length=200,
            error_messages={"required": "Say how you know that they are one person"},
        )

    def details(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("detail_")]

    def kept_and_gone(self) -> tuple[Person, Person]:
        one, other = self.records.one.person, self.records.other.person
        return (one, other) if self.cleaned_data["kept"] == ONE else (other, one)

    def from_gone(self) -> list[str]:
        """The details that are taken from the record that goes."""
        kept = self.cleaned_data["kept"]
        return [
            line.name for line in self.records.choices if self.cleaned_data[f"detail_{line.name}"] not in ("", kept)
        ]


class UndoMergeForm(forms.Form):
    because = forms.CharField(
        label="How do you know that they are two people?",
        max_length=200,
        error_messages={"required": "Say how you know that they are two people"},
    )


class AnotherRecordForm(forms.Form):
    """A reference or a number of the other record."""

    text = forms.CharField(
        label="Reference or number of the other record",
        help_text="The reference stands on its Details page; a prison number, CRN, PNC, CRO or NHS number will do too",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-20"}),
        error_messages={"required": "Enter the reference or a number of the other record"},
    )

    def readings(self, today: Any) -> tuple[str, frozenset[str]]:
        """What was typed as a reference, and as every number it could be."""
        typed = self.cleaned_data["text"].strip().upper().replace(" ", "")
        return typed, readings_of(self.cleaned_data["text"], today=today)


def _choice(line: Line) -> forms.ChoiceField:
    shown: Mapping[str, Any] = {ONE: line.one, OTHER: line.other}
    return forms.ChoiceField(
        label=line.label,
        choices=[(which, _shown(value)) for which, value in shown.items()],
        widget=forms.RadioSelect(attrs={"data-small": True}),
        initial=OTHER if line.other and not line.one else ONE,
    )


def _shown(value: Any) -> str:
    if not value:
        return "Leave it empty"
    return f"{value.day} {value:%B %Y}" if hasattr(value, "strftime") else str(value)


def _called(person: Person) -> str:
    return f"{person.given_name} {person.family_name} ({person.ref})"


def _opened(person: Person) -> str:
    day = person.created_at.date()
    return f"Opened on {day.day} {day:%B %Y} at {person.site.name}"
