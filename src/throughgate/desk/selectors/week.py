"""Who is released, met at the gate or heard in the seven days from today."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.desk.rules.today import WEEK_DAYS
from throughgate.desk.selectors.lines import with_model
from throughgate.people.models import Confidence, CustodyDate, CustodyMove, DateKind, MoveKind, Person
from throughgate.people.rules.custody import RELEASE_KINDS, shown_release_date
from throughgate.people.rules.scopes import Scope
from throughgate.people.selectors.scopes import people_in
from throughgate.programmes.asking import asked_of
from throughgate.programmes.models import Commitment
from throughgate.release.selectors.at_gate import AtGate, Gates

GATE_KIND = "gate-meeting"
WAS_MET = "was met at the gate"
KINDS = ("release", "gate", "alone", "hearing")  # in the order of one day


@dataclass(frozen=True)
class WeekLine:
    """`kind` is one of KINDS; `words` say what, without the name and the day."""

    kind: str
    on: date
    person: Person
    words: str
    icon: str


def dates_of_week(user: User, scope: Scope, today: date) -> list[WeekLine]:
    """Releases and hearings, in no order. One query."""
    last = last_of_week(today)
    lines: list[WeekLine] = []
    for rows in _dates_by_person(user, scope, today, last).values():
        shown = shown_release_date(rows)
        if shown and shown.on and today <= shown.on <= last and rows[0].last_move != MoveKind.RELEASED:
            lines.append(WeekLine("release", shown.on, shown.person, release_words(shown.confidence), "gate"))
        lines += [
            WeekLine("hearing", row.on, row.person, "has a parole hearing", "court")
            for row in rows
            if row.kind == DateKind.PAROLE_HEARING and row.on and today <= row.on <= last
        ]
    return lines


def with_gates(lines: list[WeekLine], gates: Gates, today: date) -> list[WeekLine]:
    """By day, releases first, with who is met at the gate. Two queries."""
    found = [*lines, *_at_gates(gates, released(lines), today)]
    return sorted(found, key=lambda line: (line.on, KINDS.index(line.kind), line.person.name))


def folded(lines: Iterable[WeekLine]) -> list[WeekLine]:
    """One line for somebody who is released and met on one day."""
    met = {(line.person.pk, line.on): line for line in lines if line.kind in ("gate", "alone")}
    found = []
    for line in lines:
        gate = met.pop((line.person.pk, line.on), None) if line.kind == "release" else None
        if gate:
            found.append(replace(line, words=f"{line.words} and {gate.words}"))
        elif line.kind not in ("gate", "alone") or (line.person.pk, line.on) in met:
            found.append(line)
    return found


def released(lines: Iterable[WeekLine]) -> list[WeekLine]:
    return [line for line in lines if line.kind == "release"]


def last_of_week(today: date) -> date:
    return today + timedelta(days=WEEK_DAYS - 1)


def release_words(confidence: str) -> str:
    return {
        Confidence.CONFIRMED: "is released",
        Confidence.EXPECTED: "is expected to be released",
    }.get(Confidence(confidence), "may be released")


def _dates_by_person(user: User, scope: Scope, today: date, last: date) -> dict[int, list[Any]]:
    """Every release and hearing date of those who have one in the week: which release counts depends on the others."""
    kinds = (*RELEASE_KINDS, DateKind.PAROLE_HEARING)
    current = CustodyDate.objects.filter(superseded_at__isnull=True, kind__in=kinds)
    in_week = current.filter(on__range=(today, last)).filter(people_in(user, scope, today)).values("person")
    moves = CustodyMove.objects.filter(person=OuterRef("person")).order_by("-on", "-pk")
    rows: QuerySet[Any] = visible(user, current.filter(person__in=in_week)).select_related("person__site")
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.annotate(last_move=Subquery(moves.values("kind")[:1])):
        found[row.person_id].append(row)
    return found


def _at_gates(gates: Gates, releases: list[WeekLine], today: date) -> list[WeekLine]:
    """A meeting at the gate hangs on the release, so only those released in the week can have one. Who meets them is
    what their release day says; a programme's commitment says only that somebody should.
    """
    said = gates.of(line.person.pk for line in releases)
    asked = {line.person.pk: line for line in _asked_for((line.person for line in releases), today)}
    found = []
    for release in releases:
        pk = release.person.pk
        theirs, due = said.get(pk), asked.get(pk)
        if theirs and theirs.on == release.on and not (due and due.words == WAS_MET):
            found.append(_said_line(theirs, release))
        elif due:
            found.append(due)
    return found


def _said_line(said: AtGate, release: WeekLine) -> WeekLine:
    if said.is_met:
        return WeekLine("gate", said.on, release.person, f"is met at the gate by {said.by}", "person")
    return WeekLine("alone", said.on, release.person, f"is met by nobody at the gate ({said.why_not})", "note")


def _asked_for(people: Iterable[Person], today: date) -> list[WeekLine]:
    known = {person.pk: person for person in people}
    rows = Commitment.objects.filter(
        person__in=known, promise=None, by_on__range=(today, last_of_week(today)), waived_on=None, closed_on=None
    )
    return [
        WeekLine(
            "gate", row.by_on, known[row.person_id], WAS_MET if row.met_on else "is to be met at the gate", "person"
        )
        for row in with_model(rows)
        if row.by_on and GATE_KIND in asked_of(row).kinds
    ]
