"""A step of the custody history that was recorded wrongly: withdrawn, put on its true day, or let stand again."""

from datetime import date

from django.utils import timezone

from throughgate.access.policy import Action
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.people.changes import Withdrawal, announce, announce_facts_changed, announce_taken_back, announced_once
from throughgate.people.models import CustodyMove, Person
from throughgate.people.rules.custody import (
    BACK_INTO_CUSTODY,
    MoveOrderError,
    Step,
    check_history,
    check_move,
    in_order,
)
from throughgate.people.rules.day_sense import check_day
from throughgate.people.selectors.custody import dates_ended_by_nothing
from throughgate.people.services.custody import follow_to_site, happening_of, record_move
from throughgate.people.services.ended_dates import end_release_dates, let_dates_stand_again
from throughgate.people.services.writing import clean, lock_person


@announced_once()
def withdraw_move(*, by: User, move: CustodyMove, because: str) -> CustodyMove:
    """It did not happen so. The row stays with the reason; nothing is read from it, its entry in the ledger is void.

    Withdrawn twice is withdrawn once. Release days that this return alone ended stand again, where none
    was noted since. Raises Hidden, Forbidden, MoveOrderError where a later step would make no sense without it,
    ValidationError.
    """
    person, row = _lock(by, move)
    if row.withdrawn_at is not None:
        return row
    left = [one for one in person.moves.select_related("site") if one.pk != row.pk]
    check_history(left)
    let_dates_stand_again(by, person, left)
    _withdraw(by, person, row, because)
    if left and row.site_id == person.site_id:
        follow_to_site(by, person, left, in_order(left)[-1])
    return row


@announced_once()
def move_on_another_day(*, by: User, move: CustodyMove, on: date, because: str) -> CustodyMove:
    """It happened, but on another day: the one is withdrawn and recorded anew in one act.

    Raises Hidden, Forbidden, DaySenseError, MoveOrderError, ValidationError.
    """
    check_day("on", on, today())
    person, row = _lock(by, move)
    if row.withdrawn_at is not None:
        raise MoveOrderError("This step was withdrawn already. Record it anew on its day.")
    if on == row.on:
        raise MoveOrderError("That is the day it is recorded on. Enter the day on which it happened.")
    others = [one for one in person.moves.all() if one.pk != row.pk]
    check_move(others, Step(row.kind, on, row.site_id), today())
    let_dates_stand_again(by, person, others)
    _withdraw(by, person, row, because)
    return record_move(
        by=by,
        person=person,
        kind=row.kind,
        on=on,
        site=row.site,
        note=row.note,
        recall=row.recall,
        source=row.source,
        confidence=row.confidence,
    )


@announced_once()
def let_move_stand(*, by: User, move: CustodyMove) -> CustodyMove:
    """It was right after all. Raises Hidden, Forbidden, MoveOrderError where it no longer fits."""
    person, row = _lock(by, move)
    if row.withdrawn_at is None:
        return row
    moves = list(person.moves.all())
    check_move(moves, Step(row.kind, row.on, row.site_id), today())
    row.withdrawn_at = row.withdrawn_by = None
    row.withdrawn_because = ""
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    if row.kind in BACK_INTO_CUSTODY:
        end_release_dates(by, person, moves, row)
    record_event(by=by, action="move.let_stand", person=person, subject=f"move {row.pk}", kind=row.kind)
    announce(happening_of(by, person, row))
    return row


@announced_once()
def let_ended_dates_stand(*, by: User, person: Person) -> bool:
    """Release days that a return ended which was withdrawn before withdrawing gave them back. False where there are
    none. Raises Hidden, Forbidden.
    """
    row = lock_person(by, Action.EDIT, person)
    moves = list(row.moves.all())
    if not dates_ended_by_nothing(row, moves):
        return False
    let_dates_stand_again(by, row, moves)
    announce_facts_changed(row)
    return True


def _withdraw(by: User, person: Person, row: CustodyMove, because: str) -> None:
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = timezone.now(), by, because.strip()
    clean(row)
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    record_event(by=by, action="move.withdrawn", person=person, subject=f"move {row.pk}", kind=row.kind)
    announce_taken_back(Withdrawal(person, "custody-move", row.pk, by, row.withdrawn_because))
    announce_facts_changed(person)


def _lock(by: User, move: CustodyMove) -> tuple[Person, CustodyMove]:
    person = lock_person(by, Action.EDIT, move.person)
    row = CustodyMove.recorded.select_related("site").get(pk=move.pk)
    row.person = person
    return person, row
