"""A contact is booked after the other's stop, journey or gate stands; and the other way round."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.release.beside.conftest import ON, TODAY
from throughgate.audit.models import Event
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import book_contact, move_booking
from throughgate.people.models import CircleMember, ContactRestriction, Person, RestrictionOverride
from throughgate.people.rules.sharing import Recipient
from throughgate.people.selectors.beside import BOOKED_THERE
from throughgate.people.services.restrictions import RestrictedError, add_restriction
from throughgate.people.services.sharing import Hearing, give_consent
from throughgate.release.models import ReleaseDay
from throughgate.release.rules.journey import SaidJourney
from throughgate.release.rules.release_day import SaidMeeting, SaidStop
from throughgate.release.services.day import change_day, plan_day, say_who_meets
from throughgate.release.services.day_stops import add_stop, cancel_stop
from throughgate.release.services.journeys import call_off_journey, plan_journey

OFFICE = "Woking Probation Office"


def book(by, person, override="", **fields):
    known = {"kind": "visit", "on": ON, "at": time(11), "minutes": 60, "place": OFFICE}
    return book_contact(by=by, person=person, arrangement=Arrangement(**known | fields), override=override)


def move(by, booking, **fields):
    there = Arrangement(**{"kind": "visit", "on": ON, "at": time(11), "place": OFFICE} | fields)
    return move_booking(by=by, booking=booking, arrangement=there, asked_by="us", because="Earlier")


def opened(by, person, gate: time = time(9)) -> ReleaseDay:
    row = plan_day(by=by, person=person, on=ON)
    return change_day(by=by, day=row, on=ON, gate_from=gate, gate_to=time(gate.hour + 1))


def stop(by, person, **fields):
    said = {"kind": "probation", "place": OFFICE, "postcode": "GU21 6EN", "at": time(11), "minutes": 45}
    return add_stop(by=by, day=opened(by, person), said=SaidStop(**said | fields))


def ride(by, person, **fields):
    said = {"from_place": "HMP Downview", "to_place": OFFICE, "pick_up_at": time(10), "arrive_by": time(11)}
    return plan_journey(by=by, person=person, said=SaidJourney(on=ON, **said | fields))


def meet(by, person):
    said = SaidMeeting(met_by="worker", worker=by.pk)
    return say_who_meets(by=by, day=opened(by, person, time(11)), said=said)


def met_by_others(by, person):
    who, heard = Recipient("housing", "Women Out"), Hearing(TODAY, "spoken")
    give_consent(by=by, person=person, recipient=who, purpose="service", says={"in-touch": "yes"}, hearing=heard)
    said = SaidMeeting(met_by="agency", name="Women Out")
    return say_who_meets(by=by, day=opened(by, person, time(11)), said=said)


PLANNED = {
    "a stop": (stop, OFFICE),
    "a stop without an hour": (lambda by, person: stop(by, person, at=None), OFFICE),
    "a stop by its postcode": (stop, f"{OFFICE}, Woking, GU21 6EN"),
    "set down": (ride, OFFICE),
    "picked up": (lambda by, person: ride(by, person, pick_up_at=time(11, 30), arrive_by=time(13)), "HMP Downview"),
    "met at the gate": (meet, "HMP Downview"),
    "met at the gate by others": (met_by_others, "HMP Downview"),
    "another met there": (meet, "The gate, HMP Downview"),
}


@pytest.fixture(params=PLANNED)
def planned(request, charlie, samira) -> str:
    """Where the other is on that day at eleven."""
    plan, place = PLANNED[request.param]
    plan(charlie, samira)
    return place


def test_a_booking_there_is_refused(alice, person, apart, planned):
    with pytest.raises(RestrictedError) as refused:
        book(alice, person, place=planned)
    assert refused.value.refuses and not Booking.objects.filter(person=person).exists()
    assert refused.value.reasons == (BOOKED_THERE,)


def test_moved_there_it_is_refused_too(alice, person, apart, planned):
    booked = book(alice, person, at=time(16), on=ON + timedelta(days=1))
    with pytest.raises(RestrictedError):
        move(alice, booked, place=planned)


def test_without_a_restriction_it_is_booked(alice, person, planned):
    assert book(alice, person, place=planned).pk


@pytest.mark.parametrize(
    "fields",
    [{"at": time(15)}, {"place": "The Hub"}, {"on": ON + timedelta(days=1)}, {"medium": "phone", "place": OFFICE}],
)
def test_elsewhere_or_at_another_hour_it_is_booked(alice, charlie, person, samira, apart, fields):
    stop(charlie, samira)
    assert book(alice, person, **fields).pk


def test_what_was_called_off_stands_against_nothing(alice, charlie, person, samira, apart):
    cancel_stop(by=charlie, stop=stop(charlie, samira), because="No longer asked")
    call_off_journey(by=charlie, journey=ride(charlie, samira), because="By train")
    assert book(alice, person).pk


def test_the_other_way_round_a_journey_to_where_the_other_is_booked(alice, charlie, person, samira, apart):
    book(charlie, samira)
    with pytest.raises(RestrictedError):
        ride(alice, person)


def test_whoever_goes_to_the_stop_with_them_counts(alice, charlie, person, samira):
    lee = CircleMember.objects.create(person=samira, kind="friend", name="Lee Elm", from_on=TODAY, added_by=charlie)
    said = {"kind": "no_contact", "source": "court", "from_on": TODAY, "reach": "any"}
    add_restriction(by=alice, person=person, other_name="Lee Elm", **said)
    stop(charlie, samira, kind="other", title="Letters", member=lee.pk)
    with pytest.raises(RestrictedError):
        book(alice, person)


def test_a_manager_answers_for_it_by_name(charlie, mona, person, samira, send, keep_apart):
    stop(charlie, samira)
    stands: ContactRestriction = keep_apart(own=False)
    Person.objects.filter(pk=samira.pk).update(site=send)
    made = book(mona, person, override="The court has allowed both to go there")
    kept = RestrictionOverride.objects.get()
    assert (kept.restriction, kept.by, kept.booked_ref, kept.kind) == (stands, mona, made.ref, "override")
    assert Event.objects.filter(action="restriction.overridden", person_ref=samira.ref).exists()


def test_as_many_queries_for_many_as_for_one(alice, charlie, person, samira, keep_apart):
    def cost(on: date, at: time) -> int:
        with CaptureQueriesContext(connection) as seen:
            book(alice, person, on=on, at=at)
        return len(seen)

    keep_apart(own=False)
    stop(charlie, samira)
    ride(charlie, samira)
    book(charlie, samira, at=time(14), place="The Hub")
    cost(ON, time(15))
    few = cost(ON, time(16))
    for hour in (13, 17, 18, 19):
        book(charlie, samira, at=time(hour), place="The Hub")
    assert cost(ON, time(20)) == few
    assert cost(ON + timedelta(days=3), time(20)) <= few - 5
