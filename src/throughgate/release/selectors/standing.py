"""Where people stand between custody and release, for many at once. For settling: sees everybody it is given."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from throughgate.people.models import CustodyDate, CustodyMove
from throughgate.people.rules.custody import (
    BACK_INTO_CUSTODY,
    RELEASE_KINDS,
    Place,
    in_order,
    shown_release_date,
    where_is,
)
from throughgate.release.rules.basics import Timing


@dataclass(frozen=True)
class Standing:
    """`spell` counts the returns to custody, `from_on` is the day of the last one; `release_on` the day they came out,
    else the date shown (`shown`), which was first told on `known_on`.
    """

    spell: int
    from_on: date | None
    place: Place
    released_on: date | None
    shown: CustodyDate | None
    known_on: date | None

    @property
    def release_on(self) -> date | None:
        return self.released_on or (self.shown.on if self.shown else None)

    @property
    def is_out(self) -> bool:
        return self.place is Place.COMMUNITY

    @property
    def timing(self) -> Timing:
        return Timing(self.release_on, self.known_on, self.is_out)


def standings_of(people: Iterable[int], today: date, known: Iterable[CustodyMove] | None = None) -> dict[int, Standing]:
    """By the person's id. Two queries, however many people; one with all their moves `known`."""
    wanted = list(people)
    moves: dict[int, list[CustodyMove]] = defaultdict(list)
    for move in CustodyMove.objects.filter(person__in=wanted).order_by("on", "pk") if known is None else known:
        moves[move.person_id].append(move)
    dates: dict[int, list[CustodyDate]] = defaultdict(list)
    rows = CustodyDate.objects.filter(person__in=wanted, kind__in=RELEASE_KINDS, on__isnull=False)
    for row in rows.only("person_id", "kind", "on", "confidence", "noted_at", "noted_by_id", "superseded_at"):
        dates[row.person_id].append(row)
    return {pk: _standing(moves[pk], dates[pk], today) for pk in wanted}


def _standing(moves: list[CustodyMove], dates: list[CustodyDate], today: date) -> Standing:
    where = where_is(moves, today)
    returns = [move.on for move in in_order(moves) if move.kind in BACK_INTO_CUSTODY and move.on <= today]
    shown = shown_release_date(dates)
    told = [row.noted_at for row in dates if shown and row.on == shown.on]
    return Standing(
        spell=len(returns),
        from_on=returns[-1] if returns else None,
        place=where.place,
        released_on=where.since if where.place is Place.COMMUNITY else None,
        shown=None if where.place is Place.COMMUNITY else shown,
        known_on=timezone.localtime(min(told)).date() if told else None,
    )
