"""What restrictions say to one reader, and what stands against what somebody wants to book.

They bind whether or not the reader may read them: one that is closed to the reader still bars, and is not described.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.db.models import Prefetch, QuerySet

from throughgate.access.policy import Action, Sensitivity, can, visible
from throughgate.accounts.models import User
from throughgate.common.ground import Point
from throughgate.common.postcodes import point_of_postcode, postcode_in
from throughgate.people.models import (
    CircleMember,
    ContactRestriction,
    CustodyDate,
    CustodyMove,
    Person,
    RestrictionKind,
    RestrictionOverride,
    RestrictionReason,
)
from throughgate.people.rules.beside import Spot
from throughgate.people.rules.circle import called, relation_words
from throughgate.people.rules.custody import Place, shown_release_date, where_is
from throughgate.people.rules.restriction_words import do_not, headline, source_words
from throughgate.people.rules.restrictions import (
    BETWEEN_PEOPLE,
    Bar,
    Booking,
    Restriction,
    Setting,
    Someone,
    bars,
    names_somebody,
)
from throughgate.people.selectors.homes import Home, homes_of
from throughgate.people.selectors.named import ours_called
from throughgate.people.selectors.names import called_since, member_names, with_name_since
from throughgate.sites.models import Site

R = TypeVar("R", ContactRestriction, CircleMember, CustodyMove, CustodyDate)
_STAFF = ("added_by", "ended_by", "reviewed_by")
# Of these it does not matter whether somebody is inside.
ANYWHERE = (RestrictionKind.NO_CONTACT, RestrictionKind.LICENCE_PERSON, RestrictionKind.CHILD_CONTACT)
FROM_HOME = (RestrictionKind.CURFEW, RestrictionKind.LICENCE_WITHIN)  # do not bind at home
CLOSED_TO_READER = "Something that you may not read stands against this. Ask their worker or a manager."


@dataclass(frozen=True)
class Standing:
    """A restriction as a page shows it. `why` is empty for those who may not read it."""

    row: ContactRestriction
    rule: Restriction
    why: str
    today: date

    @property
    def headline(self) -> str:
        return headline(self.rule)

    @property
    def do_not(self) -> str:
        return do_not(self.rule)

    @property
    def source(self) -> str:
        return source_words(self.rule)

    @property
    def is_now(self) -> bool:
        return self.rule.holds_on(self.today)

    @property
    def is_past(self) -> bool:
        return self.rule.until is not None and self.rule.until < self.today

    @property
    def is_review_due(self) -> bool:
        return self.row.review_on is not None and self.row.review_on <= self.today


@dataclass(frozen=True)
class Finding:
    """What stands against a booking, as one reader may know it. `may_answer`: their named reason would be taken."""

    restriction_id: int
    refuses: bool
    reason: str
    is_closed: bool
    may_answer: bool
    level: str


def restrictions_of(user: User, person: Person, today: date) -> list[Standing]:
    """Those that hold today or will, what holds now first. Two queries."""
    return standing_in(binding_of(user, person), user, today)


@dataclass(frozen=True)
class DoNot:
    """What is not to be done with one person, for the top of the page on which something is planned of them."""

    person: Person
    standing: Sequence[Standing]


def do_not_of(user: User, people: Iterable[Person], today: date) -> list[DoNot]:
    """Of those for whom there is anything that holds or will and that this reader may read. One query."""
    by_pk = {person.pk: person for person in people}
    rows = _by_person(all_restrictions().filter(person__in=by_pk)) if by_pk else {}
    found = ((person, standing_in(rows.get(pk, ()), user, today)) for pk, person in by_pk.items())
    return [DoNot(person, standing) for person, standing in found if standing]


def restrictions_by_condition(user: User, person: Person, today: date) -> list[Standing]:
    """Of those that a licence condition set what this reader may read and what is not past. One query."""
    return standing_in(visible(user, all_restrictions().filter(person=person, condition__isnull=False)), user, today)


def past_restrictions_of(user: User, person: Person, today: date) -> list[Standing]:
    found = [one for one in _standing(binding_of(user, person), user, today) if one.is_past]
    return sorted(found, key=lambda one: one.rule.until or today, reverse=True)


def binding_of(user: User, person: Person) -> list[ContactRestriction]:
    """All that bind, those included that this reader may not read; the reasons are only those that they may."""
    reasons = visible(user, RestrictionReason.objects.all())
    rows = all_restrictions().filter(person=person).select_related("person__site", "member", "site", *_STAFF)
    return list(rows.prefetch_related(Prefetch("why", reasons, to_attr="read_why")))


def standing_in(rows: Iterable[ContactRestriction], user: User, today: date) -> list[Standing]:
    """Of what binds: what this reader may read and what is not past, what holds now first."""
    found = [one for one in _standing(rows, user, today) if not one.is_past]
    return sorted(found, key=lambda one: (not one.is_now, one.row.pk))


def reads_every_restriction(user: User, person: Person) -> bool:
    """Whether nothing can stand against a booking that this reader may not read. No query."""
    return can(user, Action.VIEW, ContactRestriction(person=person, sensitivity=Sensitivity.SENSITIVE))


def overrides_of(user: User, person: Person) -> QuerySet[RestrictionOverride]:
    """What was booked in spite of a restriction, newest first."""
    rows = RestrictionOverride.objects.filter(restriction__person=person)
    return visible(user, rows).select_related("by", "restriction__member", "restriction__site")


def overrides_by_booking(user: User, refs: Iterable[str]) -> Mapping[str, list[RestrictionOverride]]:
    """The overrides of these bookings, to stand beside them. One query."""
    found: dict[str, list[RestrictionOverride]] = defaultdict(list)
    for row in visible(user, RestrictionOverride.objects.filter(booked_ref__in=list(refs))).select_related("by"):
        found[row.booked_ref].append(row)
    return found


def findings_for(user: User, asked: Sequence[tuple[Person, Booking]]) -> list[tuple[Finding, ...]]:
    """What stands against each booking, in the order given. One query where nobody is restricted, else five, one
    more for the names that those of the circle had before, two for those of people of ours where somebody may be named,
    and those of where they live where that matters; however many bookings and people.
    """
    named = {person.pk: person for person, _ in asked}
    rows = list(ContactRestriction.objects.filter(person__in=named).order_by())
    if not rows:
        return [()] * len(asked)
    people = {row.person_id for row in rows}
    members = with_name_since(CircleMember.objects.filter(person__in=people)).in_bulk()
    placed = {row.person_id for row in rows if row.kind not in ANYWHERE}
    moves = _by_person(CustodyMove.objects.filter(person__in=placed)) if placed else {}
    dates = _by_person(CustodyDate.objects.filter(person__in=placed, superseded_at__isnull=True)) if placed else {}
    meant = {booking.site_id for _, booking in asked} | {row.site_id for row in rows}
    sites = Site.objects.in_bulk(meant - {None})
    for row in rows:  # what was read already is not joined to each
        row.person = named[row.person_id]
        row.member = members[row.member_id] if row.member_id else None
        row.site = sites[row.site_id] if row.site_id else None
    standing, circle = _by_person(rows), _by_person(members.values())
    names = member_names({row.member_id for row in rows if row.member_id})
    ours = ours_called(
        {name for person, booking in asked if names_somebody(booking) for name in _names(standing[person.pk])}
    )
    homes = homes_of({row.person_id for row in rows if row.kind in FROM_HOME})
    answers = []
    for person, booking in asked:
        theirs = {row.pk: row for row in standing[person.pk]}
        site = sites.get(booking.site_id) if booking.site_id else None
        setting = _setting(booking, circle[person.pk], moves.get(person.pk, ()), dates.get(person.pk, ()), site)
        setting = replace(setting, homes=_homes_on(homes, person, booking.on))
        rules = [as_rule(row, names) for row in theirs.values()]
        there = _at_spot(_at_site(booking, site), rules)
        found = [_finding(user, theirs[bar.restriction.id], bar) for bar in bars(rules, there, setting)]
        if ours and names_somebody(booking):
            others = {one for name in _names(theirs.values()) for one in ours.get(name, ()) if one.pk != person.pk}
            renamed = [_once_called(rule, ours, person) for rule in rules]
            also = [_finding(user, theirs[bar.restriction.id], bar) for bar in bars(renamed, there, setting)]
            found = _with_renamed(found, also, may_know=all(can(user, Action.VIEW, one) for one in others))
        answers.append(tuple(found))
    return answers


def _names(rows: Iterable[ContactRestriction]) -> set[str]:
    """Of those whom they must be kept apart from."""
    found = {row.member.name if row.member else row.other_name for row in rows if row.kind in BETWEEN_PEOPLE}
    return found - {""}


def _once_called(rule: Restriction, ours: Mapping[str, Sequence[Person]], person: Person) -> Restriction:
    """With every name of the people of ours who are called as the one whom it is about."""
    names = [full for one in ours.get(rule.name, ()) if one.pk != person.pk for full in one.full_names]
    return replace(rule, earlier=tuple(dict.fromkeys([*rule.earlier, *names])))


def _with_renamed(found: Iterable[Finding], also: Iterable[Finding], *, may_know: bool) -> list[Finding]:
    """What stands only by another name of somebody of ours does not tell of it to who may not know of them."""
    before = {(one.restriction_id, one.refuses) for one in found}
    return [
        one
        if may_know or (one.restriction_id, one.refuses) in before
        else replace(one, reason=CLOSED_TO_READER, is_closed=True, may_answer=one.may_answer and one.refuses)
        for one in also
    ]


def all_restrictions() -> QuerySet[ContactRestriction]:
    return ContactRestriction.objects.select_related("person__site", "member", "site")


def as_rule(row: ContactRestriction, names: Mapping[int, tuple[str, ...]] | None = None) -> Restriction:
    """`names` are all that those of the circle ever had, where it is asked who is there."""
    last_days = [day for day in (row.to_on, row.ended_on) if day]
    return Restriction(
        id=row.pk,
        kind=row.kind,
        source=row.source,
        from_on=row.from_on,
        until=min(last_days) if last_days else None,
        member_id=row.member_id,
        name=row.member.name if row.member else row.other_name,
        earlier=_earlier(row.member, names or {}) if row.member else (),
        relation=relation_words(row.member.relation) if row.member else "",
        called=called(row.member.kind, row.member.relation) if row.member else (),
        reach=row.reach,
        child_level=row.child_level,
        all_children=row.all_children,
        site_id=row.site_id,
        site_name=row.site.name if row.site else "",
        place=row.place,
        town=row.town,
        postcode_areas=row.postcode_areas,
        middle=_middle(row),
        middle_words=row.middle,
        radius_km=row.radius_km or 0,
        curfew_from=row.curfew_from,
        curfew_to=row.curfew_to,
        added_at=row.added_at,
        phone=row.member.phone if row.member else "",
    )


def _earlier(member: CircleMember, names: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for name in names.get(member.pk, ()) if name != member.name)


def _middle(row: ContactRestriction) -> Point | None:
    if row.latitude is None or row.longitude is None:
        return None
    return row.latitude, row.longitude


def _standing(rows: Iterable[ContactRestriction], user: User, today: date) -> list[Standing]:
    return [Standing(row, as_rule(row), _why(row), today) for row in rows if can(user, Action.VIEW, row)]


def _why(row: ContactRestriction) -> str:
    reason: RestrictionReason | None = getattr(row, "read_why", None)
    return reason.text if reason else ""


def _finding(user: User, row: ContactRestriction, bar: Bar) -> Finding:
    seen = can(user, Action.VIEW, row)
    return Finding(
        restriction_id=row.pk,
        refuses=bar.refuses,
        reason=bar.reason if seen else CLOSED_TO_READER,
        is_closed=not seen,
        may_answer=can(user, Action.OVERRIDE, row) if bar.refuses else seen,
        level=row.sensitivity,
    )


def _setting(
    booking: Booking,
    circle: Iterable[CircleMember],
    moves: Sequence[CustodyMove],
    dates: Iterable[CustodyDate],
    site: Site | None,
) -> Setting:
    """Somebody inside whose release is expected by that day may be in or out: that is not known."""
    found = where_is(moves, booking.on)
    release = shown_release_date(dates)
    inside = {Place.CUSTODY: True, Place.COMMUNITY: False}.get(found.place)
    if inside and release and release.on and release.on <= booking.on:
        inside = None
    if site and site.is_prison:
        inside = True
    members = {member.pk: Someone(member.name, member.kind, called_since(member)) for member in circle}
    return Setting(members, inside, found.site_id)


def _homes_on(homes: Iterable[Home], person: Person, day: date) -> tuple[Spot, ...]:
    return tuple(one.spot for one in homes if one.person_id == person.pk and one.is_theirs_on(day))


def _at_site(booking: Booking, site: Site | None) -> Booking:
    """A place of ours in the community is somewhere too: its town and postcode count."""
    if site is None or site.is_prison:
        return booking
    parts = [booking.place, site.name, site.town, site.postcode]
    return replace(booking, place=", ".join(part for part in parts if part))


def _at_spot(booking: Booking, rules: Iterable[Restriction]) -> Booking:
    """Where it is, by the postcode in its words; looked up only where a zone asks for it."""
    if booking.point or not any(one.middle for one in rules):
        return booking
    typed = postcode_in(booking.place)
    return replace(booking, point=point_of_postcode(typed)) if typed else booking


def _by_person(rows: Iterable[R]) -> dict[int, list[R]]:
    found: dict[int, list[R]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found
