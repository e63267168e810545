"""The page of a release day, its forms and its sheets."""

from datetime import time

import pytest
from django.urls import reverse

from tests.unit.release.day.planned import GP, LATER, PROBATION, RELEASE, TODAY, plan_promise
from throughgate.accounts.models import User
from throughgate.people.services.custody import note_date
from throughgate.people.services.restrictions import add_restriction
from throughgate.release.models import DayStop, GateMeeting, ReleaseDay
from throughgate.release.selectors.day import look_at_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, alice, person):
    """`page()` reads the day, `page("stops/new/", {…})` posts; as text."""
    client.force_login(alice)

    def _page(rest="", data=None, *, user=alice):
        client.force_login(user)
        url = f"/release/people/{person.ref}/day/{rest}"
        answer = client.post(url, data, follow=True) if data is not None else client.get(url)
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return _page


@pytest.fixture
def works(gate, home, add, meet):
    add()
    meet()


def test_until_when_it_works_stands_first(works, page):
    assert "This day works if Jo is out by 10:" in page()


def test_before_there_is_a_date_it_says_what_to_do_first(person, page):
    assert "Note the release date first" in page()


def test_begun_by_hand(person, alice, page):
    note_date(by=alice, person=person, kind="crd", on=RELEASE.replace(year=2027), source="OMU")
    assert "Plan the day" in page()
    assert "it is not known when the gate opens" in page("plan/", {})


def test_the_gate_and_a_stop_are_said_in_the_forms(day, page):
    page("change/", {"on": "2026-12-10", "gate_from": "09:00", "gate_to": "10:00", "gets_about": "public"})
    page(
        "stops/new/", {"kind": "probation", "place": "Woking", "at": "11:30", "is_mandatory": "on", "level": "standard"}
    )
    stop = DayStop.objects.get()
    assert (stop.minutes, stop.at, stop.title) == (45, time(11, 30), "Probation")


def test_a_stop_that_closes_for_lunch(gate, home, page, client):
    hours = {"opens": "09:00", "closes": "10:30", "opens_again": "13:30", "closes_again": "17:00"}
    said = {"kind": "gp", "place": "Hillview", "postcode": "GU21 7QP", "level": "standard"}
    shown = page("stops/new/", said | hours)
    assert "Open 09:00 to 10:30 and 13:30 to 17:00" in shown and "13:30 to 14:00, GP" in shown
    form = client.get(f"/release/days/stops/{DayStop.objects.get().ref}/").content.decode()
    assert 'value="13:30' in form


def test_what_is_wrong_stands_at_its_field(day, page):
    shown = page("change/", {"on": "2026-12-10", "gate_from": "11:00", "gate_to": "10:00", "gets_about": "public"})
    assert "The latest time cannot be before the earliest" in shown


def test_a_refused_stop_says_what_stands_against_it(day, alice, person, page):
    add_restriction(
        by=alice, person=person, kind="licence_place", source="licence", from_on=TODAY, postcode_areas="GU21"
    )  # fmt: skip
    shown = page("stops/new/", {"kind": "gp", "place": "Hillview", "postcode": "GU21 7QP", "level": "standard"})
    assert "A restriction stands against this" in shown and not DayStop.objects.exists()


def test_a_changed_postcode_moves_the_stop(gate, add, client, alice):
    stop = add()
    client.force_login(alice)
    shown = client.get(f"/release/days/stops/{stop.ref}/").content.decode()
    assert str(stop.latitude) not in shown
    client.post(
        f"/release/days/stops/{stop.ref}/",
        {"kind": "gp", "place": "Hillview", "postcode": "GU1 4LY", "level": "standard"},
    )
    assert DayStop.objects.last().latitude not in (None, stop.latitude)


def test_one_tap_puts_the_best_order_and_one_takes_it_back(gate, home, add, page):
    add(PROBATION, at=time(14))
    add(GP, closes=time(12))
    assert "Another order of the stops works better" in page()
    assert "order/undo/" in page("order/", {})
    assert "The order is as it was" in page("order/undo/", {})


def test_no_bus_offers_a_driver_in_one_tap(gate, home, add, page):
    add()
    page("way/", {"here": "0", "there": "1", "mode": "public", "no_way": "on"})
    assert "Somebody drives them that day" in page()
    shown = page("by-car/", {})
    assert ReleaseDay.objects.get().gets_about == "car"
    assert "no journey is planned for that day" in shown and "This day does not work" in shown


def test_who_meets_them_in_the_form(gate, page, alice):
    page("meeting/", {"met_by": "worker", "worker": alice.ref, "phone": "01632 960300"})
    assert GateMeeting.objects.get().booking.worker == alice
    assert "You meet them at the gate" in page()


def test_nobody_needs_a_reason(gate, page):
    assert "Say why nobody meets them" in page("meeting/", {"met_by": "nobody"})


def test_a_moved_release_is_said_and_moves_in_two_taps(works, page, alice, person):
    note_date(by=alice, person=person, kind="crd", on=LATER, source="OMU")
    assert "The release is on Tue 15 Dec 2026 now" in page()
    assert 'value="15"' in page("change/?on=2026-12-15")


def test_the_persons_sheet_has_times_places_and_numbers(works, add, page):
    add(GP, phone="01632 960302")
    shown = page("sheet/")
    for words in ("you come out", "Woking Probation Office", "You must not miss this", "01632 960302", "Elm House"):
        assert words in shown


def test_the_sheet_for_who_meets_says_first_what_must_not_be(works, alice, person, page):
    add_restriction(
        by=alice, person=person, kind="licence_place", source="licence", from_on=TODAY, place="The old estate"
    )  # fmt: skip
    shown = page("sheet/meeting/")
    assert shown.index("The old estate") < shown.index("Woking Probation Office")


def test_a_closed_stop_has_no_name_for_whoever_may_not_read_it(gate, home, add, page, bob):
    add(GP, title="Drug service", place="The Junction", sensitivity="sensitive")
    shown = page(user=bob) + page("sheet/", user=bob) + page("sheet/meeting/", user=bob)
    assert "An appointment" in shown and "Drug service" not in shown and "Junction" not in shown


def test_and_the_day_is_as_possible_for_them(gate, home, add, bob):
    add(GP, place="The Junction", sensitivity="sensitive")
    mine, theirs = look_at_day(gate), look_at_day(gate, bob)
    assert (mine.verdict.answer, mine.verdict.latest_gate) == (theirs.verdict.answer, theirs.verdict.latest_gate)


def test_nobodys_name_stands_in_the_title(works, page):
    assert "<title>Release day" in page()


def test_what_is_due_leads_to_the_day(day, client, alice, person):
    client.force_login(alice)
    answer = client.get(f"/release/days/due/{plan_promise(person).ref}/")
    assert answer.headers["Location"] == f"/release/people/{person.ref}/day/"


def test_as_many_queries_for_ten_stops_as_for_two(gate, home, add, django_assert_max_num_queries):
    add()
    add(GP)
    with django_assert_max_num_queries(20) as few:
        look_at_day(gate)
    for number in range(8):
        add(GP, place=f"Place {number}")
    with django_assert_max_num_queries(len(few)):
        look_at_day(gate)


NO_NUMBER = "Jo has no number to ring that day"


def test_a_sheet_without_a_number_is_said_before_it_is_printed(alice, gate, home, add, meet, page):
    add()
    meet("nobody", reason="declined")
    assert NO_NUMBER in page() and reverse("accounts:me") in page()
    GateMeeting.objects.create(day=gate, met_by="agency", name="Nacro", phone="01483 496 000", said_by=alice)
    assert NO_NUMBER not in page() and "01483 496 000" in page("sheet/")


def test_where_nobody_meets_them_the_sheet_has_their_workers_number_else_the_offices(
    alice, gate, home, add, meet, page, settings
):
    add()
    meet("nobody", reason="declined")
    settings.OFFICE_PHONE = "020 7946 0123"
    assert NO_NUMBER not in page() and "Ring <strong>020 7946 0123" in page("sheet/")
    User.objects.filter(pk=alice.pk).update(phone="07700 900 111")
    assert "Ring <strong>07700 900 111" in page("sheet/")


@pytest.mark.parametrize(("postcode", "is_strange"), [("GU21 6QH", True), ("GU21 6EN", False)])
def test_a_postcode_that_nobody_knows_is_said_beside_its_stop(day, page, postcode, is_strange):
    typed = {"kind": "gp", "place": "Surgery", "postcode": postcode, "at": "11:30", "level": "standard"}
    page("stops/new/", typed)
    assert (f"We do not know the postcode {postcode}." in page()) is is_strange


def test_a_place_that_is_too_long_names_its_field(gate, page):
    html = page("stops/new/", {"kind": "gp", "place": "x" * 300, "level": "standard"})
    assert "Where it is must be 120 characters or fewer" in html


def test_next_door_is_no_way_of_nought_minutes(gate, home, add, page):
    add(GP)
    add(kind="pharmacy", place="The pharmacy beside it", postcode=GP["postcode"], minutes=10)
    for html in (page(), page("sheet/")):
        assert "next door or in the same place, there at" in html and "about 0 minutes" not in html


def test_the_picture_calls_not_known_what_the_list_calls_so(gate, home, add, page):
    add(kind="other", place="A shed", postcode="", at=time(15), is_mandatory=False)
    html = page()
    assert "15:00: not known yet" in html and "not reached" not in html.lower()
