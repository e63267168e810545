"""A day on which somebody is driven works only where a driver has said yes, or somebody of theirs drives."""

from datetime import time

import pytest

from tests.unit.release.day.planned import GP, RELEASE, plan_promise
from throughgate.release.models import Driver, DriverHours, ReleaseDay, Vehicle
from throughgate.release.rules.journey import SaidJourney
from throughgate.release.selectors.day import look_at_day
from throughgate.release.services.day import change_day
from throughgate.release.services.day_stops import type_way
from throughgate.release.services.journey_asks import accept_journey, ask_drivers, decline_journey, let_go
from throughgate.release.services.journeys import call_off_journey, change_journey, plan_journey

pytestmark = pytest.mark.django_db
WAY = {
    "on": RELEASE, "from_place": "HMP Send", "from_postcode": "GU23 7LJ", "to_place": "Elm House",
    "to_postcode": "GU21 6HT", "pick_up_at": time(9), "arrive_by": time(14),
}  # fmt: skip


@pytest.fixture
def driven(gate, home, add, meet, alice) -> ReleaseDay:
    add()
    meet()
    return change_day(by=alice, day=gate, gate_from=time(9), gate_to=time(10), gets_about="car")


@pytest.fixture
def vic(victor, mona) -> Driver:
    driver = Driver.objects.create(user=victor, added_by=mona)
    Vehicle.objects.create(driver=driver, words="blue Fiesta", seats=3)
    DriverHours.objects.create(driver=driver, weekday=RELEASE.weekday(), from_at=time(6), to_at=time(22))
    return driver


@pytest.fixture
def journey(alice, person):
    def _journey(**more):
        return plan_journey(by=alice, person=person, said=SaidJourney(**WAY | more))

    return _journey


@pytest.fixture
def asked(alice, vic):
    def _asked(row):
        (ask,) = ask_drivers(by=alice, journey=row, drivers=[vic])
        return ask

    return _asked


def why(day):
    look = look_at_day(ReleaseDay.objects.get(pk=day.pk))
    words = " ".join(one.words for one in look.verdict.problems if one.kind == "no_driver")
    return "works" if look.works else words


def test_without_a_journey_nobody_drives(driven):
    assert "no journey is planned for that day" in why(driven)


def test_a_journey_that_nobody_was_asked_for_is_no_driver(driven, journey):
    journey()
    assert "no driver has been asked yet" in why(driven)


def test_asked_is_not_yes(driven, journey, asked):
    asked(journey())
    assert "has not answered yet" in why(driven)


def test_a_no_is_said(driven, journey, asked, victor):
    decline_journey(by=victor, ask=asked(journey()))
    assert "nobody who was asked can drive" in why(driven)


def test_a_yes_makes_the_day_work_and_its_planning_done(driven, journey, asked, victor, person):
    ask = asked(journey())
    assert plan_promise(person).met_on is None
    accept_journey(by=victor, ask=ask)
    assert why(driven) == "works" and plan_promise(person).met_on


def test_a_yes_that_is_taken_away_makes_it_due_again(driven, journey, asked, victor, alice, person):
    ask = accept_journey(by=victor, ask=asked(journey()))
    let_go(by=alice, ask=ask)
    assert why(driven) != "works" and plan_promise(person).met_on is None


def test_called_off_is_said(driven, journey, asked, victor, alice, person):
    row = journey()
    accept_journey(by=victor, ask=asked(row))
    call_off_journey(by=alice, journey=row, because="The car broke down")
    assert "the journey was called off" in why(driven) and plan_promise(person).met_on is None


def test_a_yes_to_what_was_changed_since_is_asked_anew(driven, journey, asked, victor, alice):
    row = journey()
    accept_journey(by=victor, ask=asked(row))
    change_journey(by=alice, journey=row, said=SaidJourney(**WAY | {"arrive_by": time(15)}))
    assert "has not said yet whether that suits them" in why(driven)


def test_family_or_a_taxi_that_is_named_drives(driven, journey):
    journey(other_driver="Aunt Mary")
    assert why(driven) == "works"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"arrive_by": time(11)}, "Send (HMP) at 09:00 to Elm House by 11:00"),
        ({"from_place": "The station", "from_postcode": ""}, "begins or ends where this day does not lead"),
        ({"to_place": "Guildford", "to_postcode": ""}, "begins or ends where this day does not lead"),
    ],
)
def test_a_journey_somewhere_else_or_at_another_hour_is_none_for_this(more, words, driven, journey):
    journey(other_driver="Aunt Mary", **more)
    assert words in why(driven)


def test_a_journey_of_another_day_counts_for_nothing(driven, journey, alice):
    row = journey(other_driver="Aunt Mary")
    change_journey(
        by=alice, journey=row, said=SaidJourney(**WAY | {"on": RELEASE.replace(day=11), "other_driver": "A"})
    )
    assert "no journey is planned" in why(driven)


def test_where_there_is_no_bus_a_yes_is_enough(gate, home, add, journey, alice):
    stop = add()
    keys = look_at_day(gate).keys
    type_way(by=alice, day=gate, here=keys["gate"], there=keys[stop.thread], mode="public", minutes=None)
    assert not look_at_day(gate).works
    journey(other_driver="A taxi")
    assert look_at_day(gate).works


def test_the_page_leads_to_the_journey(driven, journey, client, alice, person):
    row = journey()
    client.force_login(alice)
    shown = client.get(f"/release/people/{person.ref}/day/").content.decode()
    assert "See the journey at 09:00" in shown and f"/release/journeys/{row.ref}/" in shown


def test_it_is_the_same_for_whoever_may_not_see_the_journey(driven, alice, bob, person):
    said = SaidJourney(**WAY | {"other_driver": "Aunt Mary"})
    plan_journey(by=alice, person=person, said=said, sensitivity="sensitive")
    mine, theirs = look_at_day(driven), look_at_day(driven, bob)
    assert mine.works and theirs.works


def test_as_many_queries_for_ten_journeys_as_for_one(driven, journey, django_assert_max_num_queries):
    journey()
    with django_assert_max_num_queries(22) as few:
        look_at_day(driven)
    for hour in range(10, 20):
        journey(pick_up_at=time(hour), arrive_by=time(hour, 30))
    with django_assert_max_num_queries(len(few)):
        look_at_day(driven)


def test_the_drivers_sheet_names_the_stops_on_the_way(driven, add, journey, asked, victor, client):
    add(GP, title="Drug service", place="The Junction", sensitivity="sensitive")
    row = journey(arrive_by=time(17), ring="01632 960300")
    accept_journey(by=victor, ask=asked(row))
    client.force_login(victor)
    shown = client.get(f"/release/journeys/{row.ref}/sheet/").content.decode()
    assert shown.count("stop on the way") == 2 and "Woking Probation Office" in shown
    assert "Junction" not in shown and "Drug" not in shown and "Ask 01632 960300" in shown
