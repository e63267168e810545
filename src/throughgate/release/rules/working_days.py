"""Days on which services are shut, and what a release before one of them means.

In England and Wales the law (Criminal Justice Act 1961, section 23, as changed by the Offenders (Day of Release from
Detention) Act 2023) moves a release from a day that is not a working day to the working day before, and lets it be
moved from the last working day before such days to one that is followed by a working day. In Scotland a release may be
brought forward by up to two working days (Management of Offenders (Scotland) Act 2019, section 49).
"""

from collections.abc import Callable, Container, Iterator
from datetime import date, timedelta

from throughgate.common.bank_holidays import Nation, bank_holiday
from throughgate.release.rules.day import Kind, Problem

FRIDAY = 4
TO_FRIDAY = range(FRIDAY + 1)
ONE_DAY = timedelta(days=1)


def is_working_day(on: date, nation: Nation, weekdays: Container[int] = TO_FRIDAY) -> bool:
    """`weekdays`: 0 is Monday."""
    return on.weekday() in weekdays and not bank_holiday(on, nation)


def last_working_day_before(on: date, nation: Nation) -> date:
    return _back(on, lambda day: is_working_day(day, nation))


def last_followed_working_day_before(on: date, nation: Nation) -> date:
    """The last one that the next working day follows at once."""
    return _back(on, lambda day: is_working_day(day, nation) and is_working_day(day + ONE_DAY, nation))


def next_working_day(on: date, nation: Nation, weekdays: Container[int] = TO_FRIDAY) -> date:
    """Looks two weeks ahead: no holidays last so long, and where no weekday is one it is the day after."""
    days = (on + ONE_DAY * number for number in range(1, 15))
    return next((day for day in days if is_working_day(day, nation, weekdays)), on + ONE_DAY)


def ring_by(becomes: date, today: date, nation: Nation) -> date:
    """The next working day; today where that would be the day itself or the last one before it. With two days' notice
    everybody is rung today, unless no office is open: then as soon as one is.
    """
    following = next_working_day(today, nation)
    if is_soon(becomes, today, nation) and (is_working_day(today, nation) or becomes < following):
        return today
    return following


def is_soon(becomes: date, today: date, nation: Nation) -> bool:
    """At most one working day is left between."""
    return becomes <= next_working_day(next_working_day(today, nation), nation)


def release_day_warnings(on: date, nation: Nation) -> tuple[Problem, ...]:
    """What the calendar says against a day. A warning: the day may still be the right one."""
    return tuple(
        Problem(kind, (), words, _mend(on, nation, works=is_working_day(on, nation)))
        for kind, words in _each(on, nation)
    )


def _each(on: date, nation: Nation) -> Iterator[tuple[Kind, str]]:
    name, tomorrow = bank_holiday(on, nation), bank_holiday(on + ONE_DAY, nation)
    open_again = f"Most services open again on {_day(next_working_day(on, nation))}"
    if name:
        yield Kind.BANK_HOLIDAY, f"{_day(on)} is a bank holiday ({name}). {open_again}."
    elif on.weekday() > FRIDAY:
        yield Kind.WEEKEND, f"{_day(on)} is at the weekend. {open_again}."
    elif on.weekday() == FRIDAY:
        yield (
            Kind.FRIDAY,
            f"{_day(on)} is a Friday. {open_again}{_because(on, nation)}: whatever is missed waits until then.",
        )
    if is_working_day(on, nation) and tomorrow:
        yield Kind.BEFORE_BANK_HOLIDAY, f"The day after {_day(on)} is a bank holiday ({tomorrow}). {open_again}."


def _because(on: date, nation: Nation) -> str:
    """Why that is later than the Monday, where it is."""
    last = next_working_day(on, nation) - ONE_DAY
    name = bank_holiday(last, nation)
    return f" ({_day(last)} is a bank holiday: {name})" if name else ""


def _mend(on: date, nation: Nation, *, works: bool) -> str:
    if not works:
        before = _day(last_working_day_before(on, nation))
        return f"Ask the prison which day it will be: a release is usually moved to the working day before, {before}."
    followed = _day(last_followed_working_day_before(on, nation))
    if nation is Nation.ENGLAND_AND_WALES:
        return (
            f"Ask the prison for {followed}: most people serving a fixed sentence may be let out earlier so that"
            " services are open the day after. It does not hold for HDC, for life and IPP, or for a release"
            " that the Parole Board directs."
        )
    if nation is Nation.SCOTLAND:
        return f"Ask the prison for {followed}: a release may be brought forward by up to two working days."
    return f"Put what has to happen on the day first, and see whether anything can be done by {followed}."


def _back(on: date, is_right: Callable[[date], bool]) -> date:
    day = on - ONE_DAY
    while not is_right(day):
        day -= ONE_DAY
    return day


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"
