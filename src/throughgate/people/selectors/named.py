"""Whom of ours a name may mean, whichever record it was typed in, and however they were called before."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from throughgate.people.models import ContactRestriction, Person
from throughgate.people.rules.care_of import names_in_care
from throughgate.people.rules.nearly_named import may_be_named
from throughgate.people.rules.part_names import is_named, mentions_part, named_in_place
from throughgate.people.rules.restrictions import BETWEEN_PEOPLE, Booking
from throughgate.people.rules.same_words import is_same_name, may_be_same_name, mentions_name, name_words, names_in
from throughgate.people.selectors.names import load_names

NAMES = ("given_name", "family_name", "preferred_name")
AT_ONCE = 100  # words


def named_ours(asked: Sequence[tuple[Person, Booking]]) -> list[tuple[list[Person], list[Person]]]:
    """Of each booking the people of ours of whom something is recorded from whom they must be kept apart: whom a name
    typed for who comes surely means, and whom it may mean, or the other words of it, or whose place it is. Two queries,
    none where nothing is typed.
    """
    typed = [names_in(booking.other_names) for _, booking in asked]
    told = [_told(booking) for _, booking in asked]
    places = [booking.place for _, booking in asked]
    names = {word for some in typed for name in some for word in _words_of(name)}
    words = names | {word for text in (*told, *map(_whose, places)) for word in _words_of(text)}
    if not words:
        return [([], [])] * len(asked)
    kept_apart = ContactRestriction.objects.filter(kind__in=BETWEEN_PEOPLE).values("person")
    capitals = {word for text in (*told, *map(_whose, places)) for word in _capitals(text)}
    before = _once_called(names | capitals, kept_apart)
    rows = _people(Q(search_words__word__in=words) | before, kept_apart)
    found = []
    for (person, _), some, text, place in zip(asked, typed, told, places, strict=True):
        others = [one for one in rows if one.pk != person.pk]
        sure = [one for one in others if any(is_named(name, full) for name in some for full in one.full_names)]
        spoken = [one for one in others if any(_may_mean(full, some, text, place) for full in one.full_names)]
        found.append((sure, [one for one in spoken if one not in sure]))
    return found


def _may_mean(full: str, typed: Sequence[str], text: str, place: str) -> bool:
    if any(may_be_same_name(name, full) for name in typed) or may_be_named(typed, full) or named_in_place(place, full):
        return True
    return bool(text) and (mentions_name(text, full) or mentions_part(text, full))


def _whose(place: str) -> str:
    """A place tells of somebody only where it is somebody's, or where they are named in full: “The Hub” is nobody."""
    words = [word for word in place.split() if word[:1].isupper() and word != "The"]
    if in_care := names_in_care(place):
        return " ".join((*in_care, *words))
    return " ".join(words) if len(words) > 1 or _OWNED.search(place) else ""


def ours_called(names: Collection[str]) -> Mapping[str, list[Person]]:
    """By name, the people of ours who are or were called so in full. Two queries, none where nothing is asked."""
    words = {word for name in names if len(name_words(name)) > 1 for word in name_words(name)}
    if not words:
        return {}
    rows = _people(Q(search_words__word__in=words) | _once_called(words))
    found = {name: [one for one in rows if any(is_same_name(name, full) for full in one.full_names)] for name in names}
    return {name: people for name, people in found.items() if people}


def _people(found: Q, among: QuerySet[Any] | None = None) -> list[Person]:
    """With their names. Two queries."""
    rows = Person.objects.filter(found).select_related("site").order_by("pk").distinct()
    people = list(rows if among is None else rows.filter(pk__in=among))
    load_names(people)
    return people


_OWNED = re.compile(r"['’ʼ`]s\b", re.IGNORECASE)


def _told(booking: Booking) -> str:
    return f"{booking.words}. {booking.told}" if booking.told.strip() else ""


def _words_of(text: str) -> tuple[str, ...]:
    """Also of whose something is: “Patience’s flat” has the word patience."""
    return (*name_words(text), *name_words(_OWNED.sub("", text)))


def _capitals(text: str) -> set[str]:
    return {word for said in text.split() if said[:1].isupper() for word in _words_of(said)}


def _once_called(words: Iterable[str], among: QuerySet[Any] | None = None) -> Q:
    """Of people who ever had one of these words in their name. A few words at a time: a database counts what is joined
    by “or”.
    """
    wanted = sorted(word for word in words if len(word) > 1)
    found = Q(pk__in=())
    for start in range(0, len(wanted), AT_ONCE):
        some = [Q(**{f"{name}__icontains": word}) for word in wanted[start : start + AT_ONCE] for name in NAMES]
        steps: QuerySet[Any] = Person.history.filter(reduce(or_, some))
        found |= Q(pk__in=(steps if among is None else steps.filter(id__in=among)).values("id"))
    return found
