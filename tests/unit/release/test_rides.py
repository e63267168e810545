"""A driver who comes for a way of their own picks up at one place and goes along to another; a wish drives nobody."""

from dataclasses import replace
from datetime import time
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.release.days import AUTUMN, HOSTEL, PRISON, SPOTS, SPRING, Everywhere, day, days, lists_of_stops, stop
from throughgate.release.rules.checking import check_day
from throughgate.release.rules.day import Driver, Mode, NoDriver, Place
from throughgate.release.rules.ordering import best_order

SOME = settings(max_examples=150, deadline=None)
GP, JOB = stop("gp", opens="08:00-18:00"), stop("job", opens="08:00-18:00")
HALF = Everywhere(30)


def ride(hours: str, start: Place = PRISON, end: Place = HOSTEL) -> Driver:
    first, last = hours.split("-")
    return Driver(time.fromisoformat(first), time.fromisoformat(last), "", start, end)


def driven(*drivers: Driver, why: NoDriver = NoDriver.ELSEWHERE):
    return day(home=HOSTEL, gets_about=Mode.CAR, drivers=drivers, no_driver=why)


def problems(a_day, *stops):
    return [one.kind.value for one in check_day(a_day, stops, HALF).problems]


@st.composite
def rides(draw: st.DrawFn) -> Driver:
    first, last = draw(st.integers(28, 60)), draw(st.integers(2, 36))
    places = st.sampled_from([PRISON, HOSTEL, *SPOTS[:4]])
    hours = [time(quarter // 4, quarter % 4 * 15) for quarter in (first, min(first + last, 95))]
    return Driver(*hours, "", draw(places), draw(places))


driven_days = st.builds(
    replace, days(drivers=True), drivers=st.lists(rides(), max_size=3).map(tuple),
    gets_about=st.sampled_from([Mode.CAR, Mode.PUBLIC]),
)  # fmt: skip


def test_a_wish_drives_nobody():
    assert problems(driven(why=NoDriver.ASKED), GP) == ["no_driver", "no_driver"]


def test_who_picks_up_at_the_gate_goes_along_to_the_door():
    assert problems(driven(ride("09:00-13:30")), GP, JOB) == []


def test_not_longer_than_the_journey():
    assert problems(driven(ride("09:00-12:29")), GP, JOB) == ["no_driver"]


def test_nobody_is_picked_up_on_the_way_by_who_waits_elsewhere():
    assert problems(driven(ride("09:00-18:00", start=JOB.place)), GP, JOB) == ["no_driver"] * 3


def test_after_they_are_set_down_the_driver_is_gone():
    assert problems(driven(ride("09:00-18:00", end=GP.place)), GP, JOB) == ["no_driver", "no_driver"]


def test_two_drivers_after_each_other():
    first, then = ride("09:00-10:30", end=GP.place), ride("11:00-12:30", start=GP.place)
    assert problems(driven(first, then), GP) == []


def test_a_bus_is_let_go_for_the_driver_who_goes_further():
    """The first driver is at the gate earlier, and sets them down where the second does not pick up."""
    short, far = ride("09:00-10:30", end=GP.place), ride("10:15-13:30")
    assert problems(driven(short, far), GP, JOB) == []


@given(driven_days, lists_of_stops(), st.data())
@SOME
def test_taking_a_yes_away_never_makes_a_day_possible(a_day, stops, data):
    kept = data.draw(st.lists(st.sampled_from(a_day.drivers), unique=True)) if a_day.drivers else []
    less = replace(a_day, drivers=tuple(one for one in a_day.drivers if one in kept))
    assert check_day(a_day, stops, HALF).can_be_done >= check_day(less, stops, HALF).can_be_done


@given(driven_days, lists_of_stops(), st.sampled_from(NoDriver))
@SOME
def test_why_nobody_drives_never_makes_a_day_possible(a_day, stops, why):
    alone = replace(a_day, drivers=(), gets_about=Mode.CAR, no_driver=why, home=HOSTEL)
    assert not check_day(alone, stops, HALF).can_be_done


@given(driven_days, lists_of_stops(most=4))
@SOME
def test_the_best_order_does_all_that_any_order_does(a_day, stops):
    best = best_order(a_day, stops, HALF).verdict
    can = any(check_day(a_day, order, HALF).can_be_done for order in permutations(stops))
    assert can == (best.can_be_done and len(best.order) == len(stops))


@pytest.mark.parametrize(
    ("on", "until", "works"),
    [(SPRING, "02:59", False), (SPRING, "03:00", True), (AUTUMN, "01:00", False), (AUTUMN, "02:00", True)],
)
def test_over_the_hour_that_is_missing_or_comes_twice(on, until, works):
    """Out at 00:30 and driven for an hour and a half in all: the clock on the wall shows an hour more or less."""
    night = driven(ride(f"00:30-{until}"))
    night = replace(night, on=on, gate_from=time(0, 30), gate_to=time(0, 30))
    assert check_day(night, [stop("gp", opens="00:00-23:00")], HALF).can_be_done is works
