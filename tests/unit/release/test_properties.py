"""What has to hold of every day."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.release.days import ESTIMATES, SPOTS, Slower, days, lists_of_stops, stop, typed_travel
from throughgate.release.rules.checking import check_day
from throughgate.release.rules.day import Answer, Driver, Severity

SOME = settings(max_examples=150, deadline=None)
ALL_DAY = Driver(time(0), time(23, 59))


def earlier(hour: time, minutes: int) -> time:
    minute = max(0, hour.hour * 60 + hour.minute - minutes)
    return time(minute // 60, minute % 60)


def closing_earlier(one, minutes):
    return replace(one, opens=tuple((opens, max(opens, earlier(closes, minutes))) for opens, closes in one.opens or ()))


@given(days(drivers=True), lists_of_stops(), typed_travel(), st.integers(15, 300), st.data())
@SOME
def test_closing_earlier_never_makes_a_day_possible(a_day, stops, travel, minutes, data):
    number = data.draw(st.integers(0, len(stops) - 1))
    assume(stops[number].opens and all(earlier(closes, minutes) > opens for opens, closes in stops[number].opens))
    sooner = [*stops[:number], closing_earlier(stops[number], minutes), *stops[number + 1 :]]
    assert check_day(a_day, stops, travel).can_be_done >= check_day(a_day, sooner, travel).can_be_done


@given(days(), lists_of_stops(), st.booleans())
@SOME
def test_leaving_out_a_stop_never_makes_a_day_impossible(a_day, stops, has_driver):
    a_day = replace(a_day, drivers=(ALL_DAY,) if has_driver else ())
    keys = [one.key for one in stops]
    whole = check_day(a_day, stops, ESTIMATES).can_be_done
    for key in keys:
        less = check_day(a_day, stops, ESTIMATES, [other for other in keys if other != key])
        assert less.can_be_done >= whole


@given(days(drivers=True), lists_of_stops(), typed_travel(), st.integers(1, 60))
@SOME
def test_more_travel_never_helps(a_day, stops, travel, by):
    slower = check_day(a_day, stops, Slower(travel, by))
    assert check_day(a_day, stops, travel).can_be_done >= slower.can_be_done


@given(days(drivers=True), lists_of_stops(), typed_travel(), st.integers(1, 120))
@SOME
def test_an_earlier_gate_never_hurts(a_day, stops, travel, minutes):
    gate = earlier(a_day.gate_to, minutes)
    sooner = replace(a_day, gate_from=min(a_day.gate_from, gate), gate_to=gate)
    assert check_day(sooner, stops, travel).can_be_done >= check_day(a_day, stops, travel).can_be_done


@given(days(drivers=True), lists_of_stops(), typed_travel())
@SOME
def test_the_latest_gate_is_the_last_minute_that_works(a_day, stops, travel):
    latest = check_day(a_day, stops, travel).latest_gate
    assume(latest and latest.hour < 23 and latest.hour > 2)
    at = latest.time()
    after = (latest + timedelta(minutes=1)).time()
    assert check_day(replace(a_day, gate_from=at, gate_to=at), stops, travel).can_be_done
    assert not check_day(replace(a_day, gate_from=after, gate_to=after), stops, travel).can_be_done


@given(days(drivers=True), lists_of_stops(), typed_travel())
@SOME
def test_a_day_can_be_done_if_the_gate_is_early_enough_for_it(a_day, stops, travel):
    verdict = check_day(a_day, stops, travel)
    gate = datetime.combine(a_day.on, a_day.gate_to, verdict.ends_at.tzinfo)
    assert verdict.can_be_done == (verdict.latest_gate is not None and gate <= verdict.latest_gate)


@given(days(drivers=True), lists_of_stops(), typed_travel())
@SOME
def test_every_stop_is_either_done_or_has_a_blocking_problem(a_day, stops, travel):
    verdict = check_day(a_day, stops, travel)
    done = {leg.key for leg in verdict.legs}
    barred = {problem.keys[0] for problem in verdict.problems if problem.is_blocking and problem.keys}
    assert {one.key for one in stops} <= done ^ barred
    assert verdict.can_be_done == (not any(problem.is_blocking for problem in verdict.problems))


@given(days(drivers=True), lists_of_stops(), typed_travel())
@SOME
def test_nobody_is_in_two_places(a_day, stops, travel):
    moments = [
        moment
        for leg in check_day(a_day, stops, travel).legs
        for moment in (leg.leaves_at, leg.arrives_at, leg.starts_at, leg.ends_at)
    ]
    assert moments == sorted(moments)


@given(days(), lists_of_stops(), st.data())
@SOME
def test_forgetting_hours_never_makes_a_day_possible(a_day, stops, data):
    number = data.draw(st.integers(0, len(stops) - 1))
    unknown = [*stops[:number], replace(stops[number], opens=None, at=None), *stops[number + 1 :]]
    assert check_day(a_day, unknown, ESTIMATES).answer is not Answer.YES


@given(days(drivers=True), lists_of_stops())
@SOME
def test_every_problem_that_is_not_the_calendars_says_how_to_mend_it(a_day, stops):
    for problem in check_day(a_day, stops, ESTIMATES).problems:
        assert problem.words.endswith(".") and (problem.mend.endswith(".") or problem.severity is Severity.WARNS)


@given(days(drivers=True), lists_of_stops(), typed_travel(), st.integers(0, 120), st.data())
@SOME
def test_opening_longer_never_hurts(a_day, stops, travel, minutes, data):
    number = data.draw(st.integers(0, len(stops) - 1))
    assume(stops[number].opens)
    wider = replace(
        stops[number], opens=tuple((earlier(opens, minutes), closes) for opens, closes in stops[number].opens)
    )
    longer = [*stops[:number], wider, *stops[number + 1 :]]
    assert check_day(a_day, longer, travel).can_be_done >= check_day(a_day, stops, travel).can_be_done


@given(days(), st.integers(48, 56), st.integers(1, 8), st.sampled_from([0, 10, 30, 60]))
@SOME
def test_nothing_is_done_within_a_break(a_day, begins, quarters, minutes):
    shuts, again = (time(quarter // 4, quarter % 4 * 15) for quarter in (begins, begins + quarters))
    one = stop(opens=f"08:00-{shuts:%H:%M} {again:%H:%M}-20:00", minutes=minutes)
    for leg in check_day(a_day, [replace(one, place=SPOTS[0])], ESTIMATES).legs[:1]:
        assert leg.ends_at.time() <= shuts or leg.starts_at.time() >= again
