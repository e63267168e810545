"""Release days that a return to custody ends, and that stand again once it is known that there was none.

Within the act of another service, which has checked.
"""

from collections.abc import Sequence

from django.utils import timezone

from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import Confidence, CustodyDate, CustodyMove, MoveKind, Person
from throughgate.people.rules.custody import RELEASE_KINDS
from throughgate.people.selectors.custody import OF_HISTORY, STANDS_AGAIN, dates_ended_by_nothing, is_ended_by


def end_release_dates(by: User, person: Person, moves: Sequence[CustodyMove], move: CustodyMove) -> None:
    """The release is behind them: its days must not be taken for the days of the next one."""
    holding = person.custody_dates.filter(kind__in=RELEASE_KINDS, superseded_at__isnull=True, on__isnull=False)
    for earlier in holding:
        if not is_ended_by(earlier, moves, move):
            continue
        row = CustodyDate(
            person=person,
            kind=earlier.kind,
            on=None,
            source=OF_HISTORY,
            confidence=Confidence.CONFIRMED,
            reason=MoveKind(move.kind).label,
            noted_by=by,
        )
        take_place_of(earlier, row)


def let_dates_stand_again(by: User, person: Person, moves: Sequence[CustodyMove]) -> None:
    """Those that no return among `moves` ends. What somebody has noted since holds instead."""
    for ended, before in dates_ended_by_nothing(person, moves):
        row = CustodyDate(
            person=person,
            kind=before.kind,
            on=before.on,
            source=before.source,
            confidence=before.confidence,
            reason=STANDS_AGAIN,
            noted_by=by,
        )
        take_place_of(ended, row)
        record_event(by=by, action="date.noted", person=person, subject=f"date {row.pk}", kind=row.kind, moved=True)


def take_place_of(earlier: CustodyDate | None, row: CustodyDate) -> None:
    if earlier:
        earlier.superseded_at = timezone.now()
        earlier.save(update_fields=["superseded_at"])
    row.save()
