from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.urls import reverse_lazy

from throughgate.people.models import Gender, IdentifierKind, Person
from throughgate.people.rules.identifiers import IdentifierError, parse_identifier
from throughgate.people.services.details import CHANGEABLE
from throughgate.sites.models import Site
from throughgate.web.fields import DayField

NUMBER_HINTS = {
    IdentifierKind.PRISON_NUMBER: "Like A1234BC",
    IdentifierKind.CRN: "Like X123456",
    IdentifierKind.PNC: "Like 2012/0123456Y",
    IdentifierKind.CRO: "Like 065656/91H or SF05/482703J",
    IdentifierKind.NHS: "Ten numbers, like 943 476 5919",
}


class SectionedForm(forms.Form):
    """A form whose fields stand in a few sections under headings. `answered` are checked as they are typed."""

    SECTIONS: Sequence[tuple[str, str, Sequence[str]]] = ()
    answered: frozenset[str] = frozenset()

    def sections(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """Heading, a line below it, fields."""
        for title, words, names in self.SECTIONS:
            yield title, words, [self[name] for name in names if name in self.fields]


class DetailsForm(SectionedForm):
    given_name = forms.CharField(
        label="First name",
        help_text="As on their papers",
        max_length=80,
        error_messages={"required": "Enter a first name"},
    )
    family_name = forms.CharField(
        label="Family name", max_length=80, error_messages={"required": "Enter a family name"}
    )
    preferred_name = forms.CharField(
        label="What they like to be called",
        help_text="Leave empty if it is their first name",
        max_length=80,
        required=False,
    )
    born_on = DayField(label="Date of birth", help_text="For example, 27 3 1988", required=False)
    gender = forms.ChoiceField(
        label="Gender", choices=[("", "Not asked yet"), *Gender.choices], required=False, widget=forms.Select
    )
    first_language = forms.CharField(label="First language", max_length=40, required=False)
    phone = forms.CharField(
        label="Phone",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    access_needs = forms.CharField(
        label="What helps when meeting them",
        help_text="For example reading things aloud, an interpreter, a quiet room",
        max_length=200,
        required=False,
    )
    site = forms.ModelChoiceField(
        label="Site",
        help_text="Where you work with them now. The team there sees the record.",
        queryset=Site.objects.none(),
        empty_label="Choose a site",
        error_messages={"required": "Choose a site"},
    )

    SECTIONS: Sequence[tuple[str, str, Sequence[str]]] = (
        ("Name", "", ("given_name", "family_name", "preferred_name")),
        ("Where you work with them", "", ("site",)),
        (
            "About them",
            "Only what you know. The rest can wait.",
            ("born_on", "gender", "first_language", "phone", "access_needs"),
        ),
    )

    def __init__(self, *args: Any, sites: Iterable[Site], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]  # a ModelChoiceField, declared above

    def clean_born_on(self) -> date | None:
        born_on: date | None = self.cleaned_data["born_on"]
        if born_on and not 0 <= self.today.year - born_on.year <= 120:
            raise ValidationError("Check the year of the date of birth", code="year")
        if born_on and born_on > self.today:
            raise ValidationError("The date of birth must be in the past", code="future")
        return born_on


class AddPersonForm(DetailsForm):
    """`reserved` is the reference the record will have, signed: a form sent twice adds nobody twice."""

    reserved = forms.CharField(widget=forms.HiddenInput, required=False)
    someone_else = forms.BooleanField(label="This is somebody else: add a new record", required=False)

    SECTIONS: Sequence[tuple[str, str, Sequence[str]]] = (
        *DetailsForm.SECTIONS,
        ("Numbers they are known by", "Any you have to hand. More can be added later.", IdentifierKind.values),
    )
    answered = frozenset(IdentifierKind.values)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in IdentifierKind:
            self.fields[kind.value] = number_field(kind)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for kind in IdentifierKind:
            if text := cleaned.get(kind.value):
                self._check_number(kind.value, text)
        return cleaned

    def numbers(self) -> list[tuple[str, str]]:
        """Kind and text of each number that was typed."""
        return [(kind, self.cleaned_data[kind]) for kind in IdentifierKind.values if self.cleaned_data.get(kind)]

    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CHANGEABLE}

    def _check_number(self, kind: str, text: str) -> None:
        try:
            parse_identifier(kind, text, today=self.today)
        except IdentifierError as refusal:
            self.add_error(kind, str(refusal))


class ChangeDetailsForm(DetailsForm):
    """`version` is the one the form was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CHANGEABLE}

    @classmethod
    def opened_on(cls, person: Person, **kwargs: Any) -> "ChangeDetailsForm":
        return cls(initial={name: getattr(person, name) for name in (*CHANGEABLE, "version")}, **kwargs)


class IdentifierForm(forms.Form):
    kind = forms.ChoiceField(label="Which number?", choices=IdentifierKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="The number",
        help_text="As written; spaces do not matter",
        max_length=30,
        error_messages={"required": "Enter the number"},
    )
    source = forms.CharField(
        label="Where is it from?",
        help_text="For example a letter, the offender management unit",
        max_length=80,
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["text"].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") and cleaned.get("text"):
            try:
                parse_identifier(cleaned["kind"], cleaned["text"], today=self.today)
            except IdentifierError as refusal:
                self.add_error("text", str(refusal))
        return cleaned


class WithdrawIdentifierForm(forms.Form):
    because = forms.CharField(
        label="Why is it not theirs?",
        help_text="For example: typed on the wrong record. The number stays readable in the history.",
        max_length=200,
        error_messages={"required": "Say why this number is not theirs"},
    )


def number_field(kind: IdentifierKind) -> forms.CharField:
    attrs = {
        "autocomplete": "off",
        "spellcheck": "false",
        "class": "govuk-input--width-20",
        # Checked as soon as it is typed; without JavaScript, when the form is sent.
        "hx-post": reverse_lazy("people:check_number"),
        "hx-trigger": "change",
        "hx-params": f"csrfmiddlewaretoken,{kind.value}",
        "hx-target": "next .tg-answer",
    }
    return forms.CharField(
        label=kind.label,
        help_text=NUMBER_HINTS[kind],
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs=attrs),
    )
