"""What a court, the police, a licence or another authority imposed ends on proof, and once a manager confirms it."""

from datetime import date

from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, can, check
from throughgate.accounts.models import Role, User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.people.models import ContactRestriction, RestrictionEnd
from throughgate.people.services.around import EndsBeforeStartError
from throughgate.people.services.restrictions import lock_restriction, write_end
from throughgate.people.services.writing import clean, lock_person


class EarlyEndError(ValueError):
    """It would end before the last day as it was ordered, and nobody said why."""

    def __init__(self, to_on: date):
        super().__init__(f"It was ordered until {to_on.day} {to_on:%B %Y}. Say why it ends before that.")


class NotWaitingError(Exception):
    def __init__(self) -> None:
        super().__init__("Nothing waits to be confirmed here any more. Look at the restriction again.")


class OwnWordError(Exception):
    def __init__(self) -> None:
        super().__init__("Another manager has to confirm what you said yourself. They see it on Today.")


@act()
def said_to_have_ended(
    *,
    by: User,
    restriction: ContactRestriction,
    on: date,
    proof: str,
    office: str,
    seen_by: str,
    early_because: str = "",
) -> RestrictionEnd:
    """It waits for a manager, and binds until then. Said twice, the first stands.

    Raises Hidden, Forbidden, AlreadyEndedError, EndsBeforeStartError, EarlyEndError, ValidationError.
    """
    row = lock_restriction(by, restriction)
    if waiting := _waiting(row):
        return waiting
    if on < row.from_on:
        raise EndsBeforeStartError(row.from_on)
    if row.to_on and on < row.to_on and not early_because.strip():
        raise EarlyEndError(row.to_on)
    end = RestrictionEnd(
        restriction=row,
        on=on,
        proof=proof.strip(),
        office=office.strip(),
        seen_by=seen_by.strip(),
        early_because=early_because.strip(),
        said_by=by,
    )
    clean(end)
    end.save()
    record_event(by=by, action="restriction.end_said", person=row.person, subject=f"restriction {row.pk}")
    return end


@act()
def confirm_restriction_end(*, by: User, restriction: ContactRestriction) -> RestrictionEnd:
    """From now on it holds until the day that was said. A manager does it, and another than whoever said it where there
    is another.

    Raises Hidden, Forbidden, AlreadyEndedError, NotWaitingError, OwnWordError.
    """
    row = lock_restriction(by, restriction)
    check(by, Action.OVERRIDE, row)
    end = _waiting(row)
    if end is None:
        raise NotWaitingError()
    if end.said_by_id == by.pk and _others_confirm(by, row):
        raise OwnWordError()
    end.confirmed_at, end.confirmed_by = timezone.now(), by
    end.save(update_fields=["confirmed_at", "confirmed_by"])
    write_end(by, row, end.on, f"{end.proof} ({end.office})"[:200])
    record_event(by=by, action="restriction.end_confirmed", person=row.person, subject=f"restriction {row.pk}")
    return end


@act()
def take_back_restriction_end(*, by: User, restriction: ContactRestriction) -> RestrictionEnd:
    """It did not end: it binds again, or goes on binding. Whoever said it takes back what waits, a manager also what
    was confirmed. Raises Hidden, Forbidden, NotWaitingError.
    """
    check(by, Action.EDIT, restriction)
    person = lock_person(by, Action.EDIT, restriction.person)
    restriction.refresh_from_db()
    restriction.person = person
    end = RestrictionEnd.objects.filter(restriction=restriction, taken_back_at__isnull=True).first()
    if end is None:
        raise NotWaitingError()
    if not can(by, Action.OVERRIDE, restriction) and (end.confirmed_at or end.said_by_id != by.pk):
        raise Forbidden(Action.OVERRIDE)
    end.taken_back_at, end.taken_back_by = timezone.now(), by
    end.save(update_fields=["taken_back_at", "taken_back_by"])
    if end.confirmed_at:
        restriction.ended_on, restriction.ended_at, restriction.ended_by = None, None, None
        restriction.ended_because = ""
        restriction.save(update_fields=["ended_on", "ended_at", "ended_by", "ended_because"])
    record_event(by=by, action="restriction.end_taken_back", person=person, subject=f"restriction {restriction.pk}")
    return end


def _waiting(row: ContactRestriction) -> RestrictionEnd | None:
    return RestrictionEnd.objects.filter(restriction=row, confirmed_at__isnull=True, taken_back_at__isnull=True).first()


def _others_confirm(by: User, row: ContactRestriction) -> bool:
    others = User.objects.filter(is_active=True, role=Role.MANAGER, sites=row.person.site_id)
    return others.exclude(pk=by.pk).exists()
