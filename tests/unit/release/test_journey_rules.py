"""Who can drive a journey, and what has become of one."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate.release.journey_file import journey_habits
from throughgate.release.rules.journey import (
    Habits,
    Hours,
    SaidJourney,
    Seats,
    State,
    Who,
    arrives_on,
    can_be_asked,
    find_by,
    journey_problems,
    minute_of,
    moved_times,
    span_of,
    standing_reports,
    state_of,
    why_not,
)
from throughgate.release.rules.reporting import expected_of

THURSDAY = date(2026, 12, 10)
HABITS = Habits(find_before=7, minutes_from=45, back_again=True)


@dataclass(frozen=True)
class Ride:
    on: date = THURSDAY
    leave_at: time | None = None
    pick_up_at: time = time(9, 30)
    arrive_by: time = time(10, 15)
    passengers: int = 1
    needs_wheelchair: bool = False


@dataclass(frozen=True)
class Ask:
    answer: str = ""
    ended: str = ""
    said_before: bool = False


@dataclass(frozen=True)
class Report:
    pk: int
    kind: str
    takes_back_id: int | None = None


ALL_DAY = [Hours(day, time(0), time(23, 59)) for day in range(7)]
WHO = Who(hours=ALL_DAY, vehicles=[Seats(3, takes_wheelchair=False)])


RIDE = Ride()


def words(who: Who, ride: Ride = RIDE) -> list[str]:
    return [reason.words for reason in why_not(who, ride, HABITS)]


def test_nothing_stands_against_it():
    assert words(WHO) == []


def test_the_way_there_and_back_counts():
    assert span_of(Ride(), None, HABITS).words == "08:45 to 11:00"
    assert span_of(Ride(leave_at=time(9)), 20, HABITS).words == "09:00 to 11:00"


@pytest.mark.parametrize(
    ("on", "ends"),
    [(date(2027, 3, 28), "04:30"), (date(2026, 10, 25), "06:30"), (THURSDAY, "05:30")],
)
def test_the_way_back_is_as_long_as_the_way_when_the_clocks_change(on, ends):
    """From half past midnight to three: two and a half hours on the wall, an hour less or more on the road."""
    night = Ride(on=on, pick_up_at=time(0, 30), arrive_by=time(3))
    assert span_of(night, 15, HABITS).words == f"00:15 to {ends}"


@pytest.mark.parametrize("hour", range(4))
def test_nobody_is_back_before_they_have_arrived(hour):
    for on in (date(2027, 3, 28), date(2026, 10, 25)):
        night = Ride(on=on, pick_up_at=time(hour, 15), arrive_by=time(hour + 1, 15))
        assert span_of(night, 15, HABITS).ends >= minute_of(night.arrive_by)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"is_active": False}, "Drives no more"),
        ({"paused_from": THURSDAY}, "Has a break that day"),
        ({"vehicles": []}, "Has no vehicle"),
        ({"hours": []}, "Does not drive on a Thursday"),
        (
            {"hours": [Hours(3, time(9), time(12))]},
            "Drives on a Thursday from 09:00 to 12:00; this one takes 08:45 to 11:00",
        ),
        ({"rides": [Ride(pick_up_at=time(11, 30), arrive_by=time(12))]}, "Drives another journey then, 10:45 to 12:30"),
    ],
)
def test_why_not_in_words(change, said):
    assert words(replace(WHO, **change)) == [said]


def test_a_break_is_over_the_day_after_its_last():
    assert words(replace(WHO, paused_from=date(2026, 12, 1), paused_to=date(2026, 12, 9))) == []


def test_seats_and_wheelchairs():
    assert words(WHO, Ride(passengers=4)) == ["Seats 3, and 4 are needed"]
    assert words(WHO, Ride(needs_wheelchair=True)) == ["No vehicle of theirs takes a wheelchair"]


def test_hours_that_follow_on_from_each_other_are_one():
    halves = [Hours(3, time(8), time(10)), Hours(3, time(10), time(12))]
    assert words(replace(WHO, hours=halves)) == []


def test_outside_their_hours_they_may_be_asked_all_the_same():
    assert can_be_asked(replace(WHO, hours=[]), Ride(), HABITS)
    assert not can_be_asked(replace(WHO, vehicles=[]), Ride(), HABITS)


def test_what_bars_it_stands_first():
    assert words(replace(WHO, hours=[], vehicles=[]))[0] == "Has no vehicle"


minutes = st.integers(0, 24 * 60 - 2)
days = st.dates(date(2026, 1, 1), date(2027, 1, 1))


def clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


@st.composite
def rides(draw) -> Ride:
    begins = draw(minutes)
    ends = draw(st.integers(begins + 1, 24 * 60 - 1))
    leave = draw(st.none() | st.integers(0, begins))
    return Ride(
        on=draw(days),
        leave_at=None if leave is None else clock(leave),
        pick_up_at=clock(begins),
        arrive_by=clock(ends),
        passengers=draw(st.integers(1, 8)),
        needs_wheelchair=draw(st.booleans()),
    )


@given(rides(), rides())
def test_of_two_journeys_each_stands_against_the_other_or_neither(one, other):
    first, second = span_of(one, None, HABITS), span_of(other, None, HABITS)
    assert first.overlaps(second) == second.overlaps(first)
    assert first.overlaps(first)


@given(rides(), rides())
def test_another_journey_never_makes_somebody_able(ride, other):
    free, busy = WHO, replace(WHO, rides=[other])
    assert can_be_asked(free, ride, HABITS) or not can_be_asked(busy, ride, HABITS)


@given(rides(), st.integers(1, 8), st.booleans())
def test_one_seat_more_never_bars(ride, seats, wheelchair):
    small, large = (replace(WHO, vehicles=[Seats(n, wheelchair)]) for n in (seats, seats + 1))
    assert can_be_asked(large, ride, HABITS) or not can_be_asked(small, ride, HABITS)


@given(rides(), st.integers(0, 23), st.integers(0, 23))
def test_longer_hours_never_stand_against_what_fitted(ride, first, second):
    begins, ends = sorted((first, second))
    narrow = replace(WHO, hours=[Hours(day, time(begins), time(ends, 59)) for day in range(7)])
    assert len(words(WHO, ride)) <= len(words(narrow, ride))


@given(rides(), minutes)
def test_moved_all_times_keep_their_distance_and_come_back(ride, minute):
    moved = moved_times(ride.leave_at, ride.pick_up_at, ride.arrive_by, clock(minute))
    if moved is None:
        return
    leave, pick_up, arrive = moved
    way = minute_of(ride.arrive_by) - minute_of(ride.pick_up_at)
    assert (minute_of(arrive) - minute_of(pick_up) - way) % (24 * 60) == 0
    assert moved_times(leave, pick_up, arrive, ride.pick_up_at) == (ride.leave_at, ride.pick_up_at, ride.arrive_by)


@given(days, days)
def test_a_driver_is_never_due_after_the_journey_or_before_it_was_told(on, today):
    due = find_by(on, today, HABITS)
    assert min(today, on) <= due <= on


YES, NO, OPEN = Ask("accepted"), Ask("declined", "declined"), Ask()


@pytest.mark.parametrize(
    ("asks", "state"),
    [
        ([], State.NOBODY_ASKED),
        ([OPEN, NO], State.ASKED),
        ([NO], State.NOBODY_FREE),
        ([NO, Ask("accepted", "given-back")], State.NOBODY_FREE),
        ([YES, OPEN], State.AGREED),
        ([Ask(said_before=True)], State.TO_CONFIRM),
        ([Ask("accepted", said_before=True)], State.AGREED),
        ([Ask("", "let-go")], State.NOBODY_ASKED),
    ],
)
def test_what_has_become_of_the_asks(asks, state):
    assert state_of(asks) is state


def test_what_was_told_says_more_than_who_was_asked():
    left, arrived = Report(1, "left"), Report(2, "arrived")
    assert state_of([YES], [left]) is State.UNDER_WAY
    assert state_of([YES], [left, arrived]) is State.ARRIVED
    assert state_of([YES], [left, arrived, Report(3, "taken_back", 2)]) is State.UNDER_WAY


def test_called_off_is_called_off_whatever_was_asked():
    assert state_of([YES], is_cancelled=True) is State.CALLED_OFF


def test_somebody_of_theirs_drives():
    assert state_of([], other_driver=True) is State.AGREED


@given(st.lists(st.sampled_from(["left", "picked_up", "arrived", "problem"]), max_size=5))
def test_all_taken_back_it_is_as_if_nothing_was_told(kinds):
    told = [Report(number, kind) for number, kind in enumerate(kinds)]
    back = [Report(100 + one.pk, "taken_back", one.pk) for one in told]
    assert standing_reports(told + back) == []


def test_the_data_are_read():
    assert journey_habits().find_before > 0 and journey_habits().minutes_from > 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from_place": " "}, "from_place"),
        ({"on": THURSDAY - timedelta(days=30)}, "on"),
        ({"on": THURSDAY + timedelta(days=400)}, "on"),
        ({"arrive_by": time(9)}, "arrive_by"),
        ({"leave_at": time(10)}, "leave_at"),
        ({"passengers": 0}, "passengers"),
    ],
)
def test_what_is_wrong_is_said_where(change, field):
    said = {"on": THURSDAY, "from_place": "A", "to_place": "B", "pick_up_at": time(9, 30), "arrive_by": time(10)}
    problems = list(journey_problems(SaidJourney(**said | change), date(2026, 12, 1)))
    assert [one.field for one in problems] == [field]


@pytest.mark.parametrize(
    ("field", "at"), [("pick_up_at", time(1, 30)), ("leave_at", time(1, 10)), ("arrive_by", time(1, 45))]
)
def test_a_time_that_the_clocks_leave_out_is_refused(field, at):
    said = {
        "on": date(2027, 3, 28),
        "from_place": "A",
        "to_place": "B",
        "pick_up_at": time(0, 30),
        "arrive_by": time(3),
    }
    if field == "leave_at":
        said["pick_up_at"] = time(2, 30)
    (problem,) = journey_problems(SaidJourney(**said | {field: at}), date(2026, 12, 1))
    assert problem.field == field and "clocks go forward" in str(problem)


LATE = {"on": THURSDAY, "from_place": "The gate", "to_place": "Elm House", "pick_up_at": time(21)}
NIGHT = Ride(pick_up_at=time(21), arrive_by=time(0, 30))


def test_past_midnight_they_arrive_the_next_day():
    said = SaidJourney(**LATE, arrive_by=time(0, 30))
    assert not list(journey_problems(said, date(2026, 12, 1)))
    assert arrives_on(said) == date(2026, 12, 11)
    arrived = expected_of(said.on, None, said.pick_up_at, said.arrive_by)[-1]
    assert arrived.at == datetime(2026, 12, 11, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(("arrive_by", "is_wrong"), [(time(9), False), (time(9, 1), True), (time(21), True)])
def test_what_would_take_half_a_day_is_asked_about(arrive_by, is_wrong):
    found = [one.field for one in journey_problems(SaidJourney(**LATE, arrive_by=arrive_by), date(2026, 12, 1))]
    assert found == (["arrive_by"] if is_wrong else [])


def test_a_night_takes_a_driver_up_until_they_are_home_again():
    assert span_of(NIGHT, 60, HABITS).words == "20:00 to 04:00"
    morning = Ride(on=date(2026, 12, 11), pick_up_at=time(4, 30), arrive_by=time(5))
    who = replace(WHO, minutes_from=60, rides=[NIGHT])
    assert any("Drives another journey" in one.words for one in why_not(who, morning, HABITS))
    later = replace(morning, pick_up_at=time(9), arrive_by=time(10))
    assert not any("Drives another journey" in one.words for one in why_not(who, later, HABITS))


def test_a_day_moved_later_may_end_past_midnight():
    assert moved_times(time(20), time(21), time(23), time(22, 30)) == (time(21, 30), time(22, 30), time(0, 30))
    assert moved_times(time(8), time(9), time(10), time(0, 30)) is None


def test_the_hour_that_is_left_out_is_that_of_the_day_they_arrive():
    said = LATE | {"on": date(2027, 3, 27)}
    (problem,) = journey_problems(SaidJourney(**said, arrive_by=time(1, 30)), date(2026, 12, 1))
    assert problem.field == "arrive_by" and "clocks go forward" in str(problem)
