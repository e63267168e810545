from datetime import time

import pytest

from tests.unit.release.days import ESTIMATES, HOSTEL, PRISON, Everywhere, day, stop
from throughgate.release.rules.checking import check_day, in_a_sentence
from throughgate.release.rules.day import Answer, Driver, Kind, Mode, NoWay, Place, Stop, Travel, Zone
from throughgate.release.rules.plan import UnknownStopError
from throughgate.release.travel.typed import TypedTravel, typed_minutes

FAR = Place("the clinic", 51.60, -0.50)


def problems(verdict):
    return [(one.kind, one.keys) for one in verdict.problems]


def test_a_stop_that_closes_says_when_and_when_arrival_would_be():
    (problem,) = check_day(day(gate="12:00-12:45"), [stop(opens="09:00-12:30")], Everywhere(20)).problems
    assert problem.kind is Kind.AFTER_CLOSING
    assert "GP closes at 12:30; the earliest arrival is 13:05 (20 minutes by public transport" in problem.words
    assert problem.mend == "Ask the prison to open the gate by 11:40, or ask for another day."


def test_a_stop_is_put_before_another_if_that_helps():
    stops = [stop("bank", opens="09:00-17:00"), stop("gp", opens="09:00-11:15")]
    (problem,) = check_day(day(), stops, Everywhere()).problems
    assert problem.mend == "Put it before BANK."


def test_a_booking_that_comes_too_early_is_answered_with_the_next_time():
    (problem,) = check_day(day(), [stop(at="10:20")], Everywhere(32)).problems
    assert (problem.kind, problem.mend) == (Kind.NO_TIME_TO_TRAVEL, "Ask for 10:35 or later.")


def test_two_bookings_at_once_overlap():
    verdict = check_day(day(), [stop("a", at="11:00"), stop("b", at="11:15")], Everywhere())
    assert problems(verdict) == [(Kind.OVERLAPS, ("b", "a"))]
    assert verdict.problems[0].words == "B is booked for 11:15, but A lasts until 11:30."


def test_a_booking_before_the_gate_opens():
    (problem,) = check_day(day(), [stop(at="09:30")], Everywhere(0)).problems
    assert problem.kind is Kind.BEFORE_GATE and "the gate may not open before 10:00" in problem.words


def test_what_a_driver_would_make_possible_is_said():
    a_day, clinic = day(), Stop("clinic", "The clinic", FAR, 20, is_mandatory=True, at=time(11, 30))
    (problem,) = check_day(a_day, [clinic], ESTIMATES).problems
    assert problem.kind is Kind.NEEDS_DRIVER and "by car it would be 11:15" in problem.words
    assert problem.mend == "Ask for a driver."


def test_with_the_driver_it_is_possible():
    a_day = day(drivers=(Driver(time(9), time(13), "Ruth"),))
    clinic = Stop("clinic", "The clinic", FAR, 20, is_mandatory=True, at=time(11, 30))
    verdict = check_day(a_day, [clinic], ESTIMATES)
    assert verdict.can_be_done and verdict.legs[0].driver == a_day.drivers[0] and verdict.legs[0].slack == 15


def test_an_estimate_with_little_to_spare_is_warned_of_and_a_typed_time_is_not():
    gp = Stop("gp", "GP", HOSTEL, 20, at=time(10, 55))
    typed = TypedTravel({(PRISON.name, HOSTEL.name, Mode.PUBLIC): typed_minutes(55)}, ESTIMATES)
    verdict = check_day(day(), [gp], ESTIMATES)
    assert verdict.can_be_done and problems(verdict) == [(Kind.TIGHT, ("gp",))]
    assert problems(check_day(day(), [gp], typed)) == []


def test_a_driver_is_waited_for_if_that_is_quicker():
    a_day = day(drivers=(Driver(time(10, 15), time(13)),))
    clinic = Stop("clinic", "The clinic", FAR, 20, at=time(11, 30))
    leg = check_day(a_day, [clinic], ESTIMATES).legs[0]
    assert (leg.mode, f"{leg.leaves_at:%H:%M}") == (Mode.CAR, "10:15")


def test_a_driver_who_has_to_be_back_before_arrival_is_no_help():
    a_day = day(drivers=(Driver(time(9), time(10, 30)),))
    clinic = Stop("clinic", "The clinic", FAR, 20, at=time(11, 30))
    assert not check_day(a_day, [clinic], ESTIMATES).can_be_done


def test_no_bus_at_all_is_not_the_same_as_not_knowing():
    typed = {("the prison", "gp", Mode.PUBLIC): NoWay("typed in")}
    stops = [stop(at="11:00")]
    assert check_day(day(), stops, TypedTravel(typed, ESTIMATES)).answer is Answer.NO
    assert check_day(day(), stops, ESTIMATES).answer is Answer.UNKNOWN


def test_a_way_that_nobody_knows_is_named():
    (problem,) = check_day(day(), [stop(at="11:00")], ESTIMATES).problems
    assert problem.kind is Kind.UNKNOWN_TRAVEL
    assert problem.words == "It is not known how long it takes by public transport from the prison to gp."


def test_a_driver_makes_up_for_a_bus_that_nobody_knows():
    typed = {("the prison", "gp", Mode.CAR): typed_minutes(20)}
    a_day = day(drivers=(Driver(time(9), time(17)),))
    assert check_day(a_day, [stop(at="11:00")], TypedTravel(typed, ESTIMATES)).can_be_done


def test_too_late_by_car_is_not_known_while_the_bus_is_not():
    typed = {("the prison", "gp", Mode.CAR): typed_minutes(90)}
    a_day = day(drivers=(Driver(time(9), time(17)),))
    assert check_day(a_day, [stop(at="11:00")], TypedTravel(typed, ESTIMATES)).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"opens": ""}, Kind.CLOSED),
        ({"opens": "09:00-09:20 14:00-14:20"}, Kind.HOURS_TOO_SHORT),
        ({"opens": "09:00-12:00", "at": "11:45"}, Kind.BOOKED_WHEN_CLOSED),
        ({"opens": "", "at": "11:00"}, Kind.BOOKED_WHEN_CLOSED),
        ({}, Kind.UNKNOWN_HOURS),
    ],
)
def test_what_no_order_can_mend(facts, kind):
    assert problems(check_day(day(), [stop(**facts)], Everywhere())) == [(kind, ("gp",))]


def test_who_misses_one_stop_still_goes_to_the_others():
    stops = [stop("a", at="10:05"), stop("b", at="11:00")]
    assert [leg.key for leg in check_day(day(), stops, Everywhere()).legs] == ["b"]


def test_what_is_mandatory_can_be_done_though_not_all_can():
    stops = [stop("a", at="11:00", minutes=90), stop("b", at="11:30", is_mandatory=True)]
    verdict = check_day(day(), stops, Everywhere())
    assert not verdict.can_be_done and verdict.mandatory_can_be_done


def test_what_is_not_mandatory_gives_way():
    stops = [stop("a", at="11:00", minutes=90), stop("b", at="11:30", is_mandatory=True)]
    assert check_day(day(), stops, Everywhere()).problems[0].mend == "Leave out A, which is not mandatory."


def test_a_lunch_break_is_waited_out():
    leg = check_day(day(), [stop(opens="09:00-10:45 13:00-17:00")], Everywhere()).legs[0]
    assert (f"{leg.arrives_at:%H:%M}", f"{leg.starts_at:%H:%M}", leg.slack) == ("10:30", "13:00", 360)


def test_home_too_late_has_no_minutes_to_spare():
    verdict = check_day(day(home=HOSTEL, home_by=time(10, 5)), [], ESTIMATES)
    assert [one.kind for one in verdict.problems] == [Kind.HOME_LATE]


def test_a_curfew_that_is_missed_has_its_problem():
    a_day = day(home=Place("home"), home_by=time(12))
    (problem,) = check_day(a_day, [stop(at="11:30")], Everywhere()).problems
    assert problem.kind is Kind.HOME_LATE and "home is reached at 12:30; the curfew begins at 12:00" in problem.words


def test_a_curfew_from_midnight_is_of_the_night_that_follows():
    a_day = day(home=Place("home"), home_by=time(0))
    assert check_day(a_day, [stop(at="11:30")], Everywhere()).problems == ()
    [problem] = check_day(a_day, [stop(at="22:30", minutes=75)], Everywhere()).problems
    assert problem.kind is Kind.HOME_LATE


def test_the_sentence_says_until_when():
    stops = [stop(opens="09:00-12:00")]
    assert in_a_sentence(day(), check_day(day(), stops, Everywhere())).startswith(
        "The day can be done, if the gate opens by 11:00."
    )
    late = day(gate="09:00-11:30")
    assert "It could be if the gate opened by 11:00." in in_a_sentence(late, check_day(late, stops, Everywhere()))


def test_an_order_may_leave_stops_out_but_not_name_strangers():
    stops = [stop("a", at="11:00"), stop("b", at="11:15")]
    assert check_day(day(), stops, Everywhere(), ["b"]).can_be_done
    with pytest.raises(UnknownStopError):
        check_day(day(), stops, Everywhere(), ["c"])


class TestZones:
    ZONE = Zone("the old street", Place("", 51.31, -0.53), 0.5)

    def test_a_place_inside_is_barred(self):
        inside = Stop("x", "X", Place("x", 51.311, -0.531), 10, at=time(12))
        assert problems(check_day(day(zones=(self.ZONE,)), [inside], ESTIMATES)) == [(Kind.IN_ZONE, ("x",))]

    def test_a_straight_line_through_it_is_a_question(self):
        verdict = check_day(day(zones=(self.ZONE,), home=HOSTEL), [], ESTIMATES)
        assert problems(verdict) == [(Kind.MAY_CROSS_ZONE, ("home",))] and verdict.answer is Answer.UNKNOWN

    @pytest.mark.parametrize(("centre", "is_asked"), [((51.3148, -0.5259), True), ((51.3219, -0.5199), False)])
    def test_what_lies_just_beside_the_straight_line_is_a_question_too(self, centre, is_asked):
        beside = Zone("a street beside it", Place("", *centre), 0.3)
        verdict = check_day(day(zones=(beside,), home=HOSTEL), [], ESTIMATES)
        assert problems(verdict) == ([(Kind.MAY_CROSS_ZONE, ("home",))] if is_asked else [])

    def test_a_way_that_somebody_has_looked_at_answers_it(self):
        typed = {(PRISON.name, HOSTEL.name, Mode.PUBLIC): typed_minutes(50, keeps_clear=True)}
        assert check_day(day(zones=(self.ZONE,), home=HOSTEL), [], TypedTravel(typed, ESTIMATES)).can_be_done

    def test_a_known_route_through_it_is_no_question(self):
        through = Travel(40, is_estimate=False, source="route", route=(PRISON.point, (51.31, -0.53), HOSTEL.point))
        travel = TypedTravel({(PRISON.name, HOSTEL.name, Mode.PUBLIC): through}, ESTIMATES)
        verdict = check_day(day(zones=(self.ZONE,), home=HOSTEL), [], travel)
        assert problems(verdict) == [(Kind.ZONE_ON_THE_WAY, ("home",))] and verdict.answer is Answer.NO

    def test_whoever_is_let_out_inside_may_leave(self):
        around = Zone("the town", PRISON, 1)
        assert check_day(day(zones=(around,), home=HOSTEL), [], ESTIMATES).can_be_done

    def test_a_home_inside_bars_the_day_whenever_the_gate_opens(self):
        verdict = check_day(day(zones=(Zone("here", HOSTEL, 1),), home=HOSTEL), [], ESTIMATES)
        assert problems(verdict) == [(Kind.IN_ZONE, ("home",))] and verdict.latest_gate is None

    def test_a_zone_that_nobody_can_place_keeps_the_day_open(self):
        verdict = check_day(day(zones=(Zone("somewhere", Place("somewhere"), 1),)), [], ESTIMATES)
        assert problems(verdict) == [(Kind.UNKNOWN_ZONE, ())] and verdict.answer is Answer.UNKNOWN

    def test_a_place_that_is_not_known_may_lie_inside(self):
        verdict = check_day(day(zones=(self.ZONE,)), [stop(at="11:00")], Everywhere())
        assert problems(verdict) == [(Kind.UNKNOWN_PLACE, ("gp",))]


def test_before_the_gate_no_time_that_is_typed_in_can_help():
    """Also where it is not known how long the way takes: that is not what stands in the way."""
    (problem,) = check_day(day(), [stop(at="03:00", place="nowhere known")], ESTIMATES).problems
    assert problem.kind is Kind.BEFORE_GATE and "the gate may not open before 10:00" in problem.words
    assert check_day(day(), [stop(at="03:00", place="nowhere known")], ESTIMATES).answer is Answer.NO
