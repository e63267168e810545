"""What stands between people whom we work with who would be in one place, whichever record holds it.

A reader who may not see the other record is told that somebody is there, and whom to ring.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.people.models import CircleKind, CircleMember, Person
from throughgate.people.rules.restrictions import Booking
from throughgate.people.selectors.named import named_ours
from throughgate.people.selectors.names import load_names
from throughgate.people.selectors.restrictions import Finding, findings_for

BOOKED_THERE = (
    "Somebody who is already booked there must be kept apart from them. Choose another time or place, or ring the "
    "manager."
)
PERHAPS_THERE = (
    "Somebody who may be in the same place then must be kept apart from them. Choose another time or place, or ring "
    "the manager."
)
ONE_PLACE = "Two places may be one here: make sure that they do not meet."
TOLD_HERE = "They are named here: make sure that the two do not meet, and that nothing is passed on."
NAMED_HERE = "Somebody who is named here must be kept apart from them. Ring the manager before you go on."
WAS_THERE = "Somebody who was there must be kept apart from them. Ring the manager."


@dataclass(frozen=True, slots=True)
class Beside:
    """Another of ours who is there too, with ids of those of their circle who come with them. `ref` is what brings
    them there. `is_sure`: it is the same place, not only one that may be.
    """

    person: Person
    circle: tuple[int, ...] = ()
    ref: str = ""
    is_sure: bool = True


def findings_between(
    user: User, person: Person, booking: Booking, beside: Sequence[Beside] = (), *, closed: str = BOOKED_THERE
) -> tuple[Finding, ...]:
    """All that stands against the booking, in the records of those beside and named too."""
    return findings_together(user, [(person, booking, beside)], closed=closed)[0]


def findings_together(
    user: User, asked: Sequence[tuple[Person, Booking, Sequence[Beside]]], *, closed: str = BOOKED_THERE
) -> list[tuple[Finding, ...]]:
    """The same of many bookings. As many queries for one as for many: those of `findings_for`; two more where names
    were typed or something is told, one where circles meet, one for earlier names.
    """
    named = named_ours([(person, booking) for person, booking, _ in asked])
    meetings = [
        _Meeting(
            person, booking, _each_once(beside), [*map(Beside, sure), *(Beside(one, is_sure=False) for one in told)]
        )
        for (person, booking, beside), (sure, told) in zip(asked, named, strict=True)
    ]
    return _findings(user, meetings, closed)


@dataclass(frozen=True, slots=True)
class _Meeting:
    person: Person
    booking: Booking
    beside: Sequence[Beside]
    named: Sequence[Beside] = ()

    @property
    def sure(self) -> list[Beside]:
        return [one for one in self.beside if one.is_sure]

    @property
    def perhaps(self) -> list[Beside]:
        return [one for one in self.beside if not one.is_sure]

    @property
    def only_named(self) -> list[Beside]:
        there = {one.person for one in self.sure}
        return [one for one in self.named if one.person not in there]

    @property
    def others(self) -> list[Beside]:
        return [*self.sure, *self.only_named, *self.perhaps]


def _findings(user: User, meetings: Sequence[_Meeting], closed: str) -> list[tuple[Finding, ...]]:
    load_names(_people_in(meetings))
    circle = _circle_of(meetings)
    asked = [_asked(one, circle) for one in meetings]
    found = iter(findings_for(user, [pair for pairs in asked for pair in pairs]))
    return [
        _answers(user, one, list(islice(found, len(pairs))), closed) for one, pairs in zip(meetings, asked, strict=True)
    ]


def _people_in(meetings: Sequence[_Meeting]) -> list[Person]:
    """Whose names are asked for: of those who meet, each once by the row that it is read from."""
    return [
        person for one in meetings if one.others for person in (one.person, *(other.person for other in one.beside))
    ]


def _asked(one: _Meeting, circle: Mapping[int, CircleMember]) -> list[tuple[Person, Booking]]:
    """First with those beside, then alone; of each other, with the person and alone; last with those who may be there
    too.
    """
    person, booking = one.person, one.booking
    if not one.others:
        return [(person, booking)]
    came = Beside(person, booking.circle_member_ids)
    meeting = Booking(kind="", on=booking.on, medium=booking.medium, with_person=booking.with_person)
    met = replace(meeting, ours=_names(came, circle), with_child=_has_child(came.circle, circle))
    theirs = [(other.person, asked) for other in one.others for asked in (met, meeting)]
    perhaps = [(person, _together(booking, one.perhaps, circle))] if one.perhaps else []
    return [(person, _together(booking, one.sure, circle)), (person, booking), *theirs, *perhaps]


def _together(booking: Booking, others: Sequence[Beside], circle: Mapping[int, CircleMember]) -> Booking:
    return replace(
        booking,
        ours=(*booking.ours, *(name for other in others for name in _names(other, circle))),
        with_child=booking.with_child or any(_has_child(other.circle, circle) for other in others),
    )


def _answers(user: User, one: _Meeting, found: list[tuple[Finding, ...]], closed: str) -> tuple[Finding, ...]:
    if not one.others:
        return found[0]
    answers = _said_to(user, found[0], found[1], [other.person for other in one.sure], closed)
    for place, other in enumerate(one.others, start=1):
        new = _new(found[2 * place], found[2 * place + 1])
        if other.is_sure:
            words = closed if place <= len(one.sure) else NAMED_HERE
            answers += _said_to(user, new, (), [other.person], words)
        elif place <= len(one.sure) + len(one.only_named):
            answers += _said_to(user, _doubts(new, answers, TOLD_HERE), (), [other.person], NAMED_HERE)
        else:
            answers += _said_to(user, _doubts(new, answers), (), [other.person], PERHAPS_THERE)
    if one.perhaps:
        doubts = _doubts(_new(found[-1], found[1]), answers)
        answers += _said_to(user, doubts, (), [other.person for other in one.perhaps], PERHAPS_THERE)
    return tuple(sorted(answers, key=lambda finding: not finding.refuses))


def _doubts(new: Iterable[Finding], said: Iterable[Finding], because: str = ONE_PLACE) -> list[Finding]:
    """What would stand if two places were one, or who is named were there, of what is not said already."""
    known = {one.restriction_id for one in said}
    return [
        replace(
            one,
            refuses=False,
            reason=one.reason if one.is_closed else f"{one.reason} {because}",
            may_answer=not one.is_closed,
        )
        for one in new
        if one.restriction_id not in known
    ]


def _each_once(beside: Sequence[Beside]) -> list[Beside]:
    """Who is there twice over, as two bookings say, is asked of once."""
    circles: dict[Person, tuple[int, ...]] = {}
    for one in beside:
        circles[one.person] = tuple(dict.fromkeys([*circles.get(one.person, ()), *one.circle]))
    sure = {one.person for one in beside if one.is_sure}
    return [Beside(person, circle, is_sure=person in sure) for person, circle in circles.items()]


def _circle_of(meetings: Sequence[_Meeting]) -> Mapping[int, CircleMember]:
    met = [one for one in meetings if one.others]
    ids = {id for one in met for id in one.booking.circle_member_ids}
    ids |= {id for one in met for other in one.beside for id in other.circle}
    return CircleMember.objects.in_bulk(ids) if ids else {}


def _names(one: Beside, circle: Mapping[int, CircleMember]) -> tuple[str, ...]:
    return (*one.person.full_names, *(circle[id].name for id in one.circle if id in circle))


def _has_child(ids: Sequence[int], circle: Mapping[int, CircleMember]) -> bool:
    return any(circle[id].kind == CircleKind.CHILD for id in ids if id in circle)


def _new(found: Sequence[Finding], alone: Sequence[Finding]) -> list[Finding]:
    """What stands only because of the others."""
    before = {(one.restriction_id, one.refuses) for one in alone}
    return [one for one in found if (one.restriction_id, one.refuses) not in before]


def _said_to(
    user: User, found: Sequence[Finding], alone: Sequence[Finding], others: Sequence[Person], closed: str
) -> list[Finding]:
    """Who is there is not said to somebody who may not know of all of them, and nobody answers a doubt of which they
    are not told.
    """
    because = {id(one) for one in _new(found, alone)}
    if all(can(user, Action.VIEW, other) for other in others):
        return list(found)
    return [
        replace(one, reason=closed, is_closed=True, may_answer=one.may_answer and one.refuses)
        if id(one) in because
        else one
        for one in found
    ]
