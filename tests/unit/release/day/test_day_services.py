"""A release day is planned, changed, moved; and what is due of it."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from tests.unit.release.day.planned import GP, LATER, PROBATION, RELEASE, TODAY, plan_promise
from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.casework.models import Booking
from throughgate.casework.services.bookings import cancel_booking
from throughgate.people.models import CircleMember, RestrictionOverride
from throughgate.people.rules.sharing import Recipient
from throughgate.people.services.custody import note_date, record_move
from throughgate.people.services.restrictions import NotTheirCircleError, RestrictedError, add_restriction
from throughgate.people.services.sharing import Hearing, give_consent
from throughgate.release.home_choices import home_choices
from throughgate.release.models import DayOrder, DayStop, GateMeeting, HomeState, ReleaseDay
from throughgate.release.rules.home import Said
from throughgate.release.rules.release_day import DayError, SaidStop
from throughgate.release.selectors.day import look_at_day
from throughgate.release.services.day import change_day, plan_day
from throughgate.release.services.day_stops import (
    add_stop,
    cancel_stop,
    change_stop,
    hold_stop,
    move_in_order,
    put_best_order,
    said_of,
    say_zones_clear,
    take_order_back,
    type_way,
)
from throughgate.release.services.home import take_step

pytestmark = pytest.mark.django_db


def titles(day):
    return [stop.title for stop in look_at_day(day).stops]


@pytest.fixture
def planned(gate, home, add, meet, person):
    add()
    meet()
    return plan_promise(person)


# -- what is due ----------------------------------------------------------------------------------------------------


def test_the_day_opens_with_the_release_date_and_is_due_two_weeks_before(day, person):
    assert (day.on, plan_promise(person).by_on) == (RELEASE, RELEASE - timedelta(days=14))


def test_far_away_nothing_opens(alice, person):
    note_date(by=alice, person=person, kind="crd", on=TODAY + timedelta(weeks=60), source="OMU")
    assert not ReleaseDay.objects.exists()


def test_planning_is_done_once_somebody_meets_them_and_the_day_can_be_done(planned):
    assert planned.met_on == TODAY


@pytest.mark.parametrize("missing", ["gate", "home", "add", "meet"])
def test_until_then_it_is_due(missing, request, person, day):
    for name in {"gate", "home", "add", "meet"} - {missing}:
        made = request.getfixturevalue(name)
        if callable(made):
            made()
    assert plan_promise(person).met_on is None


def test_a_stop_that_cannot_be_reached_makes_it_due_again(planned, add, person):
    add(GP, at=time(9, 30), opens=None, closes=None)
    assert plan_promise(person).met_on is None


def test_a_home_that_falls_through_makes_it_due_again(planned, home, alice, person):
    reason = next(iter(home_choices()["withdrawn"]))
    take_step(by=alice, application=home, said=Said(state=HomeState.WITHDRAWN, on=TODAY, reason=reason))
    assert plan_promise(person).met_on is None


def test_a_restriction_that_comes_later_makes_it_due_again(planned, alice, person):
    add_restriction(
        by=alice, person=person, kind="licence_place", source="licence", from_on=TODAY, place="The old estate"
    )
    assert plan_promise(person).met_on is None


def test_an_empty_day_follows_the_date(day, alice, person):
    note_date(by=alice, person=person, kind="crd", on=LATER, source="OMU")
    day.refresh_from_db()
    assert (day.on, plan_promise(person).by_on) == (LATER, LATER - timedelta(days=14))


def test_a_planned_day_waits_to_be_moved_and_is_due_again(planned, alice, person):
    note_date(by=alice, person=person, kind="crd", on=LATER, source="OMU")
    assert ReleaseDay.objects.get().on == RELEASE
    assert (plan_promise(person).met_on, plan_promise(person).by_on) == (None, LATER - timedelta(days=14))


def test_back_in_custody_the_next_release_has_a_day_of_its_own(day, alice, person, send):
    for kind, on in (("received", "2026-01-05"), ("released", "2026-11-18"), ("recalled", "2026-11-19")):
        record_move(by=alice, person=person, kind=kind, on=date.fromisoformat(on), site=send)
    note_date(by=alice, person=person, kind="crd", on=LATER, source="OMU")
    assert list(ReleaseDay.objects.values_list("spell", "on")) == [(0, RELEASE), (1, LATER)]
    assert ReleaseDay.objects.get(spell=0).promise.withdrawn_on == TODAY


def test_asked_for_twice_it_is_one(day, alice, person):
    assert plan_day(by=alice, person=person) == day


def test_without_a_release_date_nothing_is_planned(alice, person):
    with pytest.raises(DayError):
        plan_day(by=alice, person=person)


# -- the gate -------------------------------------------------------------------------------------------------------


def test_one_of_us_is_booked_for_the_gate(gate, meet, alice):
    booking = meet().booking
    assert (booking.kind, booking.on, booking.at, booking.worker) == ("gate-meeting", RELEASE, time(9), alice)


def test_somebody_else_instead_calls_the_booking_off(gate, meet, alice, person):
    first = meet().booking
    hub, yes = Recipient("charity", "The Hub"), {"in-touch": "yes"}
    give_consent(
        by=alice, person=person, recipient=hub, purpose="service", says=yes, hearing=Hearing(TODAY, "spoken")
    )  # fmt: skip
    meet("agency", name="The Hub")
    first.refresh_from_db()
    assert first.cancelled_at and GateMeeting.objects.count() == 2


def test_a_cancelled_booking_leaves_them_unmet(gate, meet, alice, day):
    cancel_booking(by=alice, booking=meet().booking, asked_by="us", because="Ill")
    assert not look_at_day(day).met.stands


@pytest.mark.parametrize(
    ("met_by", "fields", "field"),
    [
        ("worker", {"worker": None}, "worker"),
        ("family", {}, "name"),
        ("agency", {}, "name"),
        ("nobody", {}, "reason"),
        ("nobody", {"reason": "other"}, "words"),
        ("somebody", {}, "met_by"),
    ],
)
def test_what_has_to_be_said_of_it(gate, meet, met_by, fields, field):
    with pytest.raises(DayError) as refused:
        meet(met_by, **fields)
    assert refused.value.field == field


def test_a_volunteer_is_named_as_one(gate, meet, bob):
    with pytest.raises(DayError):
        meet("volunteer", worker=bob.pk)


def test_family_at_the_gate_is_asked_of_the_restrictions(gate, meet, alice, person):
    sam = CircleMember.objects.create(person=person, kind="partner", name="Sam Vale", from_on=TODAY, added_by=alice)
    add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, member=sam, reach="any"
    )  # fmt: skip
    with pytest.raises(RestrictedError):
        meet("family", member=sam.pk)
    assert not GateMeeting.objects.exists()


def test_nobody_from_another_circle(gate, meet, alice, send):
    other = type(gate.person).objects.create(given_name="A", family_name="B", site=send, created_by=alice)
    sam = CircleMember.objects.create(person=other, kind="partner", name="Sam", from_on=TODAY, added_by=alice)
    with pytest.raises(NotTheirCircleError):
        meet("family", member=sam.pk)


def test_moved_to_another_day_the_meeting_is_booked_for_it(planned, gate, alice):
    change_day(by=alice, day=gate, on=LATER, gate_from=time(9), gate_to=time(10))
    assert [row.on for row in Booking.objects.filter(cancelled_at=None)] == [LATER]
    assert look_at_day(ReleaseDay.objects.get()).met.stands


# -- stops ----------------------------------------------------------------------------------------------------------


def test_a_stop_knows_where_it_is_from_its_postcode(add):
    stop = add()
    assert 51 < stop.latitude < 52 and -1 < stop.longitude < 0


def test_sent_twice_it_is_one(alice, day):
    token = uuid4()
    stops = [add_stop(by=alice, day=day, said=SaidStop(**PROBATION), token=token) for _ in range(2)]
    assert stops[0] == stops[1] and DayStop.objects.count() == 1


def test_restrictions_are_asked_of_every_stop(add, alice, person):
    add_restriction(
        by=alice, person=person, kind="licence_place", source="licence", from_on=TODAY, postcode_areas="GU21"
    )  # fmt: skip
    with pytest.raises(RestrictedError):
        add()
    assert not DayStop.objects.exists()


def test_who_answers_a_doubt_is_kept(add, alice, person):
    add_restriction(
        by=alice, person=person, kind="licence_place", source="licence", from_on=TODAY, town="Woking"
    )  # fmt: skip
    stop = add(override="Looked at the map: it is two miles away")
    assert RestrictionOverride.objects.get().booked_ref == stop.ref


def test_changed_the_earlier_row_stays(add, alice):
    stop = add()
    later = change_stop(by=alice, stop=stop, said=SaidStop(**PROBATION | {"at": time(12)}))
    assert (later.supersedes, later.thread) == (stop, stop.thread)
    with pytest.raises(DayError):
        change_stop(by=alice, stop=stop, said=said_of(stop))


def test_called_off_it_says_why(add, alice, day):
    cancel_stop(by=alice, stop=add(), because="They come to the hostel")
    assert titles(day) == [] and DayStop.objects.get().cancelled_because == "They come to the hostel"


def test_times_asked_for_another_day_hold_only_when_somebody_says_so(planned, gate, alice, person):
    change_day(by=alice, day=gate, on=LATER, gate_from=time(9), gate_to=time(10))
    look = look_at_day(ReleaseDay.objects.get())
    assert [one.kind.value for one in look.verdict.problems if one.is_blocking] == ["unknown_hours"]
    hold_stop(by=alice, stop=look.stops[0])
    assert look_at_day(ReleaseDay.objects.get()).works and plan_promise(person).met_on == TODAY


def test_more_stops_than_a_day_holds(add):
    for number in range(10):
        add(GP, place=f"Place {number}")
    with pytest.raises(DayError):
        add(GP, place="One more")


# -- order and ways -------------------------------------------------------------------------------------------------


def test_the_best_order_in_one_tap_and_back(gate, home, add, alice):
    add(PROBATION, at=time(14))
    add(GP, closes=time(12))
    assert titles(gate) == ["Probation", "GP"]
    assert look_at_day(gate).offers_order
    put_best_order(by=alice, day=gate)
    assert titles(gate) == ["GP", "Probation"] and not look_at_day(gate).offers_order
    assert take_order_back(by=alice, day=gate)
    assert titles(gate) == ["Probation", "GP"]


def test_what_is_missed_straight_from_the_gate_keeps_that_reason_in_the_best_order(gate, home, add, alice):
    add(GP, closes=time(18), minutes=60)
    add(PROBATION, at=time(10, 5))
    put_best_order(by=alice, day=gate)
    look = look_at_day(gate)
    assert titles(gate) == ["Probation", "GP"]
    assert [one.words for one in look.verdict.problems if one.is_blocking and "lasts until" in one.words] == []
    assert any("the earliest arrival is" in one.words for one in look.verdict.problems if one.is_blocking)


def test_only_who_put_it_takes_it_back(gate, add, alice, bob):
    add()
    put = move_in_order(by=alice, stop=add(GP), places=-1)
    assert not take_order_back(by=bob, day=gate)
    assert DayOrder.objects.last() == put


def test_one_place_earlier_and_later(add, alice, day):
    add()
    second = add(GP)
    move_in_order(by=alice, stop=second, places=-1)
    assert titles(day) == ["GP", "Probation"]
    move_in_order(by=alice, stop=second, places=1)
    assert titles(day) == ["Probation", "GP"]


def test_a_typed_time_wins(gate, home, add, alice):
    stop = add()
    keys = look_at_day(gate).keys
    type_way(by=alice, day=gate, here=keys["gate"], there=keys[stop.thread], mode="public", minutes=95)
    assert look_at_day(gate).verdict.legs == () or look_at_day(gate).verdict.answer == "no"
    type_way(by=alice, day=gate, here=keys["gate"], there=keys[stop.thread], mode="public", minutes=25)
    assert look_at_day(gate).verdict.legs[0].travel.minutes == 25


def test_no_bus_at_all_needs_a_driver(gate, home, add, alice):
    stop = add()
    keys = look_at_day(gate).keys
    type_way(by=alice, day=gate, here=keys["gate"], there=keys[stop.thread], mode="public", minutes=None)
    assert [one.kind.value for one in look_at_day(gate).verdict.problems if one.is_blocking] == ["needs_driver"]
    change_day(by=alice, day=gate, gate_from=time(9), gate_to=time(10), gets_about="car")
    assert not look_at_day(ReleaseDay.objects.get()).works


def test_a_way_between_places_of_the_day_only(gate, add, alice):
    add()
    with pytest.raises(DayError):
        type_way(by=alice, day=gate, here="nowhere|", there="gate|SDI", mode="public", minutes=5)


def test_who_looked_at_the_zones_is_believed_until_the_plan_changes(planned, gate, add, alice, person):
    add_restriction(
        by=alice, person=person, kind="licence_place", source="licence", from_on=TODAY, place="The old estate"
    )  # fmt: skip
    assert not look_at_day(gate).works
    say_zones_clear(by=alice, day=gate, because="The map of the licence lies north of all of it")
    assert look_at_day(gate).works
    add(GP, override="Looked at the map: it is two miles away")
    assert not look_at_day(gate).works


# -- who may --------------------------------------------------------------------------------------------------------


def test_who_works_elsewhere_finds_nothing(gate, add, charlie):
    with pytest.raises(Hidden):
        add(by=charlie)


def test_a_closed_stop_needs_whoever_may_write_it(gate, add, bob):
    with pytest.raises(Forbidden):
        add(by=bob, sensitivity="sensitive")


def test_every_write_is_audited(planned, alice):
    actions = set(Event.objects.filter(action__startswith="release_day.").values_list("action", flat=True))
    assert actions == {f"release_day.{what}" for what in ("opened", "changed", "stop_added", "meeting")}
