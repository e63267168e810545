"""Who outside learns of a release or a home, and whether the person has said that they may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.people.models import CircleMember, Person
from throughgate.people.rules.circle import is_official
from throughgate.people.rules.purposes import FAMILY, sharing_terms
from throughgate.people.rules.sharing import ASKABLE, Recipient, Sharing, State
from throughgate.people.selectors.asked_as import asked_as
from throughgate.people.selectors.sharing_many import (
    ToShare,
    circles_of,
    members_called,
    named_members,
    organisation_called,
    organisations_of,
    sharings_of,
)
from throughgate.release.models import GateMeeting, HomeState, MetBy, Provider
from throughgate.release.selectors.home import Applied

SERVICE, HOME, IN_TOUCH, ATTENDANCE, PLAN = "service", "home", "in-touch", "attendance", "plan"


@dataclass(frozen=True)
class Outsider:
    """Somebody who is not one of us. `member` where they are of the circle; `recipient` is None where they are neither
    of the circle nor an organisation, so that nobody can have been asked about them.
    """

    name: str
    purpose: str
    recipient: Recipient | None
    member: CircleMember | None = None

    @property
    def is_official(self) -> bool:
        return self.member is not None and is_official(self.member.kind)


@dataclass(frozen=True)
class Told:
    """What an outsider may be told. `because`: why not even when and where; empty where they may."""

    scopes: frozenset[str]
    because: str = ""


def home_recipient(provider: Provider) -> Recipient:
    return Recipient("housing", provider.name)


def met_by_outsider(person: Person, meeting: GateMeeting, today: date) -> Outsider | None:
    """None where it is one of us, or nobody."""
    return met_by_outsiders([(person, meeting)], today)[0]


def met_by_outsiders(met: Sequence[tuple[Person, GateMeeting]], today: date) -> list[Outsider | None]:
    """In the order given. Two queries at most, however many: none of those whom one of the circle meets by choice."""
    typed = [person.pk for person, one in met if one.met_by == MetBy.FAMILY and one.member is None]
    agencies = [person.pk for person, one in met if one.met_by == MetBy.AGENCY]
    circles = circles_of(typed) if typed else {}
    spoken = organisations_of(agencies, SERVICE) if agencies else {}
    found: list[Outsider | None] = []
    for person, one in met:
        if one.met_by == MetBy.AGENCY:
            found.append(Outsider(one.name, SERVICE, organisation_called(spoken.get(person.pk, ()), one.name)))
        elif one.met_by == MetBy.FAMILY:
            # Typed out in full they are whoever of the circle is called so.
            called = members_called(circles.get(person.pk, ()), one.name, today)
            found.append(_close(one.member or next(iter(called), None), one.name, today))
        else:
            found.append(None)
    return found


def driven_by_outsider(person: Person, name: str, today: date) -> Outsider:
    return _close(next(iter(named_members(person, name, today)), None), name, today)


def _close(who: CircleMember | None, name: str, today: date) -> Outsider:
    if who is None:
        return Outsider(name, FAMILY, None)
    return Outsider(who.name, *asked_as(who, today), who)


def told_to(person: Person, who: Outsider, today: date) -> Told:
    """Four queries; none where nobody can have been asked about them."""
    first = person.first_name
    if who.recipient is None:
        called = who.name or "Whoever it is"
        return Told(frozenset(), f"{called} is not in {first}’s circle, so nobody could ask {first}.")
    scopes = sharing_terms().purposes[who.purpose].scopes
    answers = sharings_of([ToShare(person.pk, who.purpose, who.recipient, scope) for scope in scopes], today)
    told = frozenset(scope for scope, one in zip(scopes, answers, strict=True) if one.allowed)
    if ATTENDANCE in told:
        return Told(told)
    why = because(first, answers[scopes.index(ATTENDANCE)])
    return Told(frozenset(), f"{who.name} may not be told when: {why}")


def because(first: str, sharing: Sharing) -> str:
    """Why not, of somebody with this first name; says nothing of a restriction."""
    if sharing.state is State.NO:
        return f"{first} said no to that."
    if sharing.state is State.ASK:
        return f"{first} wants to be asked each time."
    if sharing.state is State.UNASKED:
        return f"{first} was not asked, or took it back."
    if not sharing.is_apart:
        return sharing.because.replace("around them", f"around {first}")
    return "that may not be shared. Ask their worker or a manager."


@dataclass(frozen=True)
class Untold:
    """Why somebody may not be told that we are in touch. `may_ask`: the person may still say that they may."""

    who: Outsider
    because: str
    may_ask: bool


def untold_at_gate(met: Sequence[tuple[Person, GateMeeting]], today: date) -> dict[str, Untold]:
    """By the meeting's reference: those who may not be told of us any more. Whoever has to be kept apart is for the
    restrictions. Six queries at most, however many.
    """
    asked = []
    for (person, meeting), who in zip(met, met_by_outsiders(met, today), strict=True):
        if who and who.recipient:
            asked.append((person, meeting, who, ToShare(person.pk, who.purpose, who.recipient, IN_TOUCH)))
    answers = sharings_of([one for *_, one in asked], today)
    return {
        meeting.ref: Untold(who, because(person.first_name, answer), answer.state in ASKABLE)
        for (person, meeting, who, _), answer in zip(asked, answers, strict=True)
        if not answer.allowed and not answer.is_apart
    }


def untold_homes(applied: Iterable[Applied], today: date) -> dict[int, Sharing]:
    """Of applications that a provider has: those that may be shared with it no longer, by id. Four queries at most."""
    sent = [
        (one.row, one.row.provider)
        for one in applied
        if one.is_open and one.row.provider and one.state is not HomeState.DRAFTED
    ]
    asked = [ToShare(row.person_id, SERVICE, home_recipient(provider), HOME) for row, provider in sent]
    answers = zip(sent, sharings_of(asked, today), strict=True)
    return {row.pk: answer for (row, _), answer in answers if not answer.allowed}
