from collections.abc import Sequence
from typing import Any

from django import forms

from throughgate.people.models import Person


def person_choices(people: Sequence[Person]) -> list[tuple[str, str]]:
    return [(person.ref, f"{person.name}, {person.site.name}") for person in people]


class PeopleField(forms.MultipleChoiceField):
    def __init__(self, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(
            choices=person_choices(people),
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Choose at least one person",
                "invalid_choice": "Somebody you chose is not one of the people you can record about. Choose again",
            },
            **kwargs,
        )


class FindForm(forms.Form):
    """Look for somebody who is not among those offered."""

    find = forms.CharField(
        label="Find somebody else", help_text="Part of a name, or a number", required=False, max_length=100
    )
    mark_optional = False


class WhoForm(FindForm):
    """The first step when a contact is recorded from nowhere in particular: who was it with?"""

    def __init__(self, data: Any = None, *, people: Sequence[Person], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        label = "Choose everyone who was meant to be there"
        self.fields = {"person": PeopleField(people, label=label), **self.fields}


def names_of(person: Person) -> set[str]:
    return {name for name in (person.given_name, person.preferred_name, person.family_name) if name}
