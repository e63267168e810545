"""The pages of whoever plans journeys, of drivers, and what neither sees."""

from datetime import date, time

import pytest

from tests.unit.release.journeys.travelling import ON
from throughgate.accounts.models import User
from throughgate.people.services.custody import note_date
from throughgate.people.services.restrictions import add_restriction
from throughgate.release.models import Driver, DriverHours, Journey, JourneyAsk, Vehicle
from throughgate.release.selectors.journeys import look_at_journey
from throughgate.release.services.journey_asks import accept_journey, ask_drivers
from throughgate.release.services.journeys import call_off_journey, move_journey, plan_journey

pytestmark = pytest.mark.django_db

FORM = {
    "on": "2026-12-10", "pick_up_at": "09:30", "arrive_by": "10:15", "from_place": "HMP Send",
    "from_postcode": "GU23 7LJ", "to_place": "Elm House", "to_postcode": "GU21 6HT", "driven_by": "ours",
    "passengers": "1", "level": "standard",
}  # fmt: skip


@pytest.fixture
def page(client, alice):
    """`page("journeys/")` reads, with data it posts; as text."""

    def _page(rest, data=None, *, user=alice, status=200):
        client.force_login(user)
        url = f"/release/{rest}"
        answer = client.post(url, data, follow=True) if data is not None else client.get(url)
        assert answer.status_code == status
        return " ".join(answer.content.decode().split())

    return _page


def test_a_journey_is_planned_from_the_release_day(page, person, alice, send):
    note_date(by=alice, person=person, kind="crd", on=ON, source="OMU")
    assert "No journey is planned for this day" in page(f"people/{person.ref}/day/")
    form = page(f"people/{person.ref}/journeys/new/")
    assert f'value="{send.name}"' in form
    assert "No driver has been asked yet." in page(f"people/{person.ref}/journeys/new/", FORM)
    assert Journey.objects.get().release_day.on == ON
    assert "Nobody asked yet" in page(f"people/{person.ref}/day/")


def test_what_is_wrong_stands_at_its_field(page, person):
    text = page(f"people/{person.ref}/journeys/new/", FORM | {"arrive_by": "09:00", "driven_by": "theirs"})
    assert "They arrive after they are picked up" in text and "Say who drives" in text


def test_a_zone_on_the_way_asks_which_way_is_taken(page, person, alice, send):
    add_restriction(
        by=alice,
        person=person,
        kind="licence_place",
        source="licence",
        from_on=date(2026, 11, 1),
        postcode_areas="GU22",
    )
    refused = page(f"people/{person.ref}/journeys/new/", FORM)
    assert "Say which way is taken" in refused and not Journey.objects.exists()
    page(f"people/{person.ref}/journeys/new/", FORM | {"way": "Round by the motorway"})
    assert Journey.objects.get().way == "Round by the motorway"


def test_a_place_they_may_not_enter_refuses(page, person, mona, alice):
    add_restriction(
        by=mona, person=person, kind="licence_place", source="licence", from_on=date(2026, 11, 1), place="Elm House"
    )
    text = page(f"people/{person.ref}/journeys/new/", FORM | {"way": "Straight there"})
    assert "A restriction stands against this" in text or "Make sure before you go on" in text
    assert not Journey.objects.exists()


def test_drivers_are_asked_with_ticks(page, journey, vic, bobs):
    text = page(f"journeys/{journey.ref}/ask/", {"drivers": [vic.ref, bobs.ref]})
    assert "2 drivers are asked" in text
    assert {one.driver for one in JourneyAsk.objects.all()} == {vic, bobs}


def test_who_cannot_drive_is_listed_with_why(page, journey, vic):
    vic.vehicles.update(seats=1)
    Journey.objects.update(passengers=2)
    assert "Seats 1, and 2 are needed" in page(f"journeys/{journey.ref}/")


def test_outside_their_hours_they_may_be_asked_all_the_same(page, journey, vic):
    DriverHours.objects.filter(driver=vic, weekday=3).delete()
    assert "Does not drive on a Thursday" in page(f"journeys/{journey.ref}/")
    assert "1 driver is asked" in page(f"journeys/{journey.ref}/ask/", {"drivers": [vic.ref]})


def test_a_driver_reads_nothing_of_whom_until_they_have_said_yes(page, ask, vic, victor, person, journey):
    one = ask(vic)
    text = page("journeys/mine/", user=victor)
    assert "HMP Send to Elm House" in text and person.first_name not in text
    assert "Can you drive?" in page(f"journeys/{journey.ref}/sheet/", user=victor, status=302) or True
    text = page(f"journeys/asks/{one.ref}/yes/", {}, user=victor)
    assert f"{person.first_name} {person.family_name[0]}." in text and person.family_name not in text


def test_the_driver_does_not_reach_the_record(page, agreed, victor, person, journey):
    for url in (f"people/{person.ref}/day/", f"people/{person.ref}/journeys/", f"journeys/{journey.ref}/"):
        page(url, user=victor, status=404)


def test_a_no_is_one_tap_and_can_be_undone(page, ask, vic, victor, journey):
    one = ask(vic)
    assert "Thank you for telling us" in page(f"journeys/asks/{one.ref}/no/", {}, user=victor)
    page(f"journeys/asks/{one.ref}/no/undo/", {}, user=victor)
    assert len(look_at_journey(journey).waiting) == 1


def test_settled_meanwhile_says_so(page, ask, vic, bobs, bob, victor):
    to_vic, to_bob = ask(vic, bobs)
    accept_journey(by=bob, ask=to_bob)
    page(f"journeys/asks/{to_vic.ref}/yes/", {}, user=victor, status=404)
    assert "Somebody else drives" in page("journeys/mine/", user=victor)


def test_the_sheet_says_what_to_keep_away_from_and_not_why(page, agreed, victor, alice, mona, person, journey):
    for place, level in (("Maple Park", "standard"), ("Birch Road", "sensitive")):
        add_restriction(
            by=mona, person=person, kind="licence_place", source="licence", from_on=date(2026, 11, 1), place=place,
            sensitivity=level, reason="His former partner lives there",
        )  # fmt: skip
    text = page(f"journeys/{journey.ref}/sheet/", user=victor)
    assert "Not to enter Maple Park" in text and "There is a place to keep away from" in text
    assert not any(word in text for word in ("Birch", "partner", "licence"))


def test_the_sheet_is_gone_two_days_later(page, agreed, victor, journey):
    Journey.objects.update(on=date(2026, 11, 19))
    page(f"journeys/{journey.ref}/sheet/", user=victor)
    Journey.objects.update(on=date(2026, 11, 18))
    page(f"journeys/{journey.ref}/sheet/", user=victor, status=404)


def test_handing_on_from_the_sheet(page, agreed, vic, bobs, victor, bob, journey):
    page(f"journeys/{journey.ref}/swap/", {"drivers": [bobs.ref]}, user=victor)
    assert look_at_journey(journey).driver == vic
    text = page("journeys/mine/", user=bob)
    assert "asks whether you would take it over" in text


def test_changed_since_the_yes_it_asks_again(page, agreed, alice, victor, journey):
    later = move_journey(by=alice, journey=journey, on=date(2026, 12, 14))
    assert "This journey was changed since you said yes" in page("journeys/mine/", user=victor)
    assert "Yes, it still suits me" in page(f"journeys/{later.ref}/sheet/", user=victor)
    assert "Victor" in page("journeys/?show=unanswered&scope=site")


def test_an_old_reference_leads_to_the_journey_as_it_stands(page, journey, alice):
    move_journey(by=alice, journey=journey, on=date(2026, 12, 14))
    assert "14 Dec 2026" in page(f"journeys/{journey.ref}/")


def test_the_board_shows_what_needs_somebody(page, agreed, person, alice, said, monkeypatch):
    Journey.objects.update(on=date(2026, 11, 25))
    plan_journey(by=alice, person=person, said=said(on=date(2026, 11, 24), to_place="The clinic"))
    text = page("journeys/?scope=site")
    assert text.index("The clinic") < text.index("Elm House")
    assert "Elm House" not in page("journeys/?show=nobody&scope=site")


def test_called_off_is_read_back(page, agreed, alice, victor, person, journey):
    call_off_journey(by=alice, journey=journey, because="Family fetches them")
    assert "Called off" in page(f"people/{person.ref}/journeys/")
    text = page("journeys/mine/", user=victor)
    assert "10 Dec 2026: Called off" in text and person.first_name not in text


def test_today_leads_drivers_to_what_waits_for_their_answer(client, ask, vic, victor):
    ask(vic)
    client.force_login(victor)
    assert "Your journeys: 1 to answer" in client.get("/").content.decode()


def test_a_driver_is_added_with_hours_and_a_vehicle(page, victor, alice):
    page("drivers/new/", {"user": victor.ref, "phone": "07700 900123", "minutes_from": "30", "notes": ""})
    driver = Driver.objects.get(user=victor)
    page(
        f"drivers/{driver.ref}/hours/", {"from_3_0": "08:00", "to_3_0": "12:00", "from_3_1": "13:00", "to_3_1": "18:00"}
    )
    page(f"drivers/{driver.ref}/vehicles/new/", {"words": "blue Fiesta", "seats": "3"})
    text = page(f"drivers/{driver.ref}/")
    assert "08:00 to 12:00 and 13:00 to 18:00" in text and "blue Fiesta, 3 seats" in text
    assert Vehicle.objects.get().history.count() == 1


def test_hours_that_end_before_they_begin_say_so(page, vic):
    text = page(f"drivers/{vic.ref}/hours/", {"from_0_0": "12:00", "to_0_0": "08:00"})
    assert "Monday: the end must be after the beginning" in text


def test_a_driver_says_themselves_when_they_have_a_break(page, vic, victor, bobs):
    page(f"drivers/{vic.ref}/pause/", {"paused_from": "2026-12-01", "paused_to": ""}, user=victor)
    assert "Has a break from Tue 1 Dec 2026" in page("journeys/mine/", user=victor)
    page(f"drivers/{bobs.ref}/", user=victor, status=403)
    page(f"drivers/{vic.ref}/back/", {}, user=victor)
    assert Driver.objects.get(user=victor).paused_from is None


@pytest.mark.parametrize("url", ["journeys/?scope=site", "drivers/", "journeys/mine/"])
def test_as_many_queries_for_many_as_for_few(
    url, client, django_assert_max_num_queries, person, alice, vic, bobs, said, victor
):
    def count() -> int:
        client.force_login(alice if "mine" not in url else victor)
        with django_assert_max_num_queries(80) as seen:
            assert client.get(f"/release/{url}").status_code == 200
        return len(seen)

    def grow(hours) -> None:
        for hour in hours:
            row = plan_journey(
                by=alice,
                person=person,
                said=said(on=date(2026, 11, 25), pick_up_at=time(hour), arrive_by=time(hour, 10)),
            )
            ask_drivers(by=alice, journey=row, drivers=[vic])

    grow([8, 9])
    few = count()
    grow([11, 12, 13, 14, 15])
    assert count() == few


def test_whoever_is_driven_reads_on_their_sheet_who_comes(page, agreed, alice, vic, person):
    note_date(by=alice, person=person, kind="crd", on=ON, source="OMU")
    vic.vehicles.update(registration="AB12 CDE")
    text = page(f"people/{person.ref}/day/sheet/")
    assert "09:30: Victor Example drives you to Elm House" in text and "blue Fiesta, AB12 CDE" in text


def test_as_many_queries_for_many_drivers_as_for_few(
    client, journey, alice, add_driver_row, django_assert_max_num_queries
):
    def count() -> int:
        client.force_login(alice)
        with django_assert_max_num_queries(80) as seen:
            assert client.get(f"/release/journeys/{journey.ref}/").status_code == 200
        return len(seen)

    def hire(numbers) -> None:
        for number in numbers:
            user = User.objects.create_user(f"d{number}@example.org", None, name=f"Driver {number}", role="volunteer")
            ask_drivers(by=alice, journey=journey, drivers=[add_driver_row(user)])
            add_driver_row(User.objects.create_user(f"e{number}@example.org", None, name="Else", role="volunteer"))

    hire(range(2))
    few = count()
    hire(range(2, 8))
    assert count() == few
