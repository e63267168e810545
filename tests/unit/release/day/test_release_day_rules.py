"""What a day's plan must say, the order of its stops, when planning it is due. No database."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest

from throughgate.common.postcodes import ground_of_area
from throughgate.release.routing_check import check_routing_service
from throughgate.release.rules.day import Mode, NoWay, Place, Travel
from throughgate.release.rules.minutes import LONDON
from throughgate.release.rules.release_day import (
    SaidStop,
    due_on,
    gate_problems,
    home_by,
    in_order,
    moved_in_order,
    stop_problems,
)
from throughgate.release.selectors.known_ways import travel_times

TODAY = date(2026, 11, 20)


@dataclass
class Stop:
    thread: str
    at: time | None = None


@pytest.mark.parametrize(("days", "due"), [(60, 46), (15, 1), (14, 0), (3, 0), (0, 0), (-2, -2)])
def test_two_weeks_before_or_at_once(days, due):
    assert due_on(TODAY + timedelta(days=days), TODAY) == TODAY + timedelta(days=due)


def test_what_came_later_stands_before_what_is_later():
    stops = [Stop("a", time(10)), Stop("b", time(14)), Stop("c", time(12)), Stop("d")]
    assert [one.thread for one in in_order(stops, ["a", "b"])] == ["a", "c", "b", "d"]


def test_an_order_may_name_what_is_gone():
    assert [one.thread for one in in_order([Stop("a"), Stop("b")], ["x", "b"])] == ["b", "a"]


@pytest.mark.parametrize(("by", "order"), [(-1, ["b", "a", "c"]), (1, ["a", "c", "b"])])
def test_one_place(by, order):
    assert moved_in_order(["a", "b", "c"], "b", by) == order
    assert moved_in_order(["a", "b"], "a", -1) == ["a", "b"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"place": " "}, "place"),
        ({"minutes": 721}, "minutes"),
        ({"opens": time(9)}, "closes"),
        ({"closes": time(9)}, "opens"),
        ({"opens": time(9), "closes": time(9)}, "closes"),
        ({"opens": time(9), "closes": time(12), "opens_again": time(13)}, "closes_again"),
        ({"opens": time(9), "closes": time(12), "closes_again": time(17)}, "opens_again"),
        ({"opens_again": time(13), "closes_again": time(17)}, "opens"),
        ({"opens": time(9), "closes": time(12), "opens_again": time(12), "closes_again": time(17)}, "opens_again"),
        ({"opens": time(9), "closes": time(2), "opens_again": time(13), "closes_again": time(17)}, "opens_again"),
        ({"opens": time(9), "closes": time(12), "opens_again": time(13), "closes_again": time(13)}, "closes_again"),
        ({"latitude": 51.0}, "latitude"),
        ({"kind": "bank"}, "kind"),
    ],
)
def test_what_is_wrong_with_a_stop(fields, field):
    said = SaidStop(**{"kind": "gp", "place": "Here", "minutes": 10} | fields)
    assert [problem.field for problem in stop_problems(said)] == [field]


def test_both_times_of_the_gate():
    assert [problem.field for problem in gate_problems(time(9), None)] == ["gate_to"]
    assert [problem.field for problem in gate_problems(time(9), time(8))] == ["gate_to"]
    assert not list(gate_problems(None, None))


def test_the_first_curfew_after_the_gate_counts():
    assert home_by([time(19), time(21), time(0)], time(10)) == time(19)
    assert home_by([time(0), time(1)], time(10)) == time(0)
    assert home_by([], time(10)) is None


def test_a_first_half_of_a_postcode_is_a_circle():
    (latitude, longitude), radius = ground_of_area("gu1")
    assert 51.2 < latitude < 51.3 and -0.6 < longitude < -0.5 and 1 < radius < 5


@pytest.mark.parametrize("area", ["ZZ9", "BT1", "Woking", ""])
def test_of_which_nothing_is_known(area):
    assert ground_of_area(area) is None


class Bus:
    """A routing service: every way takes half an hour."""

    same_all_day = True

    def between(self, here, there, *, mode, leaving):
        if here == there:
            return Travel(0, is_estimate=False, source="bus")
        if here.point is None or there.point is None:
            return None
        return NoWay("bus") if mode is Mode.FOOT else Travel(30, is_estimate=False, source="bus")


class Broken(Bus):
    def between(self, here, there, *, mode, leaving):
        raise ConnectionError("1 Secret Street")


BUS, BROKEN = f"{__name__}.Bus", f"{__name__}.Broken"
HERE, THERE = Place("Here", 51.3, -0.5), Place("There", 51.4, -0.5)


def answer(settings, dotted):
    settings.ROUTING_SERVICE = dotted
    leaving = datetime(2026, 12, 10, 9, tzinfo=LONDON)
    return travel_times().between(HERE, THERE, mode=Mode.PUBLIC, leaving=leaving)


def test_the_organisations_routing_service_is_asked(settings):
    assert answer(settings, BUS).source == "bus"
    assert answer(settings, "").is_estimate


def test_one_that_fails_makes_a_way_unknown_and_logs_no_address(settings, caplog):
    assert answer(settings, BROKEN) is None
    assert "ConnectionError" in caplog.text and "Secret" not in caplog.text


@pytest.mark.parametrize(("dotted", "found"), [("", 0), (BROKEN, 1), ("nowhere.Bus", 1)])
def test_it_is_looked_at_when_throughgate_starts(settings, dotted, found):
    settings.ROUTING_SERVICE = dotted
    assert len(check_routing_service(None)) == found
