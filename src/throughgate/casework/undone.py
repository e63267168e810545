"""What must not be thought done where a session ended before it was sent. ADR 32."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from throughgate.access.policy import visible
from throughgate.accounts import typed
from throughgate.accounts.models import User
from throughgate.casework.selectors.crisis_rules import crisis_rules
from throughgate.people.models import Person

Fields = Sequence[tuple[str, str]]


def register_undone() -> None:
    crisis = "The crisis was not raised, and nobody has been told"
    typed.register_undone("crisis:raise", typed.Undone(crisis, is_grave=True, about=_crisis))
    for page, words in WORDS.items():
        typed.register_undone(page, typed.Undone(words, about=_person))


WORDS = {
    "bookings:book": "Nothing is booked yet",
    "bookings:move": "The booking was not moved",
    "bookings:cancel": "The booking was not cancelled",
    "plan:goal": "The plan does not say this yet",
    "plan:agree": "The plan is not agreed yet",
}


def _crisis(user: User, path: str, fields: Fields) -> str:
    kinds = crisis_rules().kinds
    kind = next((value for name, value in fields if name == "kind" and value in kinds), "")
    parts = (_person(user, path, fields), crisis_rules().title_of(kind) if kind else "")
    return ": ".join(part for part in parts if part)


def _person(user: User, path: str, fields: Fields) -> str:
    """By the reference in the address or in the form; nothing where it is not theirs to see any more."""
    asked = urlsplit(path)
    refs = {*parse_qs(asked.query).get("person", ()), *asked.path.split("/"), *_chosen(fields)} - {""}
    person = visible(user, Person.objects.filter(ref__in=refs)).first()
    return person.name if person else ""


def _chosen(fields: Fields) -> list[str]:
    return [value for name, value in fields if name == "person"]
