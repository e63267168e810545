"""What was recorded of a day of release, and by when they were out that day. Of many people at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from throughgate.casework.models import Medium
from throughgate.people.models import CustodyMove, MoveKind
from throughgate.record.models import Entry
from throughgate.release.known_first_week import counted
from throughgate.release.models import JourneyReport, ReleaseDay, ReportKind
from throughgate.release.rules.outside import OnTheDay, was_outside


class Told(NamedTuple):
    """An entry, as far as a first week goes: `at` and `place` as its contact has them."""

    kind: str
    on: date
    happened: bool
    at: time | None
    place: str | None


TOLD = ("kind", "on", "happened", "contact_person__contact__at", "contact_person__contact__place")


@dataclass(frozen=True)
class DayOut:
    """`out_at`: the pick-up, else the end of the gate's hours, where either is known."""

    prison: str = ""
    out_at: time | None = None


def face_to_face(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """An entry that no contact wrote says nothing of how it was."""
    return entries.filter(
        Q(contact_person__isnull=True) | Q(contact_person__contact__medium=Medium.FACE_TO_FACE)
    )  # fmt: skip


def days_out(people: Sequence[int], first: date, last: date) -> dict[tuple[int, date], DayOut]:
    """By person and day of release. One query."""
    of = {"person": OuterRef("person")}
    inside = CustodyMove.objects.filter(**of, on__lte=OuterRef("on")).exclude(kind=MoveKind.RELEASED)
    picked_up = JourneyReport.objects.filter(
        journey__person=OuterRef("person"),
        journey__on=OuterRef("on"),
        kind__in=(ReportKind.PICKED_UP, ReportKind.ARRIVED),
        taken_back_by__isnull=True,
    )
    planned = ReleaseDay.objects.filter(**of, on=OuterRef("on")).order_by("-pk")
    rows = CustodyMove.objects.filter(person__in=people, kind=MoveKind.RELEASED, on__range=(first, last)).annotate(
        prison=Subquery(inside.order_by("-on", "-pk").values("site__name")[:1]),
        picked_up=Subquery(picked_up.order_by("at").values("at")[:1]),
        gate_to=Subquery(planned.values("gate_to")[:1]),
    )
    said = rows.order_by("pk").values_list("person_id", "on", "prison", "picked_up", "gate_to")
    return {(person, on): DayOut(prison or "", _time_of(picked) or gate) for person, on, prison, picked, gate in said}


def _time_of(moment: datetime | None) -> time | None:
    return timezone.localtime(moment).time() if moment else None


def outside_of(
    told: Iterable[Told], out: DayOut, released_on: date, back: tuple[date, str] | None
) -> tuple[list[Told], list[Told]]:
    """Those that were outside, and those of the two days at the ends of which nobody knows it. `back`: the day on which
    they went back, and where to. What was not face to face comes to nothing, and stands among the first.
    """
    counts, rows = counted(), list(told)
    met = min(
        (one.at for one in rows if one.kind in counts.gate and one.happened and one.on == released_on and one.at),
        default=None,
    )
    out_at = min((at for at in (met, out.out_at) if at), default=None)
    kept: list[Told] = []
    unknown: list[Told] = []
    for one in rows:
        is_back = back is not None and one.on == back[0]
        if one.kind not in counts.contact or (one.on != released_on and not is_back):
            kept.append(one)
            continue
        prison = back[1] if back and is_back else out.prison
        asked = OnTheDay(kind=one.kind, at=one.at, place=one.place or "", prison=prison, out_at=out_at, is_back=is_back)
        (kept if was_outside(asked, counts) else unknown).append(one)
    return kept, unknown


def seen_that_day(releases: Sequence[tuple[int, date]], entries: QuerySet[Entry]) -> set[tuple[int, date]]:
    """Of these people and their days of release, those on which somebody sat down with them outside. Two queries, none
    where there are none.
    """
    if not releases:
        return set()
    people, days = {person for person, _ in releases}, [on for _, on in releases]
    counts = counted()
    rows = entries.filter(person__in=people, on__in=set(days), happened=True, kind__in=counts.contact)
    out = days_out(list(people), min(days), max(days))
    told: dict[int, list[Told]] = {person: [] for person in people}
    for person, *one in face_to_face(rows).order_by().values_list("person_id", *TOLD):
        told[person].append(Told(*one))
    found = set()
    for person, on in releases:
        that_day = [one for one in told[person] if one.on == on]
        kept, _ = outside_of(that_day, out.get((person, on), DayOut()), on, None)
        if any(one.kind in counts.seen for one in kept):
            found.add((person, on))
    return found
