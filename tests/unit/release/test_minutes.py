from datetime import date, time

import pytest

from tests.unit.release.days import AUTUMN, SPRING, TUESDAY, Everywhere, clock, day, stop
from throughgate.release.rules.checking import check_day
from throughgate.release.rules.minutes import DayClock


@pytest.mark.parametrize(("on", "length"), [(TUESDAY, 1440), (SPRING, 1380), (AUTUMN, 1500)])
def test_a_day_is_as_long_as_it_is(on, length):
    assert DayClock(on).length == length


@pytest.mark.parametrize(
    ("on", "at", "later", "minute"),
    [
        (SPRING, "00:59", False, 59),
        (SPRING, "02:00", False, 60),
        (AUTUMN, "01:30", False, 90),
        (AUTUMN, "01:30", True, 150),
        (AUTUMN, "02:00", False, 180),
    ],
)
def test_minutes_are_counted_in_time_that_passes(on, at, later, minute):
    assert DayClock(on).minute(clock(at), later=later) == minute


def test_the_hour_that_comes_twice_is_told_apart():
    moments = [DayClock(AUTUMN).moment(minute) for minute in (90, 150)]
    assert [f"{one:%H:%M %Z}" for one in moments] == ["01:30 BST", "01:30 GMT"]


@pytest.mark.parametrize(("on", "ends"), [(SPRING, "03:30"), (AUTUMN, "01:30"), (date(2026, 3, 28), "02:30")])
def test_a_way_of_two_hours_takes_two_hours(on, ends):
    night = day(gate="00:30-00:30", on=on)
    leg = check_day(night, [stop(opens="00:00-23:00", minutes=0)], Everywhere(120)).legs[0]
    assert f"{leg.arrives_at:%H:%M}" == ends
    assert leg.arrives_at.timestamp() - leg.leaves_at.timestamp() == 7200


def test_hours_may_run_past_midnight():
    late = day(gate="22:00-22:00")
    hostel = stop(opens="18:00-02:00", minutes=60)
    assert check_day(late, [hostel], Everywhere(180)).can_be_done
    assert not check_day(late, [hostel], Everywhere(181)).can_be_done


def test_a_moment_is_in_london():
    assert DayClock(TUESDAY).moment(600).time() == time(10)
