from django.db import IntegrityError, transaction
from django.utils import timezone

from throughgate.access.policy import Action, can, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import Happening, announce
from throughgate.people.models import Identifier, IdentifierKind, Person
from throughgate.people.rules.identifiers import parse_identifier
from throughgate.people.services.duplicates import look_for_duplicates_of


class HeldElsewhereError(Exception):
    """Another record has this number.

    `holder` is that person where the user may see them, and otherwise None: no more is said.
    """

    def __init__(self, kind: str, holder: Person | None):
        self.kind, self.holder = kind, holder
        name = IdentifierKind(kind).label
        super().__init__(
            f"Another record already has this {name}. It may be the same person."
            if holder
            else f"This {name} cannot be added here. We may already know this person: ask a manager to look."
        )


class AlreadyWithdrawnError(Exception):
    def __init__(self) -> None:
        super().__init__("Somebody else has already taken this number off the record.")


@act()
def add_identifier(*, by: User, person: Person, kind: str, text: str, source: str = "") -> Identifier:
    """Keep one more number of this person, as typed. Adding one they already have changes nothing.

    Raises Hidden, Forbidden, IdentifierError, HeldElsewhereError.
    """
    check(by, Action.EDIT, person)
    identifier, is_new = keep_identifier(by=by, person=person, kind=kind, text=text, source=source)
    if is_new:
        look_for_duplicates_of(person)
        record_event(by=by, action="identifier.added", person=person, subject=f"identifier {identifier.pk}", kind=kind)
        announce(
            Happening(person, "details-changed", today(), by, f"Added: {identifier.get_kind_display()}", identifier.pk)
        )
    return identifier


@act()
def withdraw_identifier(*, by: User, identifier: Identifier, because: str) -> Identifier:
    """Take a number off a record it should not be on. It stays readable there with the reason, and another record may
    take it.

    `because` may not be empty: the database refuses. Raises Hidden, Forbidden, AlreadyWithdrawnError.
    """
    check(by, Action.EDIT, identifier)
    taken = Identifier.objects.filter(pk=identifier.pk, withdrawn_at__isnull=True)
    if not taken.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_because=because.strip()):
        raise AlreadyWithdrawnError()
    identifier.refresh_from_db()
    identifier.save(update_fields=["withdrawn_because"])  # so that the search words follow
    record_event(
        by=by,
        action="identifier.withdrawn",
        person=identifier.person,
        subject=f"identifier {identifier.pk}",
        kind=identifier.kind,
    )
    summary = f"Taken off the record: {identifier.get_kind_display()}"
    announce(Happening(identifier.person, "details-changed", today(), by, summary, identifier.pk))
    return identifier


def keep_identifier(*, by: User, person: Person, kind: str, text: str, source: str = "") -> tuple[Identifier, bool]:
    """The row and whether it is new. Part of another write: neither checked, audited nor announced here."""
    value = parse_identifier(kind, text, today=today())
    held = _held(by, person, kind, value)
    if held:
        return held, False
    try:
        with transaction.atomic():
            return Identifier.objects.create(person=person, kind=kind, value=value, source=source, added_by=by), True
    except IntegrityError:
        # Somebody kept the same number between the look and the write; their row is there to be seen now.
        held = _held(by, person, kind, value)
        if held is None:
            raise
        return held, False


def _held(by: User, person: Person, kind: str, value: str) -> Identifier | None:
    """This person's own row with the number. Raises HeldElsewhereError where it is another's."""
    rows = Identifier.objects.filter(kind=kind, value=value, withdrawn_at__isnull=True).select_related("person")
    held = rows.first()
    if held and held.person_id != person.pk:
        raise HeldElsewhereError(kind, held.person if can(by, Action.VIEW, held.person) else None)
    return held
