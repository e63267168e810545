from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.release.days import ESTIMATES, HOSTEL, PRISON, SPOTS, TUESDAY, Bus
from throughgate.common.ground import kilometres
from throughgate.release.rules.day import Mode, NoWay, Place, Travel
from throughgate.release.rules.minutes import LONDON
from throughgate.release.travel.contract import broken_promises
from throughgate.release.travel.estimates import Pace, read_estimates
from throughgate.release.travel.steps import InSteps
from throughgate.release.travel.typed import TypedTravel, typed_minutes

NINE = datetime(2026, 11, 24, 9, tzinfo=LONDON)
PLACES = (PRISON, HOSTEL, SPOTS[0], Place("by name only"))
TYPED = TypedTravel(
    {
        (PRISON.name, HOSTEL.name, Mode.PUBLIC): typed_minutes(33),
        (PRISON.name, SPOTS[0].name, Mode.PUBLIC): NoWay("typed in"),
    },
    ESTIMATES,
)
somewhere = st.builds(
    Place, st.just("somewhere"), st.floats(50, 58, allow_nan=False), st.floats(-5, 1.5, allow_nan=False)
)


def ask(travel, here, there, mode=Mode.PUBLIC, leaving=NINE):
    return travel.between(here, there, mode=mode, leaving=leaving)


@pytest.mark.parametrize("travel", [ESTIMATES, TYPED, InSteps(Bus(20, 15)), Bus(20, 15), InSteps(TYPED)], ids=repr)
def test_every_source_keeps_its_promises(travel):
    known = [words for words in broken_promises(travel, PLACES, TUESDAY) if "cannot know" not in words]
    assert known == []


class Rash:
    """Quicker by the hour, and sure of everything."""

    same_all_day = True

    def between(self, here, there, *, mode, leaving):
        return Travel(max(0, 1000 - 2 * leaving.hour * 60), is_estimate=True, source="")


def test_broken_promises_are_named():
    words = " ".join(broken_promises(Rash(), (PRISON, HOSTEL), TUESDAY))
    for part in ("same all day", "later arrives earlier", "where the time comes from", "staying", "cannot know"):
        assert part in words


def test_a_typed_time_wins():
    assert ask(TYPED, PRISON, HOSTEL) == typed_minutes(33)


def test_the_way_back_is_taken_from_it_as_an_estimate():
    back = ask(TYPED, HOSTEL, PRISON)
    assert (back.minutes, back.is_estimate) == (33, True)


def test_no_bus_one_way_says_nothing_of_the_other():
    assert isinstance(ask(TYPED, PRISON, SPOTS[0]), NoWay) and isinstance(ask(TYPED, SPOTS[0], PRISON), Travel)


def test_a_place_without_coordinates_is_not_known():
    assert ask(ESTIMATES, PRISON, Place("by name only")) is None


def test_a_place_with_half_its_coordinates_is_refused():
    with pytest.raises(ValueError, match="or neither"):
        Place("half", 51.3)


def test_estimates_are_called_so_and_rounded_up_to_five():
    found = ask(ESTIMATES, PRISON, HOSTEL)
    assert found.is_estimate and found.minutes % 5 == 0


def test_nobody_waits_for_a_bus_round_the_corner():
    corner = Place("corner", 51.301, -0.501)
    assert ask(ESTIMATES, PRISON, corner) == ask(ESTIMATES, PRISON, corner, Mode.FOOT)


@given(somewhere, somewhere, somewhere, st.sampled_from(Mode))
def test_going_round_is_never_quicker(a, b, c, mode):
    direct, first, second = (ask(ESTIMATES, *way, mode).minutes for way in ((a, c), (a, b), (b, c)))
    assert direct <= first + second


@given(somewhere, somewhere)
def test_a_car_is_not_slower_than_a_bus(a, b):
    assert ask(ESTIMATES, a, b, Mode.CAR).minutes <= ask(ESTIMATES, a, b).minutes


def test_london_to_edinburgh_as_the_crow_flies():
    assert kilometres((51.5074, -0.1278), (55.9533, -3.1883)) == pytest.approx(534, abs=1)


@pytest.mark.parametrize("bands", [((5.0, 30.0), (float("inf"), 20.0)), ((5.0, 30.0),), (), ((float("inf"), 0.0),)])
def test_a_pace_that_would_make_going_round_quicker_is_refused(bands):
    with pytest.raises(ValueError, match="rise"):
        Pace(1.3, 0, bands)


def test_figures_can_be_mended_in_the_file():
    text = "rounded_up_to: 1\nmodes:\n" + "".join(
        f"  {mode}: {{detour: 1, before: 0, bands: [[null, 60]]}}\n" for mode in Mode
    )
    distance = kilometres(PRISON.point, HOSTEL.point)
    assert ask(read_estimates(text), PRISON, HOSTEL).minutes == pytest.approx(distance, abs=1)


class Counted:
    same_all_day = False
    asked = 0

    def between(self, here, there, *, mode, leaving):
        self.asked += 1
        return Travel(10, is_estimate=False, source="service")


def test_a_service_is_asked_once_a_quarter_of_an_hour():
    service = Counted()
    steps = InSteps(service)
    minutes = [ask(steps, PRISON, HOSTEL, leaving=NINE + timedelta(minutes=number)).minutes for number in range(16)]
    assert service.asked == 2 and minutes == [10, *range(24, 9, -1)]
