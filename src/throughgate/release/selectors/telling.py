"""Who outside learns of a release or a home, and whether the person has said that they may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from throughgate.people.models import CircleMember, Person
from throughgate.people.rules.circle import OFFICES, is_official
from throughgate.people.rules.purposes import FAMILY, sharing_terms
from throughgate.people.rules.sharing import Recipient, Sharing, State
from throughgate.people.selectors.sharing import recipient_of
from throughgate.people.selectors.sharing_many import ToShare, named_members, named_organisation, sharings_of
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
    if meeting.met_by == MetBy.AGENCY:
        return Outsider(meeting.name, SERVICE, named_organisation(person, meeting.name, SERVICE))
    if meeting.met_by != MetBy.FAMILY:
        return None
    return _close(person, meeting.member, meeting.name, today)


def driven_by_outsider(person: Person, name: str, today: date) -> Outsider:
    return _close(person, None, name, today)


def _close(person: Person, member: CircleMember | None, name: str, today: date) -> Outsider:
    """Typed out in full they are whoever of the circle is called so."""
    who = member or next(iter(named_members(person, name, today)), None)
    if who is None:
        return Outsider(name, FAMILY, None)
    if office := OFFICES.get(who.kind):
        return Outsider(who.name, office[0], Recipient(office[1]), who)
    return Outsider(who.name, FAMILY, recipient_of(who, today), who)


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
    return "that may not be shared. Ask their worker or a manager."


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
