"""What may not be booked, and why: every room that books asks these rules, through `services.restrictions`.

Pure. A bar refuses. A warning says that something may be barred, which has to be looked at and answered by a person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from throughgate.common.ground import Point, kilometres
from throughgate.people.models import ChildLevel, ContactReach, RestrictionKind
from throughgate.people.rules.beside import Spot, spot_match
from throughgate.people.rules.care_of import names_in_care
from throughgate.people.rules.company import another_child_of, another_of, children_there, is_there
from throughgate.people.rules.restriction_words import headline, hours, source_words, where, whom
from throughgate.people.rules.same_words import Match, is_home, may_be_same_place, names_in

FACE, WRITING = "face", "writing"
UNSAID = ""  # only words are known of it, which say what is to be done
# Kinds of entry that bring family along, named or not.
FAMILY_KINDS = frozenset({"family-meeting", "family-workshop", "couple-session", "partner-conversation"})
WITH_CHILDREN = frozenset({"family-meeting", "family-workshop"})
AT_THE_GATE = "gate-meeting"  # whoever is let out inside a zone can only leave it
LIVES_THERE = "home"  # where they live, or are to: it is what a curfew means by home
AFTER_THE_GATE = "day-"  # so begin kinds that are gone to once they are out: nobody visits them there
# What stands between two people whom we both work with, whichever of them it was recorded of.
BETWEEN_PEOPLE = (
    RestrictionKind.NO_CONTACT,
    RestrictionKind.LICENCE_PERSON,
    RestrictionKind.BANNED,
    RestrictionKind.CHILD_CONTACT,
)
LEAST_REASON = 10  # letters of an override's reason
USUAL_MINUTES = 60
DAY = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Restriction:
    """One restriction as the rules see it. `until` is the last day on which it holds; `name` is whom it is about, who
    to the person is their `relation`; `earlier` are names that they had before, `called` is all that a form calls them
    beside their name.
    """

    id: int
    kind: str
    source: str
    from_on: date
    until: date | None = None
    member_id: int | None = None
    name: str = ""
    earlier: tuple[str, ...] = ()
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
    added_at: datetime | None = None
    phone: str = ""  # of whom it is about, if they are in the circle

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Booking:
    """What somebody wants to book. `medium` is face, phone, video or writing; `other_names` as typed, for those who are
    not in the circle; `ours` are names of others whom we work with and of theirs who are there too, `with_child` that
    one of these is a child. Without the person (`with_person`), only what is passed on between them counts.
    """

    kind: str
    on: date
    at: time | None = None
    minutes: int | None = None
    open_between: tuple[time, time] | None = None  # without an hour, between which it can only be
    medium: str = FACE
    circle_member_ids: tuple[int, ...] = ()
    other_names: str = ""
    ours: tuple[str, ...] = ()
    with_child: bool = False
    place: str = ""
    point: Point | None = None  # where the place is, if its postcode tells
    site_id: int | None = None
    words: str = ""  # how it is called where it is listed
    told: str = ""  # what else was written of it, in which somebody may be named
    until: date | None = None  # the last day on which it may be, where that is none alone
    ref: str = ""
    with_person: bool = True


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody of the circle."""

    name: str
    kind: str
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known around a booking: its people of the circle by id; whether the person is inside on that day (None
    where nothing is recorded), and where; where they live then, if somebody wrote that down.
    """

    circle: Mapping[int, Someone] = field(default_factory=dict)
    inside: bool | None = None
    prison_id: int | None = None
    homes: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that stands against a booking. `refuses`, or is to be answered. `mend`: how to say it is not so."""

    restriction: Restriction
    refuses: bool
    because: str
    mend: str = ""

    @property
    def reason(self) -> str:
        return f"{self.because} {source_words(self.restriction)}.{self.mend}"


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

    def bar(self, because: str, mend: str = "") -> Bar:
        return Bar(self.one, True, because, mend)

    def warn(self, because: str) -> Bar:
        return Bar(self.one, False, because)


def bars(restrictions: Iterable[Restriction], booking: Booking, setting: Setting) -> tuple[Bar, ...]:
    """What stands against the booking on its day, what refuses first; one for each restriction."""
    found = [
        bar
        for one in restrictions
        if _holds_then(one, booking) and (bar := _RULES[one.kind](_Case(one, booking, setting)))
    ]
    return tuple(sorted(found, key=lambda bar: (not bar.refuses, bar.restriction.id)))


def _holds_then(one: Restriction, booking: Booking) -> bool:
    last = max(booking.until or booking.on, _ends_on(booking))
    return one.from_on <= last and (one.until is None or booking.on <= one.until)


def _ends_on(booking: Booking) -> date:
    """The next day of what goes on past midnight."""
    if booking.at is None:
        return booking.on
    return (datetime.combine(booking.on, booking.at) + timedelta(minutes=booking.minutes or 0)).date()


def names_somebody(booking: Booking) -> bool:
    """Whether somebody may be named in what was typed: also by whose place it is."""
    owned = "’s" in booking.place or "'s" in booking.place or names_in_care(booking.place)
    return bool(booking.other_names.strip() or booking.told.strip() or owned)


def _keep_apart(case: _Case) -> Bar | None:
    one, met = case.one, is_there(case.one, case.booking, case.setting)
    if not case.booking.with_person:
        if one.reach == ContactReach.ANY and met is not Match.NO:
            return case.warn(f"{headline(one)}. Nothing may be passed on between them.")
        return None
    if met is Match.YES:
        return case.bar(f"{headline(one)}.", another_of(one, case.booking))
    if met is Match.MAYBE and case.booking.medium == UNSAID:
        return case.warn(f"{headline(one)}. What is to be done may mean {whom(one)}: make sure that it does not.")
    if met is Match.MAYBE:
        return case.warn(f"{headline(one)}. Somebody named here may be {whom(one)}: make sure that they are not.")
    return _unnamed(case)


def _banned(case: _Case) -> Bar | None:
    one = case.one
    if not case.in_person or case.setting.inside is False or not _is_their_prison(case):
        return None
    met = is_there(one, case.booking, case.setting)
    if met is Match.YES and case.setting.inside:
        return case.bar(f"{headline(one)}.", another_of(one, case.booking))
    if met is not Match.NO:
        return case.warn(f"{headline(one)}. Make sure that this is not inside, or not with them.")
    return _unnamed(case)


def _child(case: _Case) -> Bar | None:
    one, booking = case.one, case.booking
    if not booking.with_person:
        return None
    met = children_there(one, booking, case.setting)
    if met is Match.NO:
        comes = booking.medium == FACE and booking.kind in WITH_CHILDREN
        return case.warn(f"{headline(one)}. Make sure that {whom(one)} does not come along.") if comes else None
    if one.child_level == ChildLevel.SUPERVISED:
        return case.warn(f"{headline(one)}. Say who supervises.")
    if _allowed_with_child(one, booking.medium):
        return None
    if met is Match.YES:
        another = another_child_of(booking, case.setting) if one.all_children else another_of(one, booking)
        return case.bar(f"{headline(one)}.", another)
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
    if booking.medium == UNSAID:
        words = f"{headline(one)}. What is to be done may lie in {where(one)}: make sure that it does not."
        return case.warn(words) if _same_place(one, replace(booking, place=booking.told)) is not Match.NO else None
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
    if not case.in_person or case.setting.inside or booking.kind == AT_THE_GATE:
        return None
    if _at_home(case) is Match.YES:
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
    if not case.in_person or case.setting.inside or booking.kind == LIVES_THERE:
        return None
    home = _at_home(case)
    if home is Match.YES or not _may_be_within_hours(one, booking):
        return None
    at_home = f"They have to be at home from {hours(one)}."
    if booking.at is None:
        return case.warn(f"{at_home} Say at what hour this is.")
    if not booking.place.strip():
        return case.warn(f"{at_home} Say where you will meet.")
    if home is Match.MAYBE:
        return case.warn(f"{at_home} Make sure that “{booking.place}” is their home.")
    return case.bar(at_home)


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
    return one.child_level == ChildLevel.CALLS and medium not in (FACE, UNSAID)


def _at_home(case: _Case) -> Match:
    """By what it is called, or by where they live."""
    spot, said = Spot(case.booking.place), is_home(case.booking.place)
    return max([said, *(spot_match(spot, home) for home in case.setting.homes)])


def _may_be_within_hours(one: Restriction, booking: Booking) -> bool:
    """Without an hour it may be at any at which that place is open; a gate is opened in the day."""
    if booking.at:
        return _within_hours(one, booking.at, booking.minutes or USUAL_MINUTES)
    if booking.open_between:
        opens, closes = booking.open_between
        return _within_hours(one, opens, _minute(closes) - _minute(opens))
    return booking.kind != AT_THE_GATE


def _within_hours(one: Restriction, at: time, minutes: int) -> bool:
    """Whether any minute of it lies in the hours of the curfew, which may go over midnight; the last is free again."""
    if one.curfew_from is None or one.curfew_to is None:
        return False
    first, last = _minute(one.curfew_from), _minute(one.curfew_to)
    begins, ends = span_of(at, minutes)
    if last <= first:
        last += DAY
    spans = [(first + day, last + day) for day in (-DAY, 0, DAY)]  # what begins late may go on into tomorrow’s hours
    return any(begins < end and start < ends for start, end in spans)


def span_of(at: time, minutes: int | None) -> tuple[int, int]:
    """From which minute of the day to which."""
    return _minute(at), _minute(at) + (minutes or USUAL_MINUTES)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
