"""Invents what happened to people who do not exist, by living their programme model forward: what falls due is done, on
time, late or not at all. Pure and repeatable: the same seed and day give the same charity."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain
from random import Random
from typing import NamedTuple

from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.settling import Commitment, Dates, Fact, settle
from throughgate.programmes.tracks import MeasureTrack, Track


class Phase(StrEnum):
    WAITING = "waiting"
    EARLY = "months before release"
    NEAR = "weeks before release"
    THIS_WEEK = "released this week"
    JUST_OUT = "just released"
    COMMUNITY = "in the community"
    YEAR_OUT = "a year out"
    RECALLED = "recalled"
    LEFT = "left"


# How many of every 150 people stand where.
SHARES = {
    Phase.WAITING: 12,
    Phase.EARLY: 26,
    Phase.NEAR: 22,
    Phase.THIS_WEEK: 7,
    Phase.JUST_OUT: 14,
    Phase.COMMUNITY: 30,
    Phase.YEAR_OUT: 14,
    Phase.RECALLED: 10,
    Phase.LEFT: 15,
}

# Days from today to release, from and to, for each phase (past is negative).
RELEASE_IN = {
    Phase.WAITING: (90, 260),
    Phase.EARLY: (95, 200),
    Phase.NEAR: (12, 85),
    Phase.THIS_WEEK: (0, 6),
    Phase.JUST_OUT: (-24, -1),
    Phase.COMMUNITY: (-200, -30),
    Phase.YEAR_OUT: (-420, -330),
    Phase.RECALLED: (40, 160),
    Phase.LEFT: (-300, -60),
}
MOST = 900  # things in one life
RECENT = 21  # days back within which something may still be undone
UNDONE, LATE, MISSED = 0.05, 0.10, 0.07  # of all that falls due
RELEASED = {Phase.JUST_OUT, Phase.COMMUNITY, Phase.YEAR_OUT, Phase.LEFT}


@dataclass(frozen=True)
class Course:
    """The dates of one invented life around one enrolment. `recalled` is (first release, return)."""

    phase: Phase
    release_on: date
    received_on: date
    enrolled_on: date
    recalled: tuple[date, date] | None = None
    left_on: date | None = None


@dataclass(frozen=True)
class Deed:
    """One thing that happened, or that was to happen and did not."""

    element: str
    kind: str
    subject: str
    on: date
    minutes: int | None
    happened: bool = True


class _Due:
    """What is due in a life as it goes on. After something was done only what hangs on it is settled anew: that is a
    few of a model's elements, and a life is settled a hundred times.
    """

    def __init__(self, model: ProgrammeModel, dates: Dates) -> None:
        self.model, self.dates = model, dates
        self.facts: list[Fact] = []
        self.parts: dict[str, tuple[set[str], Part]] = {}
        self.by_element: dict[str, list[Commitment]] = defaultdict(list)
        for one in settle(model, dates, (), ()):
            self.by_element[one.element].append(one)

    def commitments(self) -> Iterator[Commitment]:
        return chain.from_iterable(self.by_element.values())

    def add(self, kind: str, subject: str, on: date, minutes: int | None) -> None:
        self.facts.append(Fact(len(self.facts) + 1, kind, subject, on, minutes))
        if kind not in self.parts:
            moved = moved_by(self.model, kind)
            self.parts[kind] = moved, part_of(self.model, moved)
        moved, part = self.parts[kind]
        for key in moved:
            self.by_element[key] = []
        for one in settle(part, self.dates, self.facts, ()):
            if one.element in moved:
                self.by_element[one.element].append(one)


class Part(NamedTuple):
    """Some of a model's elements and measures, with those that they are counted from."""

    tracks: Sequence[Track]
    measure_tracks: Sequence[MeasureTrack]


def moved_by(model: ProgrammeModel, kind: str) -> set[str]:
    """The elements and measures that something of this kind may meet, and those whose days hang on them."""
    moved = {track.key for track in model.tracks if kind in track.kinds}
    for track in model.tracks:  # each stands after those that it hangs on
        if _called(track) & moved:
            moved.add(track.key)
    return moved | {one.key for one in model.measure_tracks if kind == "measure" or _moments(one) & moved}


def part_of(model: ProgrammeModel, keys: set[str]) -> Part:
    measures = [one for one in model.measure_tracks if one.key in keys]
    wanted = keys.union(*(_moments(one) for one in measures))
    for track in reversed(model.tracks):
        if track.key in wanted:
            wanted |= _called(track)
    return Part([track for track in model.tracks if track.key in wanted], measures)


def _called(track: Track) -> set[str]:
    days = (track.from_, track.by, track.until)
    return {day.element for day in days if day and day.call} | ({track.each_of} if track.each_of else set())


def _moments(measure: MeasureTrack) -> set[str]:
    return {when.element for when, *_ in measure.moments if when.call}


@dataclass
class _Life:
    due: _Due
    deeds: list[Deed] = field(default_factory=list)
    set_aside: set[tuple[str, int, int]] = field(default_factory=set)


def weekday(day: date, *, forward: bool = False) -> date:
    """The nearest working day: before by default, after if `forward`."""
    while day.weekday() > 4:
        day += timedelta(days=1 if forward else -1)
    return day


def phases(count: int) -> list[Phase]:
    """`count` phases in the shares above, rounded, the last filling up."""
    total = sum(SHARES.values())
    spread = [phase for phase, share in SHARES.items() for _ in range(round(share * count / total))]
    return (spread + [Phase.COMMUNITY] * count)[:count]


def course_of(phase: Phase, today: date, chance: Random) -> Course:
    release_on = weekday(today + timedelta(days=chance.randint(*RELEASE_IN[phase])))
    if phase is Phase.THIS_WEEK:
        release_on = weekday(max(release_on, today), forward=True)
    elif phase is Phase.JUST_OUT:
        release_on = min(release_on, weekday(today - timedelta(days=1)))
    enrolled_on = weekday(
        min(release_on - timedelta(days=chance.randint(90, 240)), today - timedelta(days=chance.randint(5, 30)))
    )
    received_on = enrolled_on - timedelta(days=chance.randint(200, 900))
    recalled, left_on = None, None
    if phase is Phase.RECALLED:
        returned_on = today - timedelta(days=chance.randint(15, 70))
        out_on = weekday(returned_on - timedelta(days=chance.randint(30, 110)))
        recalled = (out_on, returned_on)
        enrolled_on = weekday(out_on - timedelta(days=chance.randint(90, 200)))
        received_on = enrolled_on - timedelta(days=chance.randint(200, 900))
    if phase is Phase.LEFT:
        left_on = min(release_on + timedelta(days=chance.randint(-40, 150)), today - timedelta(days=3))
    return Course(phase, release_on, received_on, enrolled_on, recalled, left_on)


def live(model: ProgrammeModel, dates: Dates, today: date, chance: Random) -> list[Deed]:
    """What happened on this programme up to today (or the day they left), in order of the days."""
    until = min(today, dates.left_on or today)
    # To those who lived it, the day of leaving was not yet known.
    dates = dates._replace(left_on=None)
    life = _Life(_Due(model, dates))
    for _ in range(MOST):
        due = _next_due(dates, life, until)
        if due is None:
            break
        _meet(model, due, life, until, chance)
    return sorted(life.deeds, key=lambda deed: deed.on)


def _next_due(dates: Dates, life: _Life, until: date) -> Commitment | None:
    """The first open commitment that could have been met by now and was not given up."""
    candidates = [
        c
        for c in life.due.commitments()
        if not (c.met_on or c.closed_on or c.waived_on)
        and c.by_on is not None
        and (c.from_on or dates.enrolled_on) <= until
        and (c.element, c.spell, c.ordinal) not in life.set_aside
    ]
    return min(candidates, key=lambda c: (c.by_on, c.element, c.ordinal), default=None)


def _meet(model: ProgrammeModel, due: Commitment, life: _Life, until: date, chance: Random) -> None:
    day = _day_done(due, until, chance)
    if day is None:
        life.set_aside.add((due.element, due.spell, due.ordinal))
        return
    kind, subject, minutes = _what(model, due.element, chance)
    if chance.random() < MISSED:
        missed = weekday(day - timedelta(days=chance.randint(2, 6)))
        if due.from_on is None or missed > due.from_on:
            life.deeds.append(Deed(due.element, kind, subject, missed, None, happened=False))
    life.due.add(kind, subject, day, minutes)
    life.deeds.append(Deed(due.element, kind, subject, day, minutes))


def _day_done(due: Commitment, until: date, chance: Random) -> date | None:
    """Mostly in good time, sometimes late; None if it has not been done yet."""
    by_on = due.by_on or until
    earliest = max(due.from_on or by_on - timedelta(days=14), by_on - timedelta(days=28))
    if (until - by_on).days <= RECENT and chance.random() < UNDONE:
        return None
    day = by_on - timedelta(days=round((by_on - earliest).days * chance.random() * 0.7))
    if chance.random() < LATE:
        day = by_on + timedelta(days=chance.randint(1, 9))
    day = max(weekday(day), weekday(earliest, forward=True))
    return day if day <= until else None


def _what(model: ProgrammeModel, key: str, chance: Random) -> tuple[str, str, int | None]:
    if key.startswith("measure:"):
        return "measure", key.removeprefix("measure:"), None
    element = model.elements[key]
    minutes = element.minutes and max(15, round((element.minutes + chance.randint(-15, 10)) / 5) * 5)
    return chance.choice(element.kinds), element.subject or "", minutes


def spread(kinds: list[str], chance: Random) -> Iterator[str]:
    """Goes round the list in a shuffled order, for ever, so that no two neighbours read the same."""
    while True:
        yield from chance.sample(kinds, len(kinds))
