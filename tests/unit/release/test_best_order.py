from datetime import time
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.release_every_order import best_of_all
from tests.unit.release.days import ESTIMATES, TUESDAY, Bus, Everywhere, day, days, lists_of_stops, stop, typed_travel
from throughgate.release.rules.day import Kind, Mode, Place, Stop
from throughgate.release.rules.ordering import MOST_STOPS, Path, TooManyStopsError, best_order, worth
from throughgate.release.rules.plan import Plan, UnknownStopError
from throughgate.release.travel.typed import TypedTravel, typed_minutes

SOME = settings(max_examples=120, deadline=None)


def worth_of(a_day, stops, travel, order):
    """Of what is done of this order."""
    plan = Plan(a_day, stops, travel)
    run = plan.run(plan.named(order), plan.gate)
    numbers = tuple(list(plan.stops).index(step.stop.key) for step in run.steps)
    path = Path(run.left_at, sum(step.trip.minutes for step in run.steps), numbers)
    found = worth(plan, stops, path)
    at_midnight = plan.clock.moment(0).timestamp()
    return (*found[:4], found[4] * 60 - at_midnight, found[5])


@given(days(), lists_of_stops(), typed_travel())
@SOME
def test_no_order_of_all_is_better(a_day, stops, travel):
    found = best_order(a_day, stops, travel)
    assert worth_of(a_day, stops, travel, found.order) == best_of_all(a_day, stops, travel)


@given(days(drivers=True), lists_of_stops(), typed_travel())
@SOME
def test_what_is_out_of_reach_costs_nothing_where_it_stands_first(a_day, stops, travel):
    found = best_order(a_day, stops, travel)
    assert not {*found.order} & {*found.out_of_reach}
    before = worth_of(a_day, stops, travel, found.order)
    assert worth_of(a_day, stops, travel, (*found.out_of_reach, *found.order)) == before


@given(days(), lists_of_stops(most=7))
@settings(max_examples=25, deadline=None)
def test_no_order_of_seven_stops_is_better(a_day, stops):
    found = best_order(a_day, stops, ESTIMATES)
    assert worth_of(a_day, stops, ESTIMATES, found.order) == best_of_all(a_day, stops, ESTIMATES)


@given(days(drivers=True), lists_of_stops(), typed_travel())
@SOME
def test_with_drivers_none_keeps_more_or_ends_earlier(a_day, stops, travel):
    found = best_order(a_day, stops, travel)
    assert worth_of(a_day, stops, travel, found.order)[:5] == best_of_all(a_day, stops, travel)[:5]


@given(days(), lists_of_stops(most=4), st.integers(5, 60), st.integers(5, 40))
@SOME
def test_by_a_timetable_none_keeps_more_or_ends_earlier(a_day, stops, headway, ride):
    bus = Bus(headway, ride)
    found = best_order(a_day, stops, bus)
    assert worth_of(a_day, stops, bus, found.order)[:5] == best_of_all(a_day, stops, bus)[:5]


@given(days(drivers=True), lists_of_stops(most=4), typed_travel())
@settings(max_examples=40, deadline=None)
def test_never_worse_than_an_order_somebody_gives(a_day, stops, travel):
    best = worth_of(a_day, stops, travel, best_order(a_day, stops, travel).order)[:5]
    for order in permutations([one.key for one in stops]):
        assert best >= worth_of(a_day, stops, travel, order)[:5]


@given(days(drivers=True), lists_of_stops())
@SOME
def test_what_is_kept_can_be_done_and_all_else_has_its_reason(a_day, stops):
    found = best_order(a_day, stops, ESTIMATES)
    assert sorted([*found.order, *(problem.keys[0] for problem in found.left_out)]) == sorted(s.key for s in stops)
    assert [leg.key for leg in found.verdict.legs if leg.key != "home"] == list(found.order)


def test_a_mandatory_stop_goes_before_two_others():
    a = stop("a", at="11:00", minutes=180, is_mandatory=True)
    b, c = stop("b", at="11:30"), stop("c", at="12:30")
    assert best_order(day(), [b, c, a], Everywhere()).order == ("a",)


def test_of_two_ways_to_end_as_early_the_shorter_is_taken():
    near, far = Place("near"), Place("far")
    stops = [
        Stop("far", "Far", far, 10, opens=((time(9), time(17)),)),
        Stop("near", "Near", near, 10, opens=((time(9), time(17)),)),
        stop("late", at="15:00"),
    ]
    typed = {
        ("the prison", "far", Mode.PUBLIC): typed_minutes(60),
        ("far", "late", Mode.PUBLIC): typed_minutes(60),
        ("the prison", "near", Mode.PUBLIC): typed_minutes(5),
        ("near", "far", Mode.PUBLIC): typed_minutes(60),
        ("near", "late", Mode.PUBLIC): typed_minutes(5),
    }
    assert best_order(day(), stops, TypedTravel(typed, Everywhere())).order == ("far", "near", "late")


def test_what_is_not_known_is_left_out_and_named():
    found = best_order(day(), [stop("gp"), stop("bank", opens="09:30-16:00")], Everywhere())
    assert found.order == ("bank",) and [one.kind for one in found.left_out] == [Kind.UNKNOWN_HOURS]


def test_what_could_be_done_alone_is_said_not_to_fit():
    found = best_order(day(), [stop("a", at="11:00", is_mandatory=True), stop("b", at="11:00")], Everywhere())
    assert [(one.kind, one.keys) for one in found.left_out] == [(Kind.DOES_NOT_FIT, ("b",))]


def test_nothing_is_worth_a_curfew():
    a_day = day(home=Place("home"), home_by=time(12))
    found = best_order(a_day, [stop("a", at="11:45", is_mandatory=True)], Everywhere())
    assert found.order == () and found.left_out[0].kind is Kind.HOME_LATE


def test_a_way_home_that_nobody_knows_costs_no_stop():
    a_day = day(home=Place("home"))
    found = best_order(a_day, [stop("a", opens="09:00-17:00", place="the prison")], ESTIMATES)
    assert found.order == () and found.left_out[0].kind is Kind.UNKNOWN_TRAVEL


def test_too_many_stops_are_refused():
    with pytest.raises(TooManyStopsError):
        best_order(day(), [stop(str(number)) for number in range(MOST_STOPS + 1)], Everywhere())


def test_no_stop_at_all_is_a_day_too():
    assert best_order(day(), [], Everywhere()).verdict.can_be_done


def test_two_stops_of_one_key_are_refused():
    with pytest.raises(UnknownStopError):
        best_order(day(on=TUESDAY), [stop("a"), stop("a")], Everywhere())
