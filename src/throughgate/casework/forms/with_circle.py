"""Who of somebody’s circle takes part: asked where family or friends come along."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date

from django import forms

from throughgate.accounts.models import User
from throughgate.casework.rules.bookings import WITH_CIRCLE
from throughgate.casework.rules.contacts import Meeting, was_there
from throughgate.casework.selectors.bookings import circles_of
from throughgate.casework.services import Attendance
from throughgate.people.models import CircleMember, Person
from throughgate.people.rules.restrictions import LEAST_REASON
from throughgate.people.selectors.told import NOT_ASKED, ToldWords, apart_words
from throughgate.web.widgets import HintedCheckboxes
from throughgate.web.words import in_passing

LONGEST_REASON = 400
# With these the question for the circle is shown at once; “something else” may be one of them.
CIRCLE_KINDS = ",".join(sorted(WITH_CIRCLE | {"other"}))


SAY_WHO = "Say who it is with. Whoever is missing here is added in the circle first"


def nobody_named(fields: Container[str], people: Sequence[Attendance], meeting: Meeting) -> str:
    """Of a kind that needs somebody of the circle: the field in which nobody is ticked, though there are some."""
    there = [one for one in people if was_there(happened=meeting.happened, attended=one.attended)]
    asked = [name for one in there if (name := f"{one.person.ref}-circle") in fields]
    missing = meeting.kind in WITH_CIRCLE and not any(one.circle for one in there)
    return asked[0] if missing and asked else ""


def circle_field(
    members: Iterable[CircleMember], label: str, hints: Mapping[int, str] | None = None
) -> forms.MultipleChoiceField:
    """`hints`: by the member's id, what is said under their name."""
    choices = choices_of(members)
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=HintedCheckboxes(hints={str(pk): words for pk, words in (hints or {}).items()}),
        required=False,
        error_messages={"invalid_choice": "Somebody you chose is not in their circle. Choose again"},
    )


def told_hints(members: Iterable[CircleMember], told: Mapping[int, ToldWords]) -> dict[int, str]:
    return {one.pk: told.get(one.pk, NOT_ASKED).beside_box for one in members}


def choices_of(members: Iterable[CircleMember]) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.name}, {one.relation or in_passing(one.get_kind_display())}") for one in members]


def reason_box(question: str) -> forms.CharField:
    return forms.CharField(
        label=question,
        help_text=f"At least {LEAST_REASON} letters. It is kept with your name, and managers are shown it.",
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def other_names_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text="Names, with commas between them; of somebody new who it is, in brackets: Ravi Mann (neighbour)",
        max_length=200,
        required=False,
    )


def circle_fields(user: User, people: Sequence[Person], today: date) -> dict[str, forms.Field]:
    """For a contact: who of the circle of each person was there, and why, though something stood against it."""
    fields: dict[str, forms.Field] = {f"{person.ref}-explained": reason_box("Why all the same?") for person in people}
    for person in people:
        whose = f" with {person.first_name}" if len(people) > 1 else ""
        fields[f"{person.ref}-other_names"] = other_names_field(f"Who else was there{whose}? (optional)")
    circles = circles_of(people, today)
    apart = apart_words(user, circles, today)
    for person, members in circles.items():
        fields |= circle_fields_of(person, members, apart)
    return fields


def circle_fields_of(
    person: Person, members: Iterable[CircleMember], hints: Mapping[int, str] | None = None
) -> dict[str, forms.Field]:
    return {f"{person.ref}-circle": circle_field(members, f"Who of {person.first_name}’s circle was there?", hints)}
