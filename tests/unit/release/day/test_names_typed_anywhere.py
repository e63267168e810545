"""Whoever they must keep apart from is noticed in whatever field of a booking their name is typed."""

from dataclasses import fields
from datetime import time, timedelta

import pytest

from tests.unit.release.day.planned import RELEASE, TODAY
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import book_contact
from throughgate.people.models import CircleMember
from throughgate.people.services.restrictions import RestrictedError, add_restriction
from throughgate.release.models import StopKind
from throughgate.release.rules.journey import SaidJourney
from throughgate.release.rules.release_day import SaidMeeting, SaidStop
from throughgate.release.services.day import say_who_meets
from throughgate.release.services.day_stops import add_stop
from throughgate.release.services.home import arrange_home
from throughgate.release.services.journeys import plan_journey

NAME = "Kerry Costa"
# What is typed in them can hold nobody: numbers, postcodes, codes. A new field is in here or in the table below.
NOBODY_IN = {"kind", "postcode", "phone", "ring", "from_postcode", "to_postcode", "reason", "met_by", "medium"}


@pytest.fixture(autouse=True)
def kerry(alice, gate, person) -> CircleMember:
    row = CircleMember.objects.create(
        person=person, kind="family", name=NAME, relation="step-mum", from_on=TODAY, added_by=alice
    )
    add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, member=row, reach="any"
    )  # fmt: skip
    return row


def stop(by, day, kind=StopKind.OTHER, **typed):
    known = {"kind": kind, "place": "Café", "minutes": 20, "at": time(12)}
    return add_stop(by=by, day=day, said=SaidStop(**known | typed))


def family(by, day, **typed):
    return say_who_meets(by=by, day=day, said=SaidMeeting(met_by="family", **{"name": "An uncle"} | typed))


def agency(by, day, **typed):
    return say_who_meets(by=by, day=day, said=SaidMeeting(met_by="agency", **{"name": "The Hub"} | typed))


def ours(by, day, **typed):
    return say_who_meets(by=by, day=day, said=SaidMeeting(met_by="worker", worker=by.pk, **typed))


def nobody(by, day, **typed):
    return say_who_meets(by=by, day=day, said=SaidMeeting(met_by="nobody", **{"reason": "declined"} | typed))


def journey(by, day, **typed):
    known = {
        "on": RELEASE, "from_place": "The gate", "to_place": "Elm House", "pick_up_at": time(10),
        "arrive_by": time(11),
    }  # fmt: skip
    return plan_journey(by=by, person=day.person, said=SaidJourney(**known | typed))


def home(by, day, **typed):
    return arrange_home(by=by, person=day.person, kind="private", from_on=RELEASE, **typed)


def booking(by, day, **typed):
    what = Arrangement(kind="one-to-one", on=TODAY + timedelta(days=2), **{"place": "The Hub"} | typed)
    return book_contact(by=by, person=day.person, arrangement=what)


TYPED = [
    *((stop, name) for name in ("title", "place", "address", "with_whom")),
    *((each, name) for each in (family, agency) for name in ("name", "words")),
    (ours, "words"),
    (nobody, "words"),
    *((journey, name) for name in ("from_place", "from_address", "to_place", "to_address", "notes", "way")),
    (journey, "other_driver"),
    (home, "address"),
    (home, "note"),
    (booking, "place"),
    (booking, "other_names"),
    (booking, "told"),
]


@pytest.mark.parametrize(("service", "field"), TYPED, ids=lambda one: getattr(one, "__name__", one))
@pytest.mark.parametrize("words", [NAME, "KerryCosta", "Mrs K\u00e9rry-Costa (step-mum)", "Tea, with Kerry Costa"])
def test_a_name_that_is_barred_is_never_passed_over(service, field, words, alice, day):
    with pytest.raises(RestrictedError):
        service(alice, day, **{field: words})


@pytest.mark.parametrize("kind", StopKind.values)
def test_with_whom_is_asked_at_every_kind_of_stop(kind, alice, day):
    with pytest.raises(RestrictedError) as refusal:
        stop(alice, day, kind, with_whom=NAME)
    assert refusal.value.refuses


@pytest.mark.parametrize(("service", "field"), TYPED, ids=lambda one: getattr(one, "__name__", one))
def test_somebody_else_is_free(service, field, alice, day):
    try:
        assert service(alice, day, **{field: "Rosa Lane"})
    except RestrictedError:
        pytest.fail("nobody stands against Rosa Lane")
    except ValueError:
        assert service is agency  # who has not been asked about yet


def test_every_field_in_which_a_name_may_be_typed_is_in_the_table():
    of = {SaidStop: {stop}, SaidMeeting: {family, agency, ours, nobody}, SaidJourney: {journey}, Arrangement: {booking}}
    for said, services in of.items():
        typed = {one.name for one in fields(said) if one.type in ("str", str)}
        assert typed - NOBODY_IN <= {name for service, name in TYPED if service in services}


def test_the_words_are_asked_whoever_meets_them():
    assert {service for service, name in TYPED if name == "words"} == {family, agency, ours, nobody}
