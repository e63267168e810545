from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.people.models import CustodyDate, CustodyMove, HdcStep, LicenceCondition, MoveKind, Person, Sentence
from throughgate.people.rules.custody import (
    BACK_INTO_CUSTODY,
    RELEASE_KINDS,
    in_order,
    is_of_earlier_release,
    shown_release_date,
)
from throughgate.people.rules.hdc import of_this_stay

OF_HISTORY: Final = "Custody history"  # the source of a row that a return to custody wrote
STANDS_AGAIN: Final = "Stands again: the return to custody was withdrawn"


@dataclass(frozen=True)
class Release:
    """A release in a window: `date` is the date shown, None where only the release itself is known; `happened` once
    they are out.
    """

    person: Person
    on: date
    date: CustodyDate | None
    happened: bool


def dates_of(person: Person, *, earlier: bool = False) -> QuerySet[CustodyDate]:
    """The dates that hold, or with `earlier` every date ever noted, by kind and newest first."""
    rows = CustodyDate.objects.filter(person=person).select_related("noted_by")
    return rows if earlier else rows.filter(superseded_at__isnull=True)


def days_known(person: Person) -> dict[str, date]:
    """The day of each kind of date that holds now."""
    rows = dates_of(person).filter(on__isnull=False)
    return {kind: on for kind, on in rows.values_list("kind", "on") if on}


def is_ended_by(row: CustodyDate, moves: Sequence[CustodyMove], back: CustodyMove) -> bool:
    """Whether this return to custody ends that day. One that stands again was known when it was first noted."""
    releases = [one for one in in_order(moves) if one.kind == MoveKind.RELEASED and one.on <= back.on]
    known = _before(row) if row.reason == STANDS_AGAIN else row
    recorded_at = releases[-1].added_at if releases else None
    return is_of_earlier_release(known, back.on, localdate(known.noted_at), recorded_at)


def dates_ended_by_nothing(person: Person, moves: Sequence[CustodyMove]) -> list[tuple[CustodyDate, CustodyDate]]:
    """Release days that a return ended and none among `moves` would: the row that ended each, and the one before."""
    returns = [one for one in moves if one.kind in BACK_INTO_CUSTODY]
    found = []
    for row in dates_of(person).filter(kind__in=RELEASE_KINDS, on=None, source=OF_HISTORY):
        before = _before(row)
        if before.on and not any(is_ended_by(before, moves, back) for back in returns):
            found.append((row, before))
    return found


def _before(row: CustodyDate) -> CustodyDate:
    """What was first noted, of a day that stands again or was ended."""
    rows = CustodyDate.objects.filter(person=row.person_id, kind=row.kind, pk__lt=row.pk, on__isnull=False)
    return rows.exclude(reason=STANDS_AGAIN).order_by("-pk").first() or row


def withdrawn_moves_of(person: Person) -> QuerySet[CustodyMove]:
    rows = CustodyMove.recorded.filter(person=person, withdrawn_at__isnull=False)
    return rows.select_related("site", "withdrawn_by")


def moves_of(person: Person) -> QuerySet[CustodyMove]:
    """In the order they happened."""
    return CustodyMove.objects.filter(person=person).select_related("site", "added_by")


def sentences_of(person: Person) -> QuerySet[Sentence]:
    return Sentence.objects.filter(person=person).select_related("stopped_by")


def conditions_of(person: Person) -> QuerySet[LicenceCondition]:
    """Every one that ever stood, those too that were varied or ended."""
    return LicenceCondition.objects.filter(person=person).select_related("added_by", "ended_by")


def hdc_steps_of(person: Person, moves: Sequence[CustodyMove]) -> list[HdcStep]:
    """Of this stay in custody, in order."""
    return of_this_stay(HdcStep.objects.filter(person=person).select_related("noted_by"), moves)


def recall_to_reckon(moves: Sequence[CustodyMove]) -> CustodyMove | None:
    """The recall they are inside for, if that is why they are inside."""
    last = next((move for move in reversed(in_order(moves)) if move.kind != MoveKind.TRANSFERRED), None)
    return last if last and last.kind == MoveKind.RECALLED else None


def releases_between(
    user: User, from_on: date, to_on: date, *, also: Q | None = None, overdue: bool = False
) -> list[Release]:
    """Releases of the people the user may see, by day: those that have happened, and those to come by the date shown.
    `also`: people who are out, whenever they came out. `overdue`: those too whose day passed before, however long ago,
    without a release on record. Two queries.
    """
    last = CustodyMove.objects.filter(person=OuterRef("pk")).order_by("-on", "-pk")
    people = visible(user, Person.objects.all()).annotate(
        last_move=Subquery(last.values("kind")[:1]), last_move_on=Subquery(last.values("on")[:1])
    )
    released = CustodyMove.objects.filter(kind=MoveKind.RELEASED, on__range=(from_on, to_on))
    lately = Q(pk__in=released.values("person"), last_move_on__range=(from_on, to_on))
    out = people.filter(last_move=MoveKind.RELEASED).filter(lately | also if also else lately).select_related("site")
    found = [Release(person, person.last_move_on, None, True) for person in out]
    first = date.min if overdue else from_on
    found += [row for row in _releases_to_come(people, first, to_on) if first <= row.on <= to_on]
    return sorted(found, key=lambda release: (release.on, release.person.family_name, release.person.pk))


def _releases_to_come(people: QuerySet[Any], from_on: date, to_on: date) -> Iterable[Release]:
    """Of everyone inside with some release date in the window: the date that is shown, which may lie outside it."""
    current = CustodyDate.objects.filter(superseded_at__isnull=True, kind__in=RELEASE_KINDS, on__isnull=False)
    not_out = Q(last_move__isnull=True) | ~Q(last_move=MoveKind.RELEASED)
    inside = people.filter(not_out, pk__in=current.filter(on__range=(from_on, to_on)).values("person"))
    by_person: dict[int, list[CustodyDate]] = defaultdict(list)
    for row in current.filter(person__in=inside.values("pk")).select_related("person__site"):
        by_person[row.person_id].append(row)
    return [_to_come(rows) for rows in by_person.values()]


def _to_come(rows: Sequence[CustodyDate]) -> Release:
    shown = shown_release_date(rows)
    if shown is None or shown.on is None:
        raise AssertionError("Only dates with a day were read.")
    return Release(shown.person, shown.on, shown, False)
