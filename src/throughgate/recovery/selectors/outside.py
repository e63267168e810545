"""Treatment that somebody else gives."""

from datetime import date

from throughgate.access.policy import Action, Hidden, check, visible
from throughgate.accounts.models import User
from throughgate.common.sustained import can_answer
from throughgate.people.models import Person
from throughgate.recovery.models import TreatmentCheck, TreatmentOutside


def outside_of(user: User, person: Person) -> list[TreatmentOutside]:
    """What goes on first; each with its checks. Two queries."""
    rows = visible(user, TreatmentOutside.objects.filter(person=person)).prefetch_related("checks")
    return sorted(rows, key=lambda one: one.ended_on is not None)


def to_answer(row: TreatmentOutside, today: date) -> TreatmentCheck | None:
    """The latest that can be answered and was not."""
    open_ones = [one for one in row.checks.all() if not one.answer and can_answer(one.due_on, today)]
    return open_ones[-1] if open_ones and row.ended_on is None else None


def access_outside(user: User, person: Person, ref: str) -> TreatmentOutside:
    """To write. Raises Hidden, Forbidden."""
    row = TreatmentOutside.objects.filter(person=person, ref=ref).first()
    if row is None:
        raise Hidden()
    row.person = person
    return check(user, Action.RECORD, row)
