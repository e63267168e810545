"""Meeting somebody of the circle without the person: whoever is met learns at least that we are in touch."""

from collections.abc import Iterable

from django.db import transaction

from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Contact
from throughgate.casework.rules.bookings import Arrangement, BookingError
from throughgate.common.clock import today
from throughgate.people.models import CircleMember, Person
from throughgate.people.rules.circle import is_official
from throughgate.people.rules.purposes import FAMILY
from throughgate.people.rules.sharing import Sharing, State
from throughgate.people.selectors.sharing import recipient_of, sharing_of
from throughgate.people.selectors.sharing_many import named_members
from throughgate.people.services.sharing import NotSharedError, check_sharing

IN_TOUCH = "in-touch"


class NotToldError(BookingError):
    """The person has not said that `member` may know of us: they are asked first."""

    def __init__(self, member: CircleMember, sharing: Sharing) -> None:
        super().__init__("circle", f"{member.name} may not be spoken with alone. {_because(member, sharing)}")
        self.member = member


def _because(member: CircleMember, sharing: Sharing) -> str:
    first = member.person.first_name
    if sharing.state is State.NO:
        return f"{first} said that they are not to know that we are in touch."
    if sharing.state is State.ASK:
        return f"{first} wants to be asked each time. Ask, and record what {first} says."
    return f"{first} has not said that they may know that we are in touch, or took it back. Ask {first} first."


def ask_sharing(*, by: User, person: Person, arrangement: Arrangement) -> None:
    """In the caller's transaction. A full name typed is whoever of the circle is called so. Who has to be kept apart is
    for `ask_restrictions`, whose bar a manager may answer.

    Raises NotToldError, Hidden, Forbidden.
    """
    if arrangement.with_person:
        return
    typed = named_members(person, arrangement.other_names, today())
    chosen = _close(person, arrangement.circle)
    for member in [*chosen, *(one for one in typed if one not in chosen and not is_official(one.kind))]:
        who = recipient_of(member, arrangement.on)
        try:
            with transaction.atomic():
                check_sharing(by=by, person=person, purpose=FAMILY, recipient=who, scope=IN_TOUCH)
        except NotSharedError as refusal:
            if refusal.sharing.state is not State.BARRED:
                raise NotToldError(member, refusal.sharing) from refusal


def note_untold(*, by: User, person: Person, contact: Contact, circle: Iterable[int]) -> list[CircleMember]:
    """Who was met without the person though they had not said yes. It has happened: it is audited and said, no more."""
    untold = [member for member in _close(person, circle) if not _may_know(person, member)]
    if untold:
        subject = f"contact {contact.ref}"
        record_event(by=by, action="contact.without_a_yes", person=person, subject=subject, people=len(untold))
    return untold


def untold_in(met: Iterable[tuple[Person, tuple[int, ...]]]) -> list[CircleMember]:
    """Of a contact that was just recorded, by person the circle that was met without them."""
    return [one for person, circle in met for one in _close(person, circle) if not _may_know(person, one)]


def _may_know(person: Person, member: CircleMember) -> bool:
    who = recipient_of(member, today())
    return sharing_of(person, purpose=FAMILY, recipient=who, scope=IN_TOUCH, today=today()).allowed


def _close(person: Person, circle: Iterable[int]) -> list[CircleMember]:
    """Without the officials, who know of the person by their office."""
    ids = tuple(circle)
    if not ids:
        return []
    rows = CircleMember.objects.filter(person=person, pk__in=ids).select_related("person").order_by("pk")
    return [member for member in rows if not is_official(member.kind)]
