"""What is true of a first week after release. Pure: `today` is passed in, and no row is read.

Every question is answered by a day or by a `Tally`. Whose days are still running counts in no rate, seen already or
not: else whoever was quick would count and whoever was slow would not yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from throughgate.release.models import Became, HomeState, MetBy
from throughgate.release.rules.home import Lived, is_roof


@dataclass(frozen=True, slots=True)
class Counts:
    """What counts as what, from `data/first_week.yaml`. Days; kinds of entry."""

    window: int
    shown_for: int
    arrived_within: int
    contact_within: tuple[int, ...]
    seen: frozenset[str]
    contact: frozenset[str]
    outside: frozenset[str]
    out_by: time
    gate: frozenset[str]
    arrived: frozenset[str]
    nowhere: frozenset[str]
    returned_left_out: bool

    @property
    def kinds(self) -> frozenset[str]:
        return self.seen | self.contact | self.gate | self.arrived | self.nowhere


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    LEFT_OUT = "left_out"  # known, and no question of ours
    MISSING = "missing"  # nobody has said
    RUNNING = "running"  # its days are not over


class WhyNotYes(StrEnum):
    """What is told apart of those that are not a plain yes or no."""

    OTHERS = "met by family or another organisation"
    NOBODY = "nobody was to meet them, with a reason"
    RETURNED = "back in custody before that"
    CALLED_OFF = "called off by whoever they were to see"
    LATER = "later than that"

    @property
    def is_counted(self) -> bool:
        """Whether it stands in the share as a no; the others stand in no share."""
        return self in (WhyNotYes.OTHERS, WhyNotYes.NOBODY, WhyNotYes.LATER)


@dataclass(frozen=True, slots=True)
class Said:
    answer: Answer
    apart: WhyNotYes | None = None


@dataclass(frozen=True, slots=True)
class Did:
    """Something that happened, or was to happen and did not, on a day."""

    on: date
    happened: bool = True


@dataclass(frozen=True, slots=True)
class Appointment:
    """`became` is empty while nobody has said. `ref` names its row for whoever shows it."""

    on: date
    became: str = ""
    is_mandatory: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True)
class HomeSaid:
    """One step of an application, in the order they were said; `day`: from when the place is theirs."""

    application: int
    state: str
    on: date
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """All that is known of one release and the days after it. The order within each does not matter, but of `homes`.

    `contacts`: days with a first contact face to face outside, the gate among them; `seen`: those on which somebody sat
    down with them. `is_unsure`: they sat down on the day of release, and nobody said that it was outside. `meets`: who
    was to be at the gate, "" where nobody has said. `reason_on`: why nobody saw them is known.
    """

    released_on: date
    returned_on: date | None = None
    contacts: tuple[date, ...] = ()
    seen: tuple[date, ...] = ()
    is_unsure: bool = False
    gate: tuple[Did, ...] = ()
    meets: str = ""
    arrived: tuple[Did, ...] = ()
    nowhere: tuple[date, ...] = ()
    lived: tuple[Lived, ...] = ()
    homes: tuple[HomeSaid, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    reason_on: date | None = None

    def day(self, number: int) -> date:
        return self.released_on + timedelta(days=number)

    def first(self, days: Iterable[date]) -> date | None:
        """The first of them after the release and before a return to custody."""
        last = self.returned_on or date.max
        return min((day for day in days if self.released_on <= day <= last), default=None)

    @property
    def seen_on(self) -> date | None:
        return self.first(self.seen)

    @property
    def contact_on(self) -> date | None:
        return self.first((*self.contacts, *self.seen))

    def is_back(self, by: date) -> bool:
        return self.returned_on is not None and self.returned_on <= by


def seen_within(week: Week, days: int, counts: Counts, today: date) -> Said:
    return _within(week, week.seen_on, days, counts, today)


def contact_within(week: Week, days: int, counts: Counts, today: date) -> Said:
    return _within(week, week.contact_on, days, counts, today)


def _within(week: Week, first: date | None, days: int, counts: Counts, today: date) -> Said:
    last = week.day(days)
    if today <= last:
        return Said(Answer.RUNNING)
    if first and first <= last:
        return Said(Answer.YES)
    if counts.returned_left_out and week.is_back(last):
        return Said(Answer.LEFT_OUT, WhyNotYes.RETURNED)
    return Said(Answer.NO)


def met_at_gate(week: Week, today: date) -> Said:
    """By one of us. What was planned of others nobody confirms: it is told apart, and counts as no yes."""
    if today <= week.released_on:
        return Said(Answer.RUNNING)
    there = [did.happened for did in week.gate if did.on == week.released_on]
    if any(there):
        return Said(Answer.YES)
    if week.meets in (MetBy.FAMILY, MetBy.AGENCY):
        return Said(Answer.NO, WhyNotYes.OTHERS)
    if week.meets == MetBy.NOBODY:
        return Said(Answer.NO, WhyNotYes.NOBODY)
    return Said(Answer.NO if there else Answer.MISSING)


def arrived_by(week: Week, counts: Counts, today: date) -> Said:
    last = week.day(counts.arrived_within)
    if today <= last:
        return Said(Answer.RUNNING)
    days = [did.on for did in week.arrived if did.happened]
    first = week.first(days)
    if first and first <= last:
        return Said(Answer.YES)
    if week.is_back(last):
        return Said(Answer.LEFT_OUT, WhyNotYes.RETURNED)
    if first and first <= week.day(counts.shown_for):
        return Said(Answer.NO, WhyNotYes.LATER)
    told_not = any(not did.happened and week.released_on <= did.on <= last for did in week.arrived)
    return Said(Answer.NO if told_not else Answer.MISSING)


def nowhere_at_release(week: Week, today: date) -> Said:
    """Yes where they had nowhere to go that night; a home that was sure on the day is one."""
    if today <= week.released_on:
        return Said(Answer.RUNNING)
    tonight = [one for one in week.lived if one.holds_on(week.released_on)]
    if any(is_roof(one.kind) for one in tonight) or _is_arranged(week):
        return Said(Answer.NO)
    if tonight or week.released_on in week.nowhere:
        return Said(Answer.YES)
    return Said(Answer.MISSING)


def appointments_of(week: Week, counts: Counts, today: date) -> list[Said]:
    """One answer for each appointment of the first week; what was to be after a return to custody is not one."""
    last = min(week.day(counts.window), week.returned_on or date.max)
    return [_kept(one, today) for one in week.appointments if week.released_on <= one.on <= last]


def _kept(one: Appointment, today: date) -> Said:
    if today <= one.on:
        return Said(Answer.RUNNING)
    if one.became == Became.CALLED_OFF:
        return Said(Answer.LEFT_OUT, WhyNotYes.CALLED_OFF)
    if one.became == Became.MISSED:
        return Said(Answer.NO)
    return Said(Answer.YES if one.became in (Became.KEPT, Became.LATE) else Answer.MISSING)


def _is_arranged(week: Week) -> bool:
    """What was said last of some application by the day of release: a place that is theirs from that day. Where they
    came to after an earlier release is none for this one.
    """
    last = {step.application: step for step in week.homes if step.on <= week.released_on}.values()
    kept = (step for step in last if step.state == HomeState.CONFIRMED)
    came = (step for step in last if step.state == HomeState.ARRIVED)
    return any(step.day is None or step.day <= week.released_on for step in kept) or any(
        step.on == week.released_on for step in came
    )


def is_not_seen(week: Week) -> bool:
    """Neither seen nor told why not: such a person stays in sight."""
    return week.seen_on is None and week.returned_on is None and week.reason_on is None
