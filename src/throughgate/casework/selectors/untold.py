"""Which bookings stand with somebody of the circle who may not know of us any more. Asked of many at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import WITHOUT_PERSON
from throughgate.people.models import CircleMember, Consent, ConsentEnding, Decision
from throughgate.people.rules.circle import OFFICES, is_official
from throughgate.people.rules.purposes import FAMILY
from throughgate.people.rules.same_words import names_in
from throughgate.people.rules.sharing import Recipient, decision_for
from throughgate.people.selectors.asked_as import asked_as
from throughgate.people.selectors.sharing_many import members_meant

IN_TOUCH = "in-touch"
# A booking, who of the circle was chosen for it, and all of the circle that ever were.
Who = tuple[Booking, Sequence[CircleMember], Sequence[CircleMember]]
PURPOSES = {FAMILY, *(purpose for purpose, _ in OFFICES.values())}


def untold_of(booked: Sequence[Who], today: date) -> Mapping[int, list[str]]:
    """By booking: what to say of each who may not know, chosen or typed. One query, none where nobody comes."""
    comes = _with_typed(booked)
    if not comes:
        return {}
    people = {row.person_id for row, _ in comes}
    said: dict[int, list[Consent]] = defaultdict(list)
    for consent in Consent.objects.filter(person__in=people, purpose__in=PURPOSES, scope=IN_TOUCH):
        if consent.ended_at is None or consent.ending == ConsentEnding.WITHDRAWN:
            said[consent.person_id].append(consent)
    found: dict[int, list[str]] = defaultdict(list)
    for row, members in comes:
        for member in members:
            if words := _words(row, member, said[row.person_id], today):
                found[row.pk].append(words)
    return found


def _with_typed(booked: Sequence[Who]) -> list[tuple[Booking, list[CircleMember]]]:
    """A name typed, or what somebody is to the person, is whoever of the circle may be meant."""
    comes = []
    for row, chosen, circle in booked:
        meant = members_meant(circle, row.other_names, date.min, {}) if names_in(row.other_names) else ()
        members = {one.pk: one for one in (*chosen, *meant)}  # who has left, too
        if members:
            comes.append((row, list(members.values())))
    return comes


def _words(row: Booking, member: CircleMember, said: Sequence[Consent], today: date) -> str:
    """Met without the person they have to have said yes; with them there, only what was said since counts. Officials
    know by their office: of them a no counts alone.
    """
    purpose, recipient = asked_as(member, today)
    decision = decision_for(said, purpose, recipient, IN_TOUCH, today)
    if decision == Decision.YES:
        return ""
    first = row.person.first_name
    theirs = [one for one in said if one.recipient_key == recipient.key or _is_of(one, recipient)]
    if decision == Decision.NO and (row.kind in WITHOUT_PERSON or any(one.written_at > row.made_at for one in theirs)):
        return f"{first} said that {member.name} is not to know that we are in touch. Ask {first} first."
    if is_official(member.kind):
        return ""
    if any(one.ended_at and one.ended_at > row.made_at for one in theirs):
        return f"{first} took back that {member.name} may know that we are in touch. Ask {first} first."
    if row.kind in WITHOUT_PERSON:
        return f"{first} has not said that {member.name} may know that we are in touch. Ask {first} first."
    return ""


def _is_of(said: Consent, office: Recipient) -> bool:
    return office.any_name and said.recipient_key.startswith(office.kind_key)
