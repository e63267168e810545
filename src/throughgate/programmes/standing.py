"""How an enrolment stands: its commitments sorted into what is to do and what was. Pure: `today` is passed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from throughgate.programmes.grammar import WHO_WORDS, ProgrammeModel
from throughgate.programmes.settling import State, state_on
from throughgate.programmes.terms import PROMISE

TO_DO = (State.OVERDUE, State.DUE, State.UPCOMING)
SOON = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment in words. `row` is what it was made from."""

    row: Any
    title: str
    note: str
    who: str
    state: State
    core: bool

    @property
    def tone(self) -> str:
        return {State.OVERDUE: "overdue", State.DUE: "due"}.get(self.state, "quiet")


@dataclass(slots=True)
class DoneLine:
    """What was done of one element: how often, when last, how often late."""

    title: str
    days: list[date] = field(default_factory=list)
    late: int = 0

    @property
    def last_on(self) -> date:
        return max(self.days)


@dataclass(frozen=True, slots=True)
class Standing:
    to_do: Sequence[Line]
    later: Sequence[Line]
    undated: Sequence[Line]
    waived: Sequence[Line]
    not_done: Sequence[Line]
    done: Sequence[DoneLine]
    core_done: int
    core_total: int


def standing_of(model: ProgrammeModel, rows: Iterable[Any], today: date) -> Standing:
    """`rows` have the fields of a commitment, of an element or of a promise with the promise at hand. To do is the next
    open one of each element, and every promise, unless it is weeks away.
    """
    lines = [promise_line(row, today) if row.element == PROMISE else line_of(model, row, today) for row in rows]
    soon = today + SOON
    open_lines = sorted((line for line in lines if line.state in TO_DO), key=_by_day)
    to_do = [line for line in open_lines if line.row.is_next and line.row.by_on <= soon]
    done: dict[tuple[str, str], DoneLine] = {}
    for line in lines:
        if line.state in (State.MET, State.MET_LATE):
            one = done.setdefault((line.row.element, line.title), DoneLine(line.title))
            one.days.append(line.row.met_on)
            one.late += line.state is State.MET_LATE
    core = core_progress(model, lines)
    return Standing(
        to_do=to_do,
        later=[line for line in open_lines if line not in to_do],
        undated=[line for line in lines if line.state is State.UNDATED],
        waived=[line for line in lines if line.state is State.WAIVED],
        not_done=sorted((line for line in lines if line.state is State.NOT_DONE), key=_by_day),
        done=sorted(done.values(), key=lambda one: one.last_on, reverse=True),
        core_done=sum(core.values()),
        core_total=len(core),
    )


def line_of(model: ProgrammeModel, row: Any, today: date) -> Line:
    element = model.elements.get(row.element)
    count = element.count if element and element.count else 1
    notes = [f"{row.ordinal} of {count}"] if count > 1 else []
    if row.spell:
        notes.append("after the return to custody")
    return Line(
        row=row,
        title=model.title_of(row.element),
        note=", ".join(notes),
        who=WHO_WORDS.get(row.who, row.who),
        state=state_on(today, by_on=row.by_on, met_on=row.met_on, waived_on=row.waived_on, closed_on=row.closed_on),
        core=bool(element and element.core),
    )


def promise_line(row: Any, today: date) -> Line:
    asked = row.promise
    return Line(
        row=row,
        title=asked.title,
        note=asked.get_source_display().lower(),
        who=row.worker.name if row.worker else WHO_WORDS.get(row.who, row.who),
        state=state_on(today, by_on=row.by_on, met_on=row.met_on, waived_on=row.waived_on, closed_on=row.closed_on),
        core=False,
    )


def core_progress(model: ProgrammeModel, lines: Iterable[Line]) -> Mapping[str, bool]:
    """Each core element, and whether it has been done at least once."""
    core = {key: False for key, element in model.elements.items() if element.core}
    for line in lines:
        if line.row.element in core and line.row.met_on:
            core[line.row.element] = True
    return core


def _by_day(line: Line) -> tuple[date, int]:
    return line.row.by_on or date.max, line.row.ordinal
