"""Can this day be done, and if not, why not."""

from collections.abc import Iterable, Sequence

from throughgate.release.rules.day import (
    HOME,
    Answer,
    Day,
    Leg,
    Problem,
    Severity,
    Stop,
    TravelTimes,
    Verdict,
)
from throughgate.release.rules.plan import Plan, Run, latest
from throughgate.release.rules.reasons import (
    home_problems,
    lost_problem,
    obstacle_problem,
    tight_problems,
    zone_problems,
)
from throughgate.release.rules.working_days import release_day_warnings


def check_day(day: Day, stops: Sequence[Stop], travel: TravelTimes, order: Iterable[str] | None = None) -> Verdict:
    """`order`: keys of the stops to go to; all of them as they stand, if there is none.

    Leaving out a stop never makes a day impossible, if no way round is quicker than the way: that holds for estimates,
    and may fail for typed times or with drivers who are there for a part of the day.
    """
    plan = Plan(day, stops, travel)
    return verdict_of(plan, plan.named(order))


def verdict_of(plan: Plan, order: Sequence[Stop]) -> Verdict:
    run = plan.run(order, plan.gate)
    legs = tuple(legs_of(plan, run))
    found = problems_of(plan, order, run, legs)
    mandatory = [stop for stop in order if stop.is_mandatory]
    is_stuck = bool(zone_problems(plan)) or plan.is_home_barred
    gates = [None if is_stuck else plan.latest_gate(some) for some in (order, mandatory)]
    return Verdict(
        answer=answer_of(found),
        order=tuple(stop.key for stop in order),
        legs=legs,
        problems=found,
        ends_at=plan.clock.moment(run.ends),
        latest_gate=None if gates[0] is None else plan.clock.moment(gates[0]),
        latest_gate_for_mandatory=None if gates[1] is None else plan.clock.moment(gates[1]),
        mandatory_can_be_done=gates[1] is not None and gates[1] >= plan.gate,
    )


def problems_of(plan: Plan, order: Sequence[Stop], run: Run, legs: Iterable[Leg]) -> tuple[Problem, ...]:
    """In the order of the day; what concerns all of it first, what the calendar says last."""
    lost = {one.stop.key: one for one in run.lost}
    found = zone_problems(plan)
    for stop in order:
        obstacle = plan.obstacles[stop.key]
        if obstacle:
            found.append(obstacle_problem(stop, obstacle))
        elif stop.key in lost:
            found.append(lost_problem(plan, run, lost[stop.key]))
    found += [*home_problems(plan, run), *tight_problems(legs)]
    return (*found, *release_day_warnings(plan.day.on, plan.day.nation))


def answer_of(problems: Iterable[Problem]) -> Answer:
    severities = {problem.severity for problem in problems}
    if Severity.BLOCKS in severities:
        return Answer.NO
    return Answer.UNKNOWN if Severity.UNKNOWN in severities else Answer.YES


def legs_of(plan: Plan, run: Run) -> Iterable[Leg]:
    moment = plan.clock.moment
    for step in run.steps:
        last = latest(plan.windows[step.stop.key])
        yield Leg(
            key=step.stop.key,
            here=step.here,
            there=step.stop.place,
            mode=step.trip.way.mode,
            driver=step.trip.way.driver,
            travel=step.trip.way.travel,
            leaves_at=moment(step.trip.leaves),
            arrives_at=moment(step.trip.arrives),
            starts_at=moment(step.starts),
            ends_at=moment(step.ends),
            slack=last - step.trip.arrives,
        )
    if run.home and plan.day.home:
        at_home = moment(run.home.arrives)
        yield Leg(
            key=HOME,
            here=run.last,
            there=plan.day.home,
            mode=run.home.way.mode,
            driver=run.home.way.driver,
            travel=run.home.way.travel,
            leaves_at=moment(run.home.leaves),
            arrives_at=at_home,
            starts_at=at_home,
            ends_at=at_home,
            slack=None if plan.home_by is None else plan.home_by - run.home.arrives,
        )


def in_a_sentence(day: Day, verdict: Verdict) -> str:
    """The answer first, then until when it holds."""
    latest = verdict.latest_gate
    if verdict.can_be_done and latest:
        return f"The day can be done, if the gate opens by {latest:%H:%M}. It is to open by {day.gate_to:%H:%M}."
    if verdict.answer is Answer.UNKNOWN:
        return "Nobody can say yet whether the day can be done. What is not known stands below."
    also = " All that is mandatory can be done." if verdict.mandatory_can_be_done else ""
    if latest is None:
        return f"The day cannot be done as it stands.{also}"
    return (
        f"The day cannot be done if the gate opens at {day.gate_to:%H:%M}. It could be if the gate opened by"
        f" {latest:%H:%M}.{also}"
    )
