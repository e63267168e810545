"""What may not be booked, and why: every room that books asks these rules, through `services.restrictions`.

Pure. A bar refuses. A warning says that something may be barred, which has to be looked at and answered by a person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from throughgate.common.ground import Point, kilometres
from throughgate.people.models import ChildLevel, CircleKind, ContactReach, RestrictionKind
from throughgate.people.rules.restriction_words import headline, hours, source_words, where, whom
from throughgate.people.rules.same_words import (
    Match,
    is_home,
    is_same_name,
    may_be_same_name,
    may_be_same_place,
    mentions_name,
    mentions_words,
    name_words,
    names_in,
)

FACE, WRITING = "face", "writing"
# Kinds of entry that bring family along, named or not.
FAMILY_KINDS = frozenset({"family-meeting", "family-workshop", "couple-session", "partner-conversation"})
WITH_CHILDREN = frozenset({"family-meeting", "family-workshop"})
AT_THE_GATE = "gate-meeting"  # whoever is let out inside a zone can only leave it
AFTER_THE_GATE = "day-"  # so begin kinds that are gone to once they are out: nobody visits them there
LEAST_REASON = 10  # letters of an override's reason
USUAL_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Restriction:
    """One restriction as the rules see it. `until` is the last day on which it holds; `name` is whom it is about, who
    to the person is their `relation`; `called` is all that a form calls them beside their name.
    """

    id: int
    kind: str
    source: str
    from_on: date
    until: date | None = None
    member_id: int | None = None
    name: str = ""
    relation: str = ""
    called: tuple[str, ...] = ()
    reach: str = ""
    child_level: str = ""
    all_children: bool = False
    site_id: int | None = None
    site_name: str = ""
    place: str = ""
    town: str = ""
    postcode_areas: str = ""
    middle: Point | None = None
    middle_words: str = ""
    radius_km: float = 0
    curfew_from: time | None = None
    curfew_to: time | None = None

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Booking:
    """What somebody wants to book. `medium` is face, phone, video or writing; `other_names` as typed, for those who are
    not in the circle; `ours` are names of others whom we work with, who are there too. Without the person
    (`with_person`), only what is passed on between them counts.
    """

    kind: str
    on: date
    at: time | None = None
    minutes: int | None = None
    medium: str = FACE
    circle_member_ids: tuple[int, ...] = ()
    other_names: str = ""
    ours: tuple[str, ...] = ()
    place: str = ""
    point: Point | None = None  # where the place is, if its postcode tells
    site_id: int | None = None
    words: str = ""  # how it is called where it is listed
    told: str = ""  # what else was written of it, in which somebody may be named
    ref: str = ""
    with_person: bool = True


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody of the circle."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known around a booking: its people of the circle by id; whether the person is inside on that day (None
    where nothing is recorded), and where.
    """

    circle: Mapping[int, Someone] = field(default_factory=dict)
    inside: bool | None = None
    prison_id: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that stands against a booking. `refuses`, or is to be answered."""

    restriction: Restriction
    refuses: bool
    because: str

    @property
    def reason(self) -> str:
        return f"{self.because} {source_words(self.restriction)}."


@dataclass(frozen=True, slots=True)
class _Case:
    one: Restriction
    booking: Booking
    setting: Setting

    @property
    def in_person(self) -> bool:
        return self.booking.medium == FACE and self.booking.with_person

    @property
    def has_others(self) -> bool:
        return bool(self.booking.circle_member_ids or names_in(self.booking.other_names))

    @property
    def is_unnamed_family(self) -> bool:
        return self.booking.kind in FAMILY_KINDS and not self.has_others

    def bar(self, because: str) -> Bar:
        return Bar(self.one, True, because)

    def warn(self, because: str) -> Bar:
        return Bar(self.one, False, because)


def bars(restrictions: Iterable[Restriction], booking: Booking, setting: Setting) -> tuple[Bar, ...]:
    """What stands against the booking on its day, what refuses first; one for each restriction."""
    found = [
        bar
        for one in restrictions
        if one.holds_on(booking.on) and (bar := _RULES[one.kind](_Case(one, booking, setting)))
    ]
    return tuple(sorted(found, key=lambda bar: (not bar.refuses, bar.restriction.id)))


def _keep_apart(case: _Case) -> Bar | None:
    one, met = case.one, _is_there(case)
    if not case.booking.with_person:
        if one.reach == ContactReach.ANY and met is not Match.NO:
            return case.warn(f"{headline(one)}. Nothing may be passed on between them.")
        return None
    if met is Match.YES:
        return case.bar(f"{headline(one)}.")
    if met is Match.MAYBE:
        return case.warn(f"{headline(one)}. Somebody named here may be {whom(one)}: make sure that they are not.")
    return _unnamed(case)


def _banned(case: _Case) -> Bar | None:
    one = case.one
    if not case.in_person or case.setting.inside is False or not _is_their_prison(case):
        return None
    met = _is_there(case)
    if met is Match.YES and case.setting.inside:
        return case.bar(f"{headline(one)}.")
    if met is not Match.NO:
        return case.warn(f"{headline(one)}. Make sure that this is not inside, or not with them.")
    return _unnamed(case)


def _child(case: _Case) -> Bar | None:
    one, booking = case.one, case.booking
    if not booking.with_person:
        return None
    met = _children_there(case)
    if met is Match.NO:
        comes = booking.medium == FACE and booking.kind in WITH_CHILDREN
        return case.warn(f"{headline(one)}. Make sure that {whom(one)} does not come along.") if comes else None
    if one.child_level == ChildLevel.SUPERVISED:
        return case.warn(f"{headline(one)}. Say who supervises.")
    if _allowed_with_child(one, booking.medium):
        return None
    if met is Match.YES:
        return case.bar(f"{headline(one)}.")
    return case.warn(f"{headline(one)}. A child may be meant here: make sure that none is there.")


def _closed(case: _Case) -> Bar | None:
    if not case.in_person or case.setting.inside is False or case.booking.kind.startswith(AFTER_THE_GATE):
        return None
    if case.has_others or case.booking.kind in FAMILY_KINDS:
        words = "Visits are closed: nobody from outside can sit in the same room with them."
        return case.bar(words) if case.setting.inside else case.warn(words)
    if case.booking.kind == "visit":
        return case.warn("Visits are closed. Ask the prison how this visit can take place.")
    return None


def _place(case: _Case) -> Bar | None:
    one, booking = case.one, case.booking
    if not case.in_person or case.setting.inside:
        return None
    if not booking.place.strip():
        return case.warn(f"{headline(one)}. Say where you will meet.")
    found = _lies_in(one, booking)
    if found is Match.YES:
        return case.bar(f"{headline(one)}, and this is there.")
    if found is Match.MAYBE:
        return case.warn(f"{headline(one)}. “{booking.place}” may lie in {where(one)}: make sure that it does not.")
    return None


def _within(case: _Case) -> Bar | None:
    one, booking = case.one, case.booking
    if not case.in_person or case.setting.inside or is_home(booking.place) or booking.kind == AT_THE_GATE:
        return None
    if not booking.place.strip():
        return case.warn(f"{headline(one)}. Say where you will meet.")
    if one.middle and booking.point:
        is_out = kilometres(one.middle, booking.point) > one.radius_km
        return case.bar(f"{headline(one)}, and this is outside it.") if is_out else None
    if _same_place(one, booking) is not Match.YES:
        return case.warn(f"{headline(one)}. Make sure that “{booking.place}” lies within it.")
    return None


def _lies_in(one: Restriction, booking: Booking) -> Match:
    """By the words, and by the circle. A spot that nobody knows may lie in a circle that has no words."""
    said = _same_place(one, booking)
    if one.middle is None or said is Match.YES:
        return said
    if booking.point:
        return Match.YES if kilometres(one.middle, booking.point) <= one.radius_km else Match.NO
    has_words = one.place or one.town or one.postcode_areas or booking.kind == AT_THE_GATE
    return said if has_words else Match.MAYBE


def _same_place(one: Restriction, booking: Booking) -> Match:
    return may_be_same_place(booking.place, place=one.place, town=one.town, postcode_areas=one.postcode_areas)


def _curfew(case: _Case) -> Bar | None:
    one, booking = case.one, case.booking
    if not case.in_person or case.setting.inside or booking.at is None or is_home(booking.place):
        return None
    if not _within_hours(one, booking.at, booking.minutes or USUAL_MINUTES):
        return None
    if booking.place.strip():
        return case.bar(f"They have to be at home from {hours(one)}.")
    return case.warn(f"They have to be at home from {hours(one)}. Say where you will meet.")


_RULES: Mapping[str, Callable[[_Case], Bar | None]] = {
    RestrictionKind.NO_CONTACT: _keep_apart,
    RestrictionKind.LICENCE_PERSON: _keep_apart,
    RestrictionKind.BANNED: _banned,
    RestrictionKind.CHILD_CONTACT: _child,
    RestrictionKind.CLOSED_VISITS: _closed,
    RestrictionKind.LICENCE_PLACE: _place,
    RestrictionKind.LICENCE_WITHIN: _within,
    RestrictionKind.CURFEW: _curfew,
}


def _is_there(case: _Case) -> Match:
    """Whether the one whom the restriction is about takes part."""
    one, booking = case.one, case.booking
    if one.member_id is not None and one.member_id in booking.circle_member_ids:
        return Match.YES
    typed = names_in(booking.other_names)
    # Typed out in full it is them, until a manager says that it is somebody of the same name.
    if any(is_same_name(name, one.name) for name in (*typed, *booking.ours)):
        return Match.YES
    circle = [case.setting.circle[id].name for id in booking.circle_member_ids if id in case.setting.circle]
    if any(may_be_same_name(name, one.name) for name in (*circle, *typed, *booking.ours)):
        return Match.MAYBE
    told = f"{booking.words}, {booking.place}, {booking.told}"
    if mentions_name(told, one.name) or mentions_words(told, one.relation):
        return Match.MAYBE
    called = any(mentions_words(name, word) for name in typed for word in one.called)
    return Match.MAYBE if called else Match.NO


def _children_there(case: _Case) -> Match:
    one, booking, circle = case.one, case.booking, case.setting.circle
    if not one.all_children:
        return _is_there(case)
    if any(circle[id].kind == CircleKind.CHILD for id in booking.circle_member_ids if id in circle):
        return Match.YES
    told = name_words(f"{booking.other_names} {booking.words} {booking.told}")
    return Match.MAYBE if any(word in told for word in CHILD_WORDS) else Match.NO


CHILD_WORDS = (
    "child",
    "children",
    "kid",
    "kids",
    "baby",
    "son",
    "daughter",
    "grandson",
    "granddaughter",
    "grandchildren",
)


def _unnamed(case: _Case) -> Bar | None:
    if case.is_unnamed_family:
        return case.warn(
            f"{headline(case.one)}. Nobody is named here: make sure that {whom(case.one)} is not part of it."
        )
    return None


def _is_their_prison(case: _Case) -> bool:
    """A ban by one prison says nothing about another."""
    there = case.booking.site_id or case.setting.prison_id
    return case.one.site_id is None or there is None or there == case.one.site_id


def _allowed_with_child(one: Restriction, medium: str) -> bool:
    if one.child_level == ChildLevel.LETTERS:
        return medium == WRITING
    return one.child_level == ChildLevel.CALLS and medium != FACE


def _within_hours(one: Restriction, at: time, minutes: int) -> bool:
    """Whether any minute of it lies in the hours of the curfew, which may go over midnight; the last is free again."""
    if one.curfew_from is None or one.curfew_to is None:
        return False
    first, last = _minute(one.curfew_from), _minute(one.curfew_to)
    begins, ends = _minute(at), _minute(at) + minutes
    spans = [(first, last)] if first < last else [(0, last), (first, 24 * 60 + last)]
    return any(begins < end and start < ends for start, end in spans)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
