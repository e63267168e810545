"""Who takes part in what is booked: whether it is somebody to be kept apart from the person, or a child. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from throughgate.people.models import CircleKind
from throughgate.people.rules.care_of import rings
from throughgate.people.rules.circle import relation_words
from throughgate.people.rules.nearly_named import may_be_named, may_be_told_of
from throughgate.people.rules.part_names import (
    another_words,
    is_named,
    mentions_part,
    named_in,
    named_in_place,
    words_of_data,
)
from throughgate.people.rules.same_words import (
    Match,
    is_same_name,
    may_be_same_name,
    mentions_any,
    mentions_name,
    name_words,
    names_in,
)

if TYPE_CHECKING:
    from throughgate.people.rules.restrictions import Booking, Restriction, Setting, Someone

# “His Mrs” is his wife; “Mrs Foster” is a name.
_THE_MRS = re.compile(r"\b(his|her|their|my|our|your|the)\s+(?:mrs|mr)\b\.?(?!\s+(?-i:[A-Z]))", re.IGNORECASE)
_WIFE = r"\1 missus"
_NUMBER = r"(?:1[0-7]|\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_AGE = re.compile(
    rf"\baged?\s*:?\s*{_NUMBER}\b|\b{_NUMBER}\s*-?\s*(?:(?:years?|yrs?)[\s-]*olds?|y/?o|year[\s-]old)\b"
    r"|\b\d+\s*-?\s*(?:months?|weeks?|days?)[\s-]*old\b",
    re.IGNORECASE,
)
# In a field for names alone: “Mia (4)”, “our Jayden, 9”, “Leo 5yrs”, “the Y6 lot”.
_AGE_OF_A_NAME = re.compile(
    rf"[^\W\d_]\s*(?:,\s*{_NUMBER}\s*(?=$|[,;)])|\(\s*{_NUMBER}\s*\))|\b{_NUMBER}\s*(?:yrs?|yo)\b|\by[1-9]\b",
    re.IGNORECASE,
)
_OWNER = re.compile(r"^\w+['’]s?\s+(?=\w)")  # Jo’s wife
# Lists of data/kept_apart.toml of which one word stands for every other.
SAME_ROLES = ("partners", "mothers", "fathers", "grandmothers", "grandfathers", "sisters", "brothers")
# In running text these say more than who somebody is: a partner agency, a conversation with the partner.
OF_MANY_THINGS = frozenset({"partner", "ex", "da", "pa", "ma"})


def is_there(one: Restriction, booking: Booking, setting: Setting) -> Match:
    """Whether the one whom the restriction is about takes part."""
    if one.member_id is not None and one.member_id in booking.circle_member_ids:
        return Match.YES
    typed = names_in(booking.other_names)
    # Typed so it is them, until a manager says that it is somebody of the same name.
    if any(is_named(name, one.name) for name in typed) or any(
        is_same_name(name, full) for name in (*booking.ours, *typed) for full in (one.name, *one.earlier)
    ):
        return Match.YES
    if any(_may_be_there(one, full, booking, setting) for full in (one.name, *one.earlier)):
        return Match.MAYBE
    if rings((booking.other_names, booking.told, booking.place), one.phone):
        return Match.MAYBE
    if mentions_any(said_in_full(_all_words(booking)), {one.relation, *words_for((one.relation,)) - OF_MANY_THINGS}):
        return Match.MAYBE
    called = words_for(one.called)
    return Match.MAYBE if any(mentions_any(said_in_full(name), called) for name in typed) else Match.NO


def said_in_full(text: str) -> str:
    return _THE_MRS.sub(_WIFE, text)


def _may_be_there(one: Restriction, full: str, booking: Booking, setting: Setting) -> bool:
    typed = names_in(booking.other_names)
    circle = [setting.circle[id].name for id in booking.circle_member_ids if id in setting.circle]
    if any(may_be_same_name(name, full) for name in (*circle, *typed, *booking.ours)) or is_told_of(booking, full):
        return True
    if one.member_id or one.all_children:  # of two in the circle each is known to be another
        known = {id: who for id, who in setting.circle.items() if not _came_later(one, who)}
        typed = without_others(typed, [who.name for who in known.values()])
        circle = [setting.circle[id].name for id in booking.circle_member_ids if id in setting.circle.keys() - known]
    return may_be_named((*typed, *circle, *booking.ours), full) or may_be_told_of(
        (booking.words, booking.told), booking.place, full
    )


def _came_later(one: Restriction, who: Someone) -> bool:
    """Whether they were added after the restriction: whoever recorded it did not tell the two apart."""
    return bool(one.added_at and who.added_at and who.added_at > one.added_at)


def without_others(typed: Iterable[str], others: Collection[str]) -> tuple[str, ...]:
    """Without whoever is typed in full as one of these."""
    return tuple(name for name in typed if not any(is_same_name(name, other) for other in others))


def may_be_meant(typed: Iterable[str], name: str, earlier: Iterable[str], called: Iterable[str]) -> bool:
    """Whether a field for names may mean somebody: by a name of theirs, today’s or earlier, as it may be written, or by
    nothing but what they are to the person. “Rosa Lane (friend)” is Rosa Lane.
    """
    typed, words = tuple(typed), {"".join(name_words(word)) for word in words_for(tuple(called))}
    for full in (name, *earlier):
        if any(is_named(one, full) or may_be_same_name(one, full) for one in typed) or may_be_named(typed, full):
            return True
    said = (_OWNER.sub("", relation_words(said_in_full(one))) for one in typed)
    return any("".join(name_words(relation_words(one))) in words for one in said)


@lru_cache(maxsize=500)
def words_for(called: tuple[str, ...]) -> frozenset[str]:
    """Every word for what somebody is called by: the wife is the missus, and the children’s mum."""
    said = {word for word in called if word}
    data = words_of_data()
    groups = (data[name] for name in SAME_ROLES)
    return frozenset(said).union(*(group for group in groups if any(mentions_any(word, group) for word in said)))


def is_told_of(booking: Booking, name: str) -> bool:
    """Whether the words of a booking speak of somebody of this name."""
    texts = (booking.words, booking.told)
    return (
        any(mentions_name(text, name) for text in (*texts, booking.other_names))
        or any(mentions_part(text, name) for text in texts)
        or any(mentions_part(text, name, of_names=True) for text in names_in(booking.other_names))
        or named_in_place(booking.place, name)
    )


def another_of(one: Restriction, booking: Booking) -> str:
    """How to say that it is somebody else, where nothing but a part of their name tells that it is them."""
    if one.member_id in booking.circle_member_ids or any(is_same_name(name, one.name) for name in booking.ours):
        return ""
    return another_words(names_in(booking.other_names), one.name)


def children_there(one: Restriction, booking: Booking, setting: Setting) -> Match:
    """Of a restriction about any child: every child of the circle, and every word for one."""
    if not one.all_children:
        return is_there(one, booking, setting)
    children = {id: who.name for id, who in setting.circle.items() if who.kind == CircleKind.CHILD}
    if booking.with_child or children.keys() & set(booking.circle_member_ids):
        return Match.YES
    if any(named_in(booking.other_names, name) for name in children.values()):
        return Match.YES
    if any(_may_be_there(one, name, booking, setting) for name in children.values()):
        return Match.MAYBE
    told = f"{_all_words(booking)}, {booking.other_names}"
    has_age = _AGE.search(told) or _AGE_OF_A_NAME.search(booking.other_names)
    return Match.MAYBE if has_age or mentions_any(told, words_of_data()["children"]) else Match.NO


def another_child_of(booking: Booking, setting: Setting) -> str:
    names: Iterable[str] = (who.name for who in setting.circle.values() if who.kind == CircleKind.CHILD)
    return next((words for name in names if (words := another_words(names_in(booking.other_names), name))), "")


def _all_words(booking: Booking) -> str:
    return f"{booking.words}, {booking.place}, {booking.told}"
