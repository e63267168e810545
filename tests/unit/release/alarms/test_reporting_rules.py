"""When something happened, as it was typed or as a phone kept it; also in the nights when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate.release.rules.alarm import Said
from throughgate.release.rules.minutes import LONDON
from throughgate.release.rules.reporting import (
    Heard,
    ReportError,
    check_report,
    expected_of,
    happened_at,
    next_kind,
    offered_kinds,
    points_of,
)

ON = date(2026, 11, 20)
FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)  # the Sundays on which the clocks change


def local(day, *at, fold=0):
    return datetime.combine(day, time(*at), LONDON).replace(fold=fold)


def typed(on, at, now):
    return happened_at(on, at, None, now)


def test_without_a_time_it_is_now():
    now = local(ON, 12, 55)
    assert happened_at(ON, None, None, now) == now


def test_a_typed_time_is_of_the_day_of_the_journey():
    assert typed(ON, time(11, 40), local(ON, 12, 55)) == local(ON, 11, 40)
    assert typed(ON, time(11, 40), local(date(2026, 11, 21), 9)) == local(ON, 11, 40)


def test_after_midnight_the_small_hours_are_of_that_night():
    now = local(date(2026, 11, 21), 0, 30)
    assert typed(ON, time(0, 10), now) == local(date(2026, 11, 21), 0, 10)
    assert typed(ON, time(23, 50), now) == local(ON, 23, 50)


def test_it_is_kept_in_utc():
    summer = date(2026, 7, 1)
    assert typed(summer, time(11, 40), local(summer, 13)) == datetime(2026, 7, 1, 10, 40, tzinfo=UTC)


def test_a_time_to_come_is_refused_in_plain_words():
    with pytest.raises(ReportError, match="14:00 is still to come"):
        typed(ON, time(14), local(ON, 12))


def test_a_clock_that_is_two_minutes_fast_means_now():
    now = local(ON, 12)
    assert typed(ON, time(12, 2), now) == now


def test_before_the_day_is_refused():
    with pytest.raises(ReportError, match="later day"):
        happened_at(ON, None, None, local(date(2026, 11, 19), 23))
    with pytest.raises(ReportError, match="later day"):
        happened_at(ON, None, timedelta(hours=2), local(ON, 1))


def test_a_phone_says_how_long_ago_it_was():
    assert happened_at(ON, None, timedelta(minutes=75), local(ON, 12, 55)) == local(ON, 11, 40)
    assert happened_at(ON, None, timedelta(seconds=-20), local(ON, 12)) == local(ON, 12)
    with pytest.raises(ReportError, match="kept for too long"):
        happened_at(ON, None, timedelta(days=3), local(ON, 12))


def test_an_hour_that_the_clocks_left_out_is_refused():
    with pytest.raises(ReportError, match="no 01:30 that night"):
        typed(FORWARD - timedelta(days=1), time(1, 30), local(FORWARD, 4))


@pytest.mark.parametrize(("now", "fold"), [(local(BACK, 1, 40), 0), (local(BACK, 1, 40, fold=1), 1)])
def test_of_an_hour_that_came_twice_the_last_that_has_passed_is_meant(now, fold):
    moment = typed(BACK - timedelta(days=1), time(1, 30), now)
    assert moment == local(BACK, 1, 30, fold=fold).astimezone(UTC)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times(), st.integers(0, 30 * 60))
def test_nothing_ever_happened_before_the_day_or_in_the_future(on, at, minutes):
    now = local(on, 0).astimezone(UTC) + timedelta(minutes=minutes)
    try:
        moment = typed(on, at, now)
    except ReportError:
        return
    assert local(on, 0).astimezone(UTC) <= moment <= now
    assert moment == now or moment.astimezone(LONDON).time() == at.replace(fold=moment.astimezone(LONDON).fold)


@pytest.mark.parametrize(
    ("said", "following"), [([], "left"), (["left"], "picked_up"), (["picked_up"], "arrived"), (["arrived"], "")]
)
def test_the_next_thing_to_tell(said, following):
    known = [Said(kind, local(ON, 9)) for kind in said]
    assert next_kind(known) == following
    assert offered_kinds(known)[:1] == ([following] if following else [])


def test_not_there_is_offered_until_they_were_picked_up():
    assert offered_kinds([Said("left", local(ON, 8))]) == ["picked_up", "not_there", "arrived", "problem"]
    assert "not_there" not in offered_kinds([Said("picked_up", local(ON, 9))])


@pytest.mark.parametrize(
    "told", [{"kind": "taken_back"}, {"kind": "left", "is_stopped": True}, {"kind": "left", "may": False}]
)
def test_what_may_not_be_told(told):
    with pytest.raises(ReportError):
        check_report(**{"is_stopped": False, "may": True} | told)


def test_both_times_stand_side_by_side():
    expected = expected_of(ON, time(8), time(9), time(11))
    told = Heard("picked_up", local(ON, 9, 20), local(ON, 12, 55))
    left, picked_up, arrived = points_of(expected, [told])
    assert left.is_passed and left.at is None
    assert (picked_up.at, picked_up.told_at) == (told.at, told.said_at)
    assert not arrived.is_passed and arrived.expected == local(ON, 11)
