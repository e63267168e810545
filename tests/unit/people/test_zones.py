"""A zone with a middle and a radius: how it is typed, and what it bars."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.unit.people.test_kept_apart import text_of
from throughgate.common.clock import today
from throughgate.people.models import ContactRestriction
from throughgate.people.rules.restrictions import Booking
from throughgate.people.rules.zones import UnknownMiddleError, read_middle
from throughgate.people.selectors.restrictions import findings_for
from throughgate.people.services.restrictions import add_restriction

WOKING = (51.3191, -0.5581)


@pytest.mark.parametrize("typed", ["GU21 6EN", "gu216en", "51.3191, -0.5581", " 51.3191  -0.5581 ", "51.3191,-0.5581"])
def test_a_middle_as_people_type_it(typed):
    assert read_middle(typed) == pytest.approx(WOKING, abs=1e-3)


@pytest.mark.parametrize(
    ("typed", "mend"),
    [
        ("the station", "whole postcode"),
        ("GU21", "whole postcode"),
        ("GU99 9ZZ", "not known here"),
        ("-0.5581, 51.3191", "latitude first"),
        ("40.7, -74.0", "outside these islands"),
    ],
)
def test_what_is_no_middle_says_how_to_mend_it(typed, mend):
    with pytest.raises(UnknownMiddleError, match=mend):
        read_middle(typed)


@pytest.fixture
def zone(alice, person) -> ContactRestriction:
    return add_restriction(
        by=alice, person=person, kind="licence_place", source="licence", from_on=today(), middle="GU21 6EN",
        latitude=WOKING[0], longitude=WOKING[1], radius_km=2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("place", "answers"),
    [
        ("Hillview, GU21 7QP", [True]),
        ("Library, GU1 3AA", []),
        ("Library, ZZ1 1ZZ", [False]),
        ("Library", [False]),
    ],
)
def test_a_booking_is_held_against_the_circle(alice, person, zone, place, answers):
    (found,) = findings_for(alice, [(person, Booking("one-to-one", today(), place=place))])
    assert [one.refuses for one in found] == answers


def test_the_circle_costs_no_query(alice, person, zone, django_assert_num_queries):
    asked = [(person, Booking("one-to-one", today(), place=f"Number {n}, GU21 7QP")) for n in range(5)]
    with django_assert_num_queries(4):
        findings_for(alice, asked)


@pytest.mark.parametrize("terms", [{"radius_km": 2}, {"middle": "X"}, {"middle": "X", "latitude": 51, "longitude": 0}])
def test_half_a_zone_is_refused(alice, person, terms):
    with pytest.raises(ValidationError):
        add_restriction(
            by=alice, person=person, kind="licence_place", source="licence", from_on=today(), place="Park", **terms
        )


def typed(**fields):
    day = today()
    return {
        "from_on_day": day.day, "from_on_month": day.month, "from_on_year": day.year, "source": "licence",
        "sensitivity": "standard", "token": "6e2b0f1c-29c8-4c6a-8a3f-0d3a0e9f3b11", **fields,
    }  # fmt: skip


@pytest.fixture
def send_form(client, alice, person):
    client.force_login(alice)
    address = reverse("people:add_restriction", kwargs={"ref": person.ref, "kind": "licence_place"})
    return lambda **fields: client.post(address, typed(**fields))


def test_the_form_finds_the_middle_by_its_postcode(send_form):
    page = text_of(send_form(middle="GU21 6EN", radius_km="1.5"))
    assert "Do not plan anything in 1.5 km around GU21 6EN." in page
    send_form(middle="GU21 6EN", radius_km="1.5", step="add")
    row = ContactRestriction.objects.get()
    assert (row.latitude, row.longitude) == pytest.approx(WOKING, abs=1e-3) and row.radius_km == 1.5


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"middle": "GU21 6EN"}, "Enter how many kilometres"),
        ({"radius_km": "2", "place": "Park"}, "Enter the middle that this is around"),
        ({"middle": "nowhere", "radius_km": "2"}, "Enter a whole postcode"),
        ({"middle": "GU21 6EN", "radius_km": "200"}, "A zone reaches at most 100"),
        ({}, "Enter the place, the town, the postcode areas or the middle"),
    ],
)
def test_the_form_says_what_is_missing(send_form, fields, says):
    assert says in text_of(send_form(**fields))
    assert not ContactRestriction.objects.exists()
