"""Restrictions in plain words: what is not to be done, and on whose say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from throughgate.people.models import ChildLevel, ContactReach, RestrictionKind, RestrictionSource
from throughgate.web.words import day_words, in_passing

if TYPE_CHECKING:
    from throughgate.people.rules.restrictions import Restriction


def headline(one: Restriction) -> str:
    """What it is, in a few words: “No contact with Lee Elm, direct or indirect”."""
    return _HEADLINES[one.kind](one)


def do_not(one: Restriction) -> str:
    """As an instruction to whoever plans something."""
    return _DO_NOT[one.kind](one)


def source_words(one: Restriction) -> str:
    until = f"until {day_words(one.until)}" if one.until else "no last day is set"
    return f"Source: {in_passing(RestrictionSource(one.source).label)}; {until}"


def whom(one: Restriction) -> str:
    return "any child" if one.all_children else one.name or "somebody"


def where(one: Restriction) -> str:
    parts = [part for part in (one.place, one.town) if part]
    parts += [f"postcodes {one.postcode_areas}"] if one.postcode_areas else []
    parts += [f"{one.radius_km:g} km around {one.middle_words}"] if one.middle else []
    return ", ".join(parts)


def hours(one: Restriction) -> str:
    return f"{one.curfew_from:%H:%M} to {one.curfew_to:%H:%M}" if one.curfew_from and one.curfew_to else ""


def _no_contact(one: Restriction) -> str:
    return f"No contact with {whom(one)}, {'direct or indirect' if one.reach == ContactReach.ANY else 'direct'}"


def _child(one: Restriction) -> str:
    words: Mapping[str, str] = {
        ChildLevel.NONE: f"No contact with {whom(one)}",
        ChildLevel.LETTERS: f"Letters and cards only with {whom(one)}",
        ChildLevel.CALLS: f"Letters and calls only with {whom(one)}",
        ChildLevel.SUPERVISED: f"Contact with {whom(one)} only with somebody supervising",
    }
    return words[one.child_level]


def _banned(one: Restriction) -> str:
    return f"{whom(one)} is banned from visiting{f' at {one.site_name}' if one.site_name else ''}"


_HEADLINES: Mapping[str, Callable[[Restriction], str]] = {
    RestrictionKind.NO_CONTACT: _no_contact,
    RestrictionKind.LICENCE_PERSON: _no_contact,
    RestrictionKind.BANNED: _banned,
    RestrictionKind.CHILD_CONTACT: _child,
    RestrictionKind.CLOSED_VISITS: lambda one: "Closed visits",
    RestrictionKind.LICENCE_PLACE: lambda one: f"Not to enter {where(one)}",
    RestrictionKind.LICENCE_WITHIN: lambda one: f"To stay within {where(one)}",
    RestrictionKind.CURFEW: lambda one: f"Curfew, {hours(one)}",
}


def _keep_apart(one: Restriction) -> str:
    also = ", and pass nothing on between them" if one.reach == ContactReach.ANY else ""
    return f"Do not bring them together with {whom(one)}{also}."


def _do_not_child(one: Restriction) -> str:
    words: Mapping[str, str] = {
        ChildLevel.NONE: f"Do not bring them together with {whom(one)}, and arrange no call or letter.",
        ChildLevel.LETTERS: f"Do not arrange a meeting or a call with {whom(one)}. Letters and cards are allowed.",
        ChildLevel.CALLS: f"Do not arrange a meeting with {whom(one)}. Letters and calls are allowed.",
        ChildLevel.SUPERVISED: f"Do not arrange anything with {whom(one)} unless somebody supervises it.",
    }
    return words[one.child_level]


_DO_NOT: Mapping[str, Callable[[Restriction], str]] = {
    RestrictionKind.NO_CONTACT: _keep_apart,
    RestrictionKind.LICENCE_PERSON: _keep_apart,
    RestrictionKind.BANNED: lambda one: (
        f"Do not book {whom(one)} for anything {f'at {one.site_name}' if one.site_name else 'inside a prison'}."
    ),
    RestrictionKind.CHILD_CONTACT: _do_not_child,
    RestrictionKind.CLOSED_VISITS: lambda one: "Do not plan to sit in one room with visitors: visits are closed.",
    RestrictionKind.LICENCE_PLACE: lambda one: f"Do not plan anything in {where(one)}.",
    RestrictionKind.LICENCE_WITHIN: lambda one: f"Do not plan anything outside {where(one)}.",
    RestrictionKind.CURFEW: lambda one: f"Do not plan anything away from home from {hours(one)}.",
}
