"""Meeting somebody of the circle without the person: whoever is met learns at least that we are in touch."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Contact
from throughgate.casework.rules.bookings import WITH_CIRCLE, Arrangement, BookingError
from throughgate.casework.rules.contacts import who_is_this
from throughgate.common.clock import today
from throughgate.people.models import CircleMember, Person
from throughgate.people.rules.part_names import another_words
from throughgate.people.rules.same_words import is_same_name, names_in
from throughgate.people.rules.sharing import ASKABLE, Sharing, State
from throughgate.people.selectors.asked_as import asked_as
from throughgate.people.selectors.sharing import sharing_of
from throughgate.people.selectors.sharing_many import meant_members, unknown_names
from throughgate.people.services.sharing import NotSharedError, check_sharing

IN_TOUCH = "in-touch"


class UnknownNameError(BookingError):
    """Somebody is named whom nobody knows: they are added to the circle, or it is said who they are."""

    def __init__(self, person: Person, names: Sequence[str], *, may_say: bool) -> None:
        super().__init__("other_names", who_is_this(person.first_name, names, may_say=may_say))


class NotToldError(BookingError):
    """The person has not said that `member` may know of us: they are asked first."""

    def __init__(self, member: CircleMember, sharing: Sharing, another: str = "") -> None:
        super().__init__("circle", f"{member.name} may not be spoken with alone. {_because(member, sharing)}{another}")
        self.member = member
        self.may_ask = sharing.state in ASKABLE


def _because(member: CircleMember, sharing: Sharing) -> str:
    first = member.person.first_name
    if sharing.state is State.NO:
        return f"{first} said that they are not to know that we are in touch."
    if sharing.state is State.BARRED:
        return f"{sharing.because} Choose somebody else, or ring the manager."
    if sharing.state is State.ASK:
        return f"{first} wants to be asked each time. Ask, and record what {first} says."
    return f"{first} has not said that they may know that we are in touch, or took it back. Ask {first} first."


def ask_sharing(*, by: User, person: Person, arrangement: Arrangement) -> None:
    """In the caller's transaction. A name typed, one part of it or one nearly the same, and what somebody is to the
    person, is whoever of the circle may be meant. Who has to be kept apart is for `ask_restrictions`, whose bar a
    manager may answer; whatever else bars it, is said. Where family or friends take part, a name that means nobody
    around them has to say who it is; met without the person, they have to be of the circle.

    Raises NotToldError, UnknownNameError, Hidden, Forbidden.
    """
    if arrangement.kind in WITH_CIRCLE:
        may_say = arrangement.with_person
        if unknown := unknown_names(person, arrangement.other_names, today(), said_who=may_say):
            raise UnknownNameError(person, unknown, may_say=may_say)
    if arrangement.with_person:
        return
    typed = meant_members(person, arrangement.other_names, today())
    chosen = _members(person, arrangement.circle)
    for member in [*chosen, *(one for one in typed if one not in chosen)]:
        purpose, who = asked_as(member, arrangement.on)
        try:
            with transaction.atomic():
                check_sharing(by=by, person=person, purpose=purpose, recipient=who, scope=IN_TOUCH)
        except NotSharedError as refusal:
            if not refusal.sharing.is_apart:
                another = "" if member in chosen else _another(member, arrangement.other_names)
                raise NotToldError(member, refusal.sharing, another) from refusal


def _another(member: CircleMember, typed: str) -> str:
    """How to say that somebody else is meant, unless it is their full name that was typed."""
    names = names_in(typed)
    if words := another_words(names, member.name):
        return words
    if any(is_same_name(name, member.name) for name in names):
        return ""
    return (
        " If somebody else is meant, write their full name, or add them to the people around "
        f"{member.person.first_name} and choose them."
    )


def note_untold(
    *, by: User, person: Person, contact: Contact, circle: Iterable[int], typed: str = ""
) -> list[CircleMember]:
    """Who was met without the person though they had not said yes. It has happened: it is audited and said, no more."""
    untold = untold_in([(person, tuple(circle), typed)])
    if untold:
        subject = f"contact {contact.ref}"
        record_event(by=by, action="contact.without_a_yes", person=person, subject=subject, people=len(untold))
    return untold


def untold_in(met: Iterable[tuple[Person, tuple[int, ...], str]]) -> list[CircleMember]:
    """Of a contact that was just recorded, by person whom of the circle, chosen or typed, was met without them."""
    found = []
    for person, circle, typed in met:
        named = (member.pk for member in meant_members(person, typed, today()))
        found += [one for one in _members(person, {*circle, *named}) if not _may_know(person, one)]
    return found


def _may_know(person: Person, member: CircleMember) -> bool:
    purpose, who = asked_as(member, today())
    return sharing_of(person, purpose=purpose, recipient=who, scope=IN_TOUCH, today=today()).allowed


def _members(person: Person, circle: Iterable[int]) -> list[CircleMember]:
    ids = tuple(circle)
    if not ids:
        return []
    rows = CircleMember.objects.filter(person=person, pk__in=ids).select_related("person").order_by("pk")
    return list(rows)
