"""What stands against a stop, in a caseworker's words, and how to mend it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from throughgate.release.rules.day import HOME, Day, Kind, Leg, Mode, NoDriver, Place, Problem, Stop, hours_words
from throughgate.release.rules.plan import Lost, Obstacle, Plan, Run, earliest
from throughgate.release.rules.ways import Hindrance

BY: Mapping[Mode | None, str] = {
    Mode.FOOT: "on foot",
    Mode.PUBLIC: "by public transport",
    Mode.CAR: "by car",
    None: "without a step",
}
STEP = 5  # minutes to which a time that is asked for is rounded up
LEAST_OF_GUESS = 3  # a time typed in that is less than this part of the estimate may be a slip
TIGHT_BELOW = 15  # minutes to spare that an estimate may well be wrong by
ANOTHER_DAY = "Ask for another day, or whether it can be done by phone."
GIVE_WAY = "Give both places a postcode or a point on the map, or type in how long it takes."
LOOK_AT_WAY = "Find a way that keeps out of it and type in how long it takes, or ask for a driver who knows."


# Why nobody drives, as the end of a sentence, and what to do about it.
NO_DRIVER: Mapping[NoDriver, tuple[str, str]] = {
    NoDriver.NO_JOURNEY: ("no journey is planned for that day", "Plan a journey and ask a driver."),
    NoDriver.NOBODY_ASKED: ("no driver has been asked yet", "Ask a driver."),
    NoDriver.ASKED: ("who was asked has not answered yet", "Ring them, or ask another driver."),
    NoDriver.REFUSED: ("nobody who was asked can drive", "Ask another driver."),
    NoDriver.TO_CONFIRM: (
        "the journey was changed, and its driver has not said yet whether that suits them",
        "Ring them, or ask another driver.",
    ),
    NoDriver.CALLED_OFF: ("the journey was called off", "Plan another journey and ask a driver."),
    NoDriver.ELSEWHERE: ("", "Change the journey, or plan another and ask a driver."),
}


def minutes_words(minutes: int) -> str:
    return f"{minutes} minute" if minutes == 1 else f"{minutes} minutes"


def doubtful_minutes(minutes: int | None, guess: int | None) -> str:
    """Why a time that was typed in for a way between two places is asked about once more; empty where it is not."""
    if minutes is None:
        return ""
    if minutes == 0:
        return "These are two places: 0 minutes would mean that they are one. Enter the minutes, or say that it is so"
    if guess and minutes * LEAST_OF_GUESS < guess:
        return f"The estimate is about {minutes_words(guess)}. Check what you typed, or say that it is so"
    return ""


def no_driver_words(day: Day, here: Place, there: Place) -> str:
    way = f"from {here.name} to {there.name}"
    if day.no_driver is not NoDriver.ELSEWHERE:
        return f"Nobody has said yes to driving {way}: {NO_DRIVER[day.no_driver][0]}."
    ends = [
        f"from {one.start.name} at {one.free_from:%H:%M} to {one.end.name} by {one.free_to:%H:%M}{one.days_words}"
        for one in day.drivers
        if one.start and one.end
    ]
    if not ends:
        return f"No journey takes them {way}: the one that stands begins or ends where this day does not lead."
    return f"No journey takes them {way} in time. What stands: {' and '.join(ends)}."


def needs_driver_mend(day: Day) -> str:
    """Where a bus was meant to do: somebody may have been asked already."""
    return "Ask for a driver." if day.no_driver is NoDriver.NO_JOURNEY else NO_DRIVER[day.no_driver][1]


def obstacle_problem(stop: Stop, obstacle: Obstacle) -> Problem:
    zone = obstacle.zone.name if obstacle.zone else ""
    at = f"{stop.at:%H:%M}" if stop.at else ""
    words, mend = {
        Kind.IN_ZONE: (f"{stop.title} lies in a zone that may not be entered: {zone}.", "Find another place for it."),
        Kind.UNKNOWN_HOURS: (
            f"It is not known when {stop.title} is open that day.",
            "Ring and ask, and fill in the hours or a booked time.",
        ),
        Kind.UNKNOWN_PLACE: (
            f"Nobody can say whether {stop.title} keeps out of the zones: its place is not known.",
            "Give it a postcode or a point on the map.",
        ),
        Kind.CLOSED: (f"{stop.title} is closed that day.", ANOTHER_DAY),
        Kind.HOURS_TOO_SHORT: (
            f"{stop.title} takes {minutes_words(stop.minutes)} and is not open that long ({_hours(stop)}).",
            "Check its length and its hours, or ask for another day.",
        ),
        Kind.BOOKED_WHEN_CLOSED: (
            f"{stop.title} is booked for {at} and takes {minutes_words(stop.minutes)}, but {_hours_words(stop)}.",
            "Check the booking with them, or correct the hours.",
        ),
    }[obstacle.kind]
    return Problem(obstacle.kind, (stop.key,), words, mend)


def lost_problem(plan: Plan, run: Run, lost: Lost) -> Problem:
    kind, words = reason_of(plan, lost)
    keys = (lost.stop.key, lost.after.key) if kind is Kind.OVERLAPS and lost.after else (lost.stop.key,)
    return Problem(kind, keys, words, _mend(plan, run, lost, kind))


def reason_of(plan: Plan, lost: Lost) -> tuple[Kind, str]:
    if lost.stop.at and lost.leaves > plan.clock.minute(lost.stop.at):
        # Whatever the way is and however long it takes.
        kind = Kind.OVERLAPS if lost.after else Kind.BEFORE_GATE
        return kind, f"{lost.stop.title} is booked for {lost.stop.at:%H:%M}, but {_busy(plan, lost)}."
    unknown = plan.roads.unknown(lost.here, lost.stop.place, lost.leaves)
    hindrance = unknown or lost.hindrance
    if hindrance and hindrance.kind is not Kind.NO_WAY:
        return hindrance.kind, way_words(plan.day, lost.here, lost.stop.place, hindrance)
    by_car = _by_car(plan, lost)
    if hindrance or lost.trip is None:
        words = f"There is no way {BY[plan.day.gets_about]} from {lost.here.name} to {lost.stop.place.name}{by_car}."
    else:
        words = f"{_late(plan, lost)}{by_car}."
    if by_car:
        return Kind.NEEDS_DRIVER, words
    if lost.trip is None:
        return Kind.NO_WAY, words
    return (Kind.NO_TIME_TO_TRAVEL if lost.stop.at else Kind.AFTER_CLOSING), words


def way_words(day: Day, here: Place, there: Place, hindrance: Hindrance) -> str:
    if hindrance.kind is Kind.NO_DRIVER:
        return no_driver_words(day, here, there)
    zone = hindrance.zone.name if hindrance.zone else ""
    way = f"from {here.name} to {there.name}"
    if hindrance.kind is Kind.UNKNOWN_TRAVEL:
        return f"It is not known how long it takes {BY[hindrance.mode]} {way}."
    if hindrance.kind is Kind.MAY_CROSS_ZONE:
        return f"The way {way} may lead through a zone that may not be entered: {zone}."
    if hindrance.kind is Kind.ZONE_ON_THE_WAY:
        return f"The way {way} {BY[hindrance.mode]} leads through a zone that may not be entered: {zone}."
    return f"There is no way {BY[hindrance.mode]} {way}."


def home_problems(plan: Plan, run: Run) -> list[Problem]:
    home = plan.day.home
    if home is None:
        return []
    zone = plan.zone_around(home)
    if zone:
        words = f"{home.name} lies in a zone that may not be entered: {zone.name}."
        return [Problem(Kind.IN_ZONE, (HOME,), words, "Talk to the probation officer before anything else.")]
    if run.home is None:
        hindrance = plan.roads.hindrance(run.last, home, run.left_at)
        if hindrance.kind is Kind.NO_WAY and plan.roads.with_any_driver(run.last, home, run.left_at):
            words = f"There is no way {BY[hindrance.mode]} from {run.last.name} to {home.name}; by car there is."
            return [Problem(Kind.NEEDS_DRIVER, (HOME,), words, needs_driver_mend(plan.day))]
        words = way_words(plan.day, run.last, home, hindrance)
        return [Problem(hindrance.kind, (HOME,), words, _fixed(plan.day, hindrance.kind) or ANOTHER_DAY)]
    if plan.is_home_late(run) and plan.day.home_by:
        words = f"{home.name} is reached at {plan.clock.wall(run.home.arrives)}; the curfew begins at"
        return [Problem(Kind.HOME_LATE, (HOME,), f"{words} {plan.day.home_by:%H:%M}.", _earlier_home(plan, run))]
    return []


def zone_problems(plan: Plan) -> list[Problem]:
    return [
        Problem(
            Kind.UNKNOWN_ZONE,
            (),
            f"Nobody can say whether the day keeps out of {zone.name}: it is not known where that is.",
            "Put the zone on the map.",
        )
        for zone in plan.day.zones
        if zone.centre.point is None
    ]


def tight_problems(legs: Iterable[Leg]) -> list[Problem]:
    return [
        Problem(
            Kind.TIGHT,
            (leg.key,),
            f"{_spare(leg.slack)} to spare at {leg.there.name}, and the way there is an estimate.",
            "Look the way up and type in how long it takes.",
        )
        for leg in legs
        if leg.slack is not None and 0 <= leg.slack < TIGHT_BELOW and leg.travel.is_estimate and leg.travel.minutes
    ]


def _spare(minutes: int) -> str:
    if not minutes:
        return "There is no time"
    return f"There {'is' if minutes == 1 else 'are'} {minutes_words(minutes)}"


MENDS: Mapping[Kind, str] = {
    Kind.UNKNOWN_TRAVEL: GIVE_WAY,
    Kind.MAY_CROSS_ZONE: LOOK_AT_WAY,
    Kind.ZONE_ON_THE_WAY: LOOK_AT_WAY,
    Kind.NO_WAY: "Ask for another place or another day.",
}


def _fixed(day: Day, kind: Kind) -> str:
    if kind is Kind.NO_DRIVER:
        return NO_DRIVER[day.no_driver][1]
    return needs_driver_mend(day) if kind is Kind.NEEDS_DRIVER else MENDS.get(kind, "")


def _mend(plan: Plan, run: Run, lost: Lost, kind: Kind) -> str:
    """The first that would help."""
    fixed = _fixed(plan.day, kind)
    if fixed and kind is not Kind.NEEDS_DRIVER:
        return fixed
    tries: Sequence[Callable[[], str]] = (
        lambda: _put_before(plan, run, lost),
        lambda: _leave_out(plan, run, lost),
        lambda: fixed,
        lambda: _later_slot(plan, lost),
        lambda: _earlier_gate(plan, run, lost),
        lambda: ANOTHER_DAY,
    )
    return next(found for one in tries if (found := one()))


def _put_before(plan: Plan, run: Run, lost: Lost) -> str:
    """A place in the order where it can be done, and all that is done now still is."""
    kept = [step.stop for step in run.steps]
    for place, other in enumerate(kept):
        order = [*kept[:place], lost.stop, *kept[place:]]
        if plan.is_done(order, plan.gate):
            return f"Put it before {other.title}."
    return ""


def _leave_out(plan: Plan, run: Run, lost: Lost) -> str:
    """One that may be left out, for one that may not."""
    before = [step.stop for step in run.steps if step.ends <= lost.leaves]
    for other in before if lost.stop.is_mandatory else ():
        rest = [stop for stop in before if stop is not other]
        if not other.is_mandatory and plan.is_done([*rest, lost.stop], plan.gate):
            return f"Leave out {other.title}, which is not mandatory."
    return ""


def _later_slot(plan: Plan, lost: Lost) -> str:
    if not lost.stop.at or not lost.trip:
        return ""
    minute = -(-lost.trip.arrives // STEP) * STEP
    hours = plan.hours[lost.stop.key]
    if hours is not None and earliest(hours, minute) != minute:
        return ""
    return f"Ask for {plan.clock.wall(minute)} or later."


def _earlier_gate(plan: Plan, run: Run, lost: Lost) -> str:
    before = [step.stop for step in run.steps if step.ends <= lost.leaves]
    gate = plan.latest_gate([*before, lost.stop])
    if gate is None or gate >= plan.gate:
        return ""
    return f"Ask the prison to open the gate by {plan.clock.wall(gate)}, or ask for another day."


def _earlier_home(plan: Plan, run: Run) -> str:
    gate = plan.latest_gate([step.stop for step in run.steps])
    if gate is None:
        return "Leave out a stop or find a driver."
    return f"Leave out a stop, find a driver, or ask the prison to open the gate by {plan.clock.wall(gate)}."


def _by_car(plan: Plan, lost: Lost) -> str:
    """Said only where a driver would be the answer."""
    car = plan.roads.with_any_driver(lost.here, lost.stop.place, lost.leaves)
    if car is None or earliest(plan.windows[lost.stop.key], car.arrives) is None:
        return ""
    return f"; by car it would be {plan.clock.wall(car.arrives)}"


def _busy(plan: Plan, lost: Lost) -> str:
    until = plan.clock.wall(lost.leaves)
    return f"{lost.after.title} lasts until {until}" if lost.after else f"the gate may not open before {until}"


def _late(plan: Plan, lost: Lost) -> str:
    """Only asked of those with a trip."""
    if lost.trip is None:
        return ""
    arrival = f"the earliest arrival is {plan.clock.wall(lost.trip.arrives)}"
    from_where = f"({minutes_words(lost.trip.minutes)} {BY[lost.trip.way.mode]} from {lost.here.name})"
    if lost.stop.at:
        return f"{lost.stop.title} is booked for {lost.stop.at:%H:%M}; {arrival} {from_where}"
    takes = f", and it takes {minutes_words(lost.stop.minutes)}" if lost.stop.minutes else ""
    return f"{lost.stop.title} closes at {_closing(stop=lost.stop)}; {arrival} {from_where}{takes}"


def _closing(stop: Stop) -> str:
    return f"{max(stop.opens, key=lambda hours: hours[0])[1]:%H:%M}" if stop.opens else ""


def _hours(stop: Stop) -> str:
    return hours_words(stop.opens or ())


def _hours_words(stop: Stop) -> str:
    return f"it is open {_hours(stop)}" if stop.opens else "it is closed that day"
