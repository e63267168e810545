"""What is due, from a programme model, the dates of a life and what has happened. Pure: it does not ask what day it is.

Nothing here depends on today, so a projection of the result never goes stale: an open recurrence has exactly one open
commitment, which rolls on when it is met. Data never raises: what cannot be known is None.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from throughgate.programmes.spells import LaidSpell, lay_spells
from throughgate.programmes.terms import (
    Commitment,
    Dates,
    Fact,
    Hold,
    Spell,
    State,
    Waiver,
    state_of,
    state_on,
)
from throughgate.programmes.tracks import MeasureTrack, Track
from throughgate.programmes.when import When

__all__ = ["Commitment", "Dates", "Fact", "Hold", "Spell", "State", "Waiver", "settle", "state_of", "state_on"]


class Settled(Protocol):
    """What settling asks of a programme model."""

    @property
    def tracks(self) -> Sequence[Track]: ...
    @property
    def measure_tracks(self) -> Sequence[MeasureTrack]: ...


def settle(model: Settled, dates: Dates, entries: Sequence[Fact], waivers: Sequence[Waiver]) -> tuple[Commitment, ...]:
    """Ordered by spell, by the element's place in the file, by ordinal; measures after elements."""
    case = _Case(dates, entries, waivers)
    for track in model.tracks:
        case.lay(track)
    for measure in model.measure_tracks:
        case.lay_measure(measure)
    return case.commitments()


class _Row(NamedTuple):
    from_on: date | None
    by_on: date | None
    met: Fact | None = None
    waived_on: date | None = None
    closed_on: date | None = None

    @property
    def done_on(self) -> date | None:
        return self.met.on if self.met else self.waived_on


_Rows = list[_Row]


class _Case:
    """One enrolment being settled."""

    def __init__(self, dates: Dates, entries: Sequence[Fact], waivers: Sequence[Waiver]) -> None:
        self.dates = dates
        left_on = dates.left_on or date.max
        self.facts = sorted((fact for fact in entries if fact.on <= left_on), key=lambda fact: (fact.on, fact.id))
        self.by_kind: dict[str, list[int]] = {}
        for place, fact in enumerate(self.facts):
            self.by_kind.setdefault(fact.kind, []).append(place)
        self.waived: dict[tuple[str, int], dict[int, date]] = {}
        for waiver in waivers:
            self.waived.setdefault((waiver.element, waiver.spell), {})[waiver.ordinal] = waiver.on
        self.spells = tuple(lay_spells(dates))
        whole_anchors = {**self.spells[-1].anchors, "enrolment": dates.enrolled_on}
        self.whole = LaidSpell(0, True, dates.enrolled_on, date.min, date.max, None, whole_anchors)
        self.open_hold = min((hold.from_on for hold in dates.holds if hold.to_on is None), default=None)
        self.past_holds = sorted((hold.from_on, hold.to_on) for hold in dates.holds if hold.to_on)
        self.rows: dict[str, list[tuple[LaidSpell, _Rows]]] = {}
        self.out: list[tuple[int, int, list[Commitment]]] = []

    # -- laying out ---------------------------------------------------------------------------------------------

    def lay(self, track: Track) -> None:
        facts = self.facts_for(track)
        layouts = []
        for spell in self.spells if track.again else (self.whole,):
            rows = self.rows_of(track, spell, self.counting(track, spell, facts))
            layouts.append((spell, rows))
            self.out.append(
                (spell.number, track.position, self.finish(track.key, track.who, spell, rows, track.runs_in_hold))
            )
        self.rows[track.key] = layouts

    def facts_for(self, track: Track) -> list[Fact]:
        kinds = track.kinds
        if len(kinds) == 1:
            places = self.by_kind.get(kinds[0], [])
        else:
            places = sorted(place for kind in kinds for place in self.by_kind.get(kind, ()))
        if track.subject is None:
            return [self.facts[place] for place in places]
        return [self.facts[place] for place in places if self.facts[place].subject == track.subject]

    def counting(self, track: Track, spell: LaidSpell, facts: list[Fact]) -> list[Fact]:
        """The facts that count: in the spell, and not before the day the element opens."""
        if not facts:
            return facts
        after, upto = spell.after, spell.upto
        if track.earlier_counts:
            return [fact for fact in facts if after < fact.on <= upto]
        opens = self.day(track.from_, spell, planned=False) if track.shape != "each" else self.dates.enrolled_on
        if opens is None:
            return []
        opens = max(opens, self.dates.enrolled_on)
        return [fact for fact in facts if opens <= fact.on <= upto and fact.on > after]

    def rows_of(self, track: Track, spell: LaidSpell, facts: list[Fact]) -> _Rows:
        waived = self.waived.get((track.key, spell.number), _NONE_WAIVED)
        if track.shape == "count":
            return self.lay_count(track, spell, facts, waived)
        if track.shape == "chain":
            return self.lay_chain(track, spell, facts, waived)
        if track.shape == "recurrence":
            return self.lay_recurrence(track, spell, facts, waived)
        if track.shape == "each":
            return self.lay_each(track, spell, facts, waived)
        return self.lay_as_needed(track, spell, facts)

    def lay_count(self, track: Track, spell: LaidSpell, facts: list[Fact], waived: dict[int, date]) -> _Rows:
        from_on, by_on = self.start(track, spell), self.by_day(track, spell)
        if track.count == 1 and not waived:
            return [_Row(from_on, by_on, facts[0] if facts else None)]
        left = iter(facts)
        return [
            _Row(from_on, by_on, None, waived[ordinal]) if ordinal in waived else _Row(from_on, by_on, next(left, None))
            for ordinal in range(1, track.count + 1)
        ]

    def lay_chain(self, track: Track, spell: LaidSpell, facts: list[Fact], waived: dict[int, date]) -> _Rows:
        left = iter(facts)
        rows: _Rows = []
        previous = self.start(track, spell)
        for ordinal in range(1, track.count + 1):
            waived_on = waived.get(ordinal)
            fact = None if waived_on else next(left, None)
            rows.append(row := self.next_row(track, spell, not rows, previous, fact, waived_on))
            previous = _continues_from(row)
        return rows

    def lay_recurrence(self, track: Track, spell: LaidSpell, facts: list[Fact], waived: dict[int, date]) -> _Rows:
        left = iter(facts)
        fact = next(left, None)
        rows: _Rows = []
        until = self.day(track.until, spell) if track.until else None
        previous = self.start(track, spell)
        while True:
            waived_on = waived.get(len(rows) + 1)
            row = self.next_row(track, spell, not rows, previous, None if waived_on else fact, waived_on)
            if until and row.by_on and row.by_on > until and not (row.done_on and row.done_on <= until):
                return rows
            rows.append(row)
            if row.met:
                fact = next(left, None)
            elif not waived_on:
                return rows
            previous = _continues_from(row)

    def next_row(
        self,
        track: Track,
        spell: LaidSpell,
        is_first: bool,
        previous: date | None,
        fact: Fact | None,
        waived_on: date | None,
    ) -> _Row:
        """The next one of a chain: due one interval after the one before, or after a hold that came between."""
        if is_first and track.by:
            return _Row(previous, self.by_day(track, spell), fact, waived_on)
        if previous is None or track.every is None:
            return _Row(previous, None, fact, waived_on)
        done_on = fact.on if fact else waived_on
        for hold_from, hold_to in self.past_holds:
            if hold_to > previous and (done_on is None or hold_from <= done_on):
                previous = hold_to
        return _Row(previous, track.every.after(previous), fact, waived_on)

    def lay_as_needed(self, track: Track, spell: LaidSpell, facts: list[Fact]) -> _Rows:
        until = self.day(track.until, spell) if track.until else None
        return [_Row(fact.on, None, fact) for fact in facts if until is None or fact.on <= until]

    def lay_each(self, track: Track, spell: LaidSpell, facts: list[Fact], waived: dict[int, date]) -> _Rows:
        rows: _Rows = []
        left = iter(facts)
        fact = next(left, None)
        for ordinal, day in enumerate(self.met_days(track.each_of, spell), 1):
            from_on, by_on = self.day(track.from_, spell, each=day), self.by_day(track, spell, each=day)
            if ordinal in waived:
                rows.append(_Row(from_on, by_on, None, waived[ordinal]))
                continue
            while fact and from_on and fact.on < from_on:
                fact = next(left, None)
            rows.append(_Row(from_on, by_on, fact if from_on else None))
            if from_on:
                fact = next(left, None)
        return rows

    def met_days(self, element: str, spell: LaidSpell) -> list[date]:
        days = (row.met.on for _, rows in self.rows[element] for row in rows if row.met)
        return sorted(day for day in days if spell.after < day <= spell.upto)

    # -- days ---------------------------------------------------------------------------------------------------

    def day(self, when: When, spell: LaidSpell, each: date | None = None, *, planned: bool = True) -> date | None:
        return when.shifted(self.base_day(when, spell, each, planned))

    def start(self, track: Track, spell: LaidSpell) -> date | None:
        from_on = self.day(track.from_, spell)
        return None if from_on is None else max(from_on, spell.opened_on)

    def base_day(self, when: When, spell: LaidSpell, each: date | None, planned: bool) -> date | None:
        if when.anchor:
            return spell.anchors[when.anchor]
        if when.call == "each":
            return each
        rows = self.layout(when.element, spell)
        if not rows:
            return None
        if when.call == "first":
            return rows[0].done_on or (rows[0].by_on if planned else None)
        done = [row.done_on for row in rows]
        if None not in done:
            return max(day for day in done if day)
        return rows[-1].by_on if planned else None

    def layout(self, element: str, spell: LaidSpell) -> _Rows:
        """The rows of an element as seen from a spell: its own layout there, or the only one, or the current one."""
        layouts = self.rows[element]
        if spell is not self.whole:
            for laid, rows in layouts:
                if laid.number == spell.number:
                    return rows
        return layouts[-1][1]

    def by_day(self, track: Track, spell: LaidSpell, each: date | None = None) -> date | None:
        if track.by is None:
            return None
        base = self.base_day(track.by, spell, each, True)
        by_on = track.by.shifted(base)
        if not track.by_dated:
            by_on = self.moved_by_holds(base, by_on)
        if track.grace and by_on:
            return max(by_on, track.grace.after(spell.opened_on) or by_on)
        return by_on

    def moved_by_holds(self, base: date | None, by_on: date | None) -> date | None:
        """Days on hold between the day it is counted from and the day it is due do not count."""
        for hold_from, hold_to in self.past_holds:
            if base is None or by_on is None:
                return by_on
            start = max(hold_from, base)
            if start <= by_on and hold_to > start:
                by_on = _plus(by_on, hold_to - start)
        return by_on

    # -- measures -----------------------------------------------------------------------------------------------

    def lay_measure(self, track: MeasureTrack) -> None:
        """An entry answers the latest moment whose window has opened; a second one in that time changes nothing.

        Once a later moment is answered an earlier one can no longer be made up: it is closed.
        """
        moments = [
            (ordinal, when, dated, spell)
            for ordinal, (when, again, dated) in enumerate(track.moments, 1)
            for spell in (self.spells if again else (self.whole,))
        ]
        openings = [self.opening(track, when, spell) for _, when, _, spell in moments]
        met: dict[int, Fact] = {}
        for place in self.by_kind.get("measure", ()):
            fact = self.facts[place]
            if fact.subject == track.subject:
                open_now = _latest_open(openings, [spell for *_, spell in moments], fact.on)
                if open_now is not None:
                    met.setdefault(open_now, fact)
        answered = max(((openings[place] or date.min, fact.on) for place, fact in met.items()), default=None)
        for place, (ordinal, when, dated, spell) in enumerate(moments):
            opens, fact_met = openings[place], met.get(place)
            row = self.moment_row(track, when, dated, spell, fact_met, ordinal)
            if answered and opens and opens < answered[0]:
                row = row._replace(closed_on=answered[1])
            part = self.finish(track.key, track.who, spell, [row], dated, ordinal)
            self.out.append((spell.number, track.position, part))

    def opening(self, track: MeasureTrack, when: When, spell: LaidSpell) -> date | None:
        moment = self.day(when, spell, planned=False)
        opens = track.open_before.after(moment) if moment else None
        return max(opens, self.dates.enrolled_on) if opens else None

    def moment_row(
        self, track: MeasureTrack, when: When, dated: bool, spell: LaidSpell, met: Fact | None, ordinal: int
    ) -> _Row:
        waived_on = self.waived.get((track.key, spell.number), _NONE_WAIVED).get(ordinal)
        base = self.base_day(when, spell, None, True)
        moment = when.shifted(base)
        if moment is None:
            return _Row(None, None, met, waived_on)
        by_on = track.until_after.after(moment)
        by_on = by_on if dated else self.moved_by_holds(base, by_on)
        from_on = track.open_before.after(moment)
        from_on = max(from_on, spell.opened_on) if from_on else None
        return _Row(from_on, by_on, None if waived_on else met, waived_on)

    # -- finishing ----------------------------------------------------------------------------------------------

    def finish(
        self, key: str, who: str, spell: LaidSpell, rows: _Rows, runs_in_hold: bool, first: int = 1
    ) -> list[Commitment]:
        """Drops what nobody could or can do, closes what was not done in time, and marks the first open one.

        What would have been due before somebody joined, or before they came back, is not asked of anybody.
        """
        ended_on = spell.returned_on or self.dates.left_on
        held_on = None if runs_in_hold else self.open_hold
        number, opened_on = spell.number, spell.opened_on
        is_next = spell.current
        done: list[Commitment] = []
        for ordinal, (from_on, by_on, met, waived_on, closed_on) in enumerate(rows, first):
            too_early = by_on is not None and by_on < opened_on
            if met:
                by_on = None if too_early else by_on
                done.append(Commitment(key, number, ordinal, who, from_on, by_on, met.on, met.id, None, None, False))
            elif waived_on:
                done.append(Commitment(key, number, ordinal, who, from_on, by_on, None, None, waived_on, None, False))
            elif too_early:
                continue
            elif closed_on:
                done.append(Commitment(key, number, ordinal, who, from_on, by_on, None, None, None, closed_on, False))
            elif ended_on:
                if by_on and by_on <= ended_on and not (held_on and by_on >= held_on):
                    done.append(
                        Commitment(key, number, ordinal, who, from_on, by_on, None, None, None, ended_on, False)
                    )
            elif not held_on:
                done.append(Commitment(key, number, ordinal, who, from_on, by_on, None, None, None, None, is_next))
                is_next = False
        return done

    def commitments(self) -> tuple[Commitment, ...]:
        self.out.sort(key=lambda part: part[:2])
        return tuple(commitment for *_, part in self.out for commitment in part)


_NONE_WAIVED: dict[int, date] = {}


def _continues_from(row: _Row) -> date | None:
    """The next of a chain counts from the day this was met; waived in advance, from the day it would have been due."""
    if row.met:
        return row.met.on
    if row.waived_on:
        return max(row.waived_on, row.by_on or row.waived_on)
    return row.by_on


def _latest_open(openings: list[date | None], spells: list[LaidSpell], day: date) -> int | None:
    """The place of the moment that opened last before or on the day, in the spell that holds the day."""
    found, found_opens = None, date.min
    for place, (opens, spell) in enumerate(zip(openings, spells, strict=True)):
        if opens and found_opens <= opens <= day and spell.after < day <= spell.upto:
            found, found_opens = place, opens
    return found


def _plus(day: date, days: timedelta) -> date | None:
    try:
        return day + days
    except OverflowError:
        return None
