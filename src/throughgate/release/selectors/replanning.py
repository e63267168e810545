"""What moving releases would break, and what was decided where they were moved. Constant queries, however many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from throughgate.access.policy import Action, Hidden, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import Happened, record_events
from throughgate.common.bank_holidays import nation_of
from throughgate.people.models import Person
from throughgate.people.rules.day_sense import doubt_of_date
from throughgate.release.models import MovedRelease, MovedThing
from throughgate.release.rules.broken import Broken, Facts, mark_of
from throughgate.release.rules.day import Problem
from throughgate.release.rules.gate_sharing import Moved, shared_out
from throughgate.release.rules.replanning import replan
from throughgate.release.rules.working_days import release_day_warnings
from throughgate.release.selectors.day import days_of
from throughgate.release.selectors.replanning_dates import DateMove, MovedPart, ReleaseNow, date_move, releases_now
from throughgate.release.selectors.replanning_dates import parts_moved as read_parts
from throughgate.release.selectors.replanning_facts import read_facts
from throughgate.release.selectors.replanning_rows import Rows, read_rows


@dataclass(frozen=True)
class Doubt:
    """A day that is unlikely; in words as of a problem."""

    words: str
    mend: str


@dataclass(frozen=True)
class Wanted:
    """A day of this kind as somebody wants to note it."""

    person: Person
    kind: str
    on: date


@dataclass(frozen=True)
class Plan:
    """What the new day would do to one person. `problems` say why it cannot be noted like this."""

    person: Person
    kind: str
    on: date
    now: ReleaseNow
    move: DateMove
    broken: Sequence[Broken]
    parts: Sequence[MovedPart]
    warnings: Sequence[Problem | Doubt]
    rows: Rows = field(repr=False)
    alone: Sequence[Broken] = field(repr=False)  # as it were for nobody but them: the mark holds whoever is left out
    problems: Sequence[str] = ()

    @property
    def mark(self) -> str:
        return mark_of(self.alone, self.move.was, self.move.becomes)

    @property
    def doubts(self) -> list[Doubt]:
        """To be answered before anything is done."""
        return [one for one in self.warnings if isinstance(one, Doubt)]

    @property
    def stays(self) -> bool:
        """The day is noted already, and everything is planned for it."""
        row = self.now.holding.get(self.kind)
        return bool(row and row.on == self.on and self.move.was == self.move.becomes)

    @property
    def held(self) -> int:
        """The id of the date that it would take the place of, or 0."""
        row = self.now.holding.get(self.kind)
        return row.pk if row else 0


def plan_moves(user: User, wanted: Sequence[Wanted], today: date) -> list[Plan]:
    """In the order given; the caller may see the people."""
    people = [one.person for one in wanted]
    ids = [person.pk for person in people]
    now, rows = releases_now(ids, today), read_rows(user, ids, today)
    dated = {one.person.pk: date_move(now[one.person.pk], one.kind, one.on) for one in wanted}
    moves = {pk: _left(move, rows[pk]) for pk, move in dated.items()}
    lines = read_parts(dated, today)
    facts = read_facts(user, people, moves, rows, lines, today)
    shared = _shared(people, facts, moves, today)
    return [
        Plan(
            person=one.person,
            kind=one.kind,
            on=one.on,
            now=now[one.person.pk],
            move=moves[one.person.pk],
            broken=replan(shared[one.person.pk], moves[one.person.pk].was, moves[one.person.pk].becomes, today),
            parts=lines.get(one.person.pk, ()),
            warnings=(*_doubts(one, now[one.person.pk], today), *_warnings(one.person, moves[one.person.pk].becomes)),
            rows=rows[one.person.pk],
            alone=replan(facts[one.person.pk], moves[one.person.pk].was, moves[one.person.pk].becomes, today),
            problems=list(_problems(one, now[one.person.pk], today)),
        )
        for one in wanted
    ]


def _shared(
    people: Iterable[Person], facts: Mapping[int, Facts], moves: Mapping[int, DateMove], today: date
) -> dict[int, Facts]:
    due = [Moved(one.pk, facts[one.pk], moves[one.pk].was, moves[one.pk].becomes, f"{one.site_id}") for one in people]
    return shared_out(due, today)


def _left(move: DateMove, rows: Rows) -> DateMove:
    """Noted already, with the day still planned for another date: that one is what it moves from."""
    if move.was == move.becomes and rows.day and rows.day.on != move.becomes:
        return replace(move, was=rows.day.on)
    return move


def _doubts(one: Wanted, now: ReleaseNow, today: date) -> tuple[Doubt, ...]:
    """Of a day that is noted already it was asked when that was done."""
    held = now.holding.get(one.kind)
    if held and held.on == one.on:
        return ()
    known = {kind: row.on for kind, row in now.holding.items() if row.on and kind != one.kind}
    doubt = doubt_of_date(one.kind, one.on, known, today)
    return (Doubt(doubt, "Tick below that it is right, or change the day."),) if doubt else ()


def _warnings(person: Person, on: date | None) -> tuple[Problem, ...]:
    return release_day_warnings(on, nation_of(person.site.country)) if on else ()


def _problems(one: Wanted, now: ReleaseNow, today: date) -> Iterable[str]:
    if now.released_on:
        yield "They are out already. If they were recalled, record that first."
    elif one.on < today:
        yield "That day has passed. Record the release instead, or ask again for the day."


def is_left_behind(person: Person, release_on: date | None, spell: int) -> bool:
    """Whether the day is planned for another date than the one that is shown. One query."""
    row = days_of([person.pk]).filter(spell=spell).first()
    return bool(row and release_on and row.on != release_on)


def _things(user: User) -> QuerySet[MovedThing]:
    joined = visible(user, MovedThing.objects.all()).select_related("promise__worker", "promise__kept_by")
    return joined.select_related("stop__day", "application", "booking", "move__person__site").order_by("pk")


def _read(user: User, rows: QuerySet[MovedRelease]) -> list[MovedRelease]:
    joined = visible(user, rows).select_related("person__site", "made_by", "date")
    return list(joined.prefetch_related(Prefetch("things", _things(user), to_attr="shown")))


def moved_with(user: User, person: Person, date_id: int) -> MovedRelease | None:
    """What was decided when this date was noted; the last of it where that was done twice. The caller has checked and
    audited that they read the person. Two queries.
    """
    rows = _read(user, MovedRelease.objects.filter(person=person, date=date_id))
    return rows[0] if rows else None


def moved_together(user: User, batch: UUID) -> list[MovedRelease]:
    """Those of one act whom the reader may see, by name. Raises Hidden where there are none; audited for each."""
    rows = _read(user, MovedRelease.objects.filter(batch=batch))
    if not rows:
        raise Hidden()
    read = [Happened("moved_release.read", row.person, f"moved release {row.ref}") for row in rows]
    record_events(by=user, events=read)
    return sorted(rows, key=lambda row: (row.person.family_name, row.person.first_name, row.pk))


def access_call(user: User, ref: str, *, action: Action = Action.RECORD) -> MovedThing:
    """One that somebody is to be rung about. Raises Hidden, Forbidden."""
    row = _things_of(MovedThing.objects.filter(ref=ref)).first()
    if row is None or row.promise is None:
        raise Hidden()
    found: MovedThing = check(user, action, row)
    return found


def call_of_promise(promise_ref: str) -> MovedThing | None:
    """The page that it leads to checks the policy."""
    return _things_of(MovedThing.objects.filter(promise__ref=promise_ref)).first()


def is_one_of_several(call: MovedThing) -> bool:
    return MovedRelease.objects.filter(batch=call.move.batch, made_by=call.move.made_by_id).count() > 1


def _things_of(rows: QuerySet[MovedThing]) -> QuerySet[MovedThing]:
    return rows.select_related("move__person__site", "move__date", "promise__person", "stop__day", "application")
