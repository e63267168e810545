"""A release is moved, and everything that rested on it goes along, or nothing does."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from tests.unit.release.day.planned import RELEASE, TODAY
from tests.unit.release.journeys.travelling import WAY
from tests.unit.release.replanning.conftest import TOLD
from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import book_contact
from throughgate.people.models import CustodyDate
from throughgate.people.services.custody import DateMovedMeanwhileError, note_date
from throughgate.people.services.restrictions import RestrictedError, add_restriction
from throughgate.people.services.sharing import withdraw_consent
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.release.models import (
    DayStop,
    GateMeeting,
    HomeState,
    Journey,
    JourneyReport,
    MovedRelease,
    MovedThing,
    ReleaseDay,
)
from throughgate.release.rules.broken import CAN, ReplanError
from throughgate.release.rules.home import Said
from throughgate.release.rules.journey import SaidJourney
from throughgate.release.selectors.telling import SERVICE, home_recipient
from throughgate.release.services.day_stops import cancel_stop, hold_stop
from throughgate.release.services.home import take_step
from throughgate.release.services.journeys import call_off_journey, plan_journey
from throughgate.release.services.replanning import NotMovedError, Order, PlanChangedError, move_releases
from throughgate.release.services.replanning_carrying import CARRIERS

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)  # two days' notice, and a weekend in between
TELL = "Tell them in plain words that release is on Thu 24 Dec now, and what is arranged"
LATER = RELEASE + timedelta(days=14)


def fields(plan):
    return {one.kind: one for one in plan.broken}


def rings(person):
    """What somebody is to be rung about: the title and the day."""
    open_ones = Promise.objects.filter(person=person, moved_thing__isnull=False, met_on=None, withdrawn_on=None)
    return {(one.title, one.by_on) for one in open_ones}


def test_every_proposal_has_somebody_who_carries_it_out():
    assert set(CARRIERS) == {(kind, effect) for kind, effects in CAN.items() for effect in effects}


def test_nothing_is_written_by_looking(plan, planned):
    before = CustodyDate.objects.count(), Promise.objects.count(), Booking.objects.count()
    plan(planned, MONDAY)
    assert (CustodyDate.objects.count(), Promise.objects.count(), Booking.objects.count()) == before


def test_early_with_two_days_notice_everything_is_to_be_done_today(plan, planned):
    found = plan(planned, MONDAY).broken
    assert {"meeting", "bed", "stop", "gate"} <= {one.kind for one in found}
    assert {one.by_on for one in found} == {TODAY}


def test_the_day_moves_with_everything_as_proposed(move, planned, alice):
    move(planned, MONDAY)
    row = ReleaseDay.objects.get(person=planned)
    assert (row.on, row.gate_from) == (MONDAY, time(9))
    booked = Booking.objects.get(person=planned, cancelled_at=None)
    assert (booked.worker, booked.on) == (alice, MONDAY)
    assert CustodyDate.objects.get(person=planned, superseded_at=None).on == MONDAY


def test_whom_to_ring_is_due_today(move, planned):
    move(planned, MONDAY)
    assert rings(planned) >= {
        ("Ring Woking Probation Office (Probation): does Mon 23 Nov at 11:30 hold?", TODAY),
        ("Ring Elm House: is the place theirs from Mon 23 Nov?", TODAY),
        ("Ask the prison when the gate opens on Mon 23 Nov", TODAY),
    }


def test_the_stop_waits_until_they_said_that_the_time_holds(move, planned, alice):
    move(planned, MONDAY)
    stop = DayStop.objects.get(day__person=planned)
    assert stop.on == RELEASE
    hold_stop(by=alice, stop=stop)
    assert not [title for title, _ in rings(planned) if title.startswith("Ring Woking")]


def test_a_bed_that_is_confirmed_anew_needs_no_ringing(move, planned, alice, home):
    move(planned, MONDAY)
    take_step(by=alice, application=home, said=Said(state=HomeState.CONFIRMED, on=TODAY, day=MONDAY))
    assert not [title for title, _ in rings(planned) if "Elm House" in title]


def test_a_provider_that_may_not_be_told_any_more_is_not_rung(plan, planned, alice, elm):
    withdraw_consent(by=alice, person=planned, recipient=home_recipient(elm), purpose=SERVICE, how="spoken")
    found = fields(plan(planned, MONDAY))["bed"]
    assert found.barred and found.default == "look"
    assert "ask" not in {each.code for each in found.proposals}


def test_kept_called_off_and_done_by_a_colleague(move, plan, planned, bob):
    found = fields(plan(planned, LATER))
    choices = {found["stop"].field: "call-off", found["meeting"].field: f"other:{bob.ref}", found["gate"].field: "keep"}
    move(planned, LATER, choices)
    assert DayStop.objects.get(day__person=planned).cancelled_because == "The release was moved to Thu 24 Dec"
    assert Booking.objects.get(person=planned, cancelled_at=None).worker == bob
    assert rings(planned) == {("Ring Elm House: is the place theirs from Thu 24 Dec?", MONDAY), (TELL, MONDAY)}


def test_nobody_at_the_gate_is_said_and_somebody_to_be_found(move, plan, planned):
    field = fields(plan(planned, LATER))["meeting"].field
    move(planned, LATER, {field: "find"})
    assert GateMeeting.objects.filter(day__person=planned).last().met_by == "nobody"
    assert ("Find somebody to meet them at the gate on Thu 24 Dec", MONDAY) in rings(planned)
    assert not Booking.objects.filter(person=planned, cancelled_at=None).exists()


def test_a_worker_who_is_at_another_gate_is_not_proposed(plan, planned, alice, bob, leaving):
    (other,) = leaving(1, LATER)
    arranged = Arrangement(kind="gate-meeting", on=LATER, at=time(9), minutes=60, place="The gate, Downview")
    book_contact(by=alice, person=other, arrangement=arranged)
    found = fields(plan(planned, LATER))["meeting"]
    assert found.default == f"other:{bob.ref}"
    assert "meets somebody at another gate at 09:00" in found.why


def test_what_was_booked_for_inside_is_arranged_anew(move, plan, planned, alice):
    arranged = Arrangement(kind="one-to-one", on=MONDAY + timedelta(days=3), place="The prison")
    booking = book_contact(by=alice, person=planned, arrangement=arranged)
    found = fields(plan(planned, MONDAY))["booking"]
    assert (found.default, found.why) == ("ask", "By then they are out.")
    move(planned, MONDAY, {found.field: "call-off"})
    booking.refresh_from_db()
    assert booking.cancelled_because == "The release was moved to Mon 23 Nov"


def test_what_was_booked_for_outside_moves_with_the_release(move, planned, alice):
    arranged = Arrangement(kind="one-to-one", on=RELEASE + timedelta(days=1), at=time(10), place="Our office")
    booking = book_contact(by=alice, person=planned, arrangement=arranged)
    move(planned, LATER)
    later = Booking.objects.get(supersedes=booking)
    assert later.on == date(2026, 12, 29)  # Friday 25 December, and Monday is a bank holiday in its place
    assert later.moved_because == "The release was moved to Thu 24 Dec"


@pytest.fixture
def driven(planned, alice):
    """Somebody of ours is looked for who drives them home."""
    day = ReleaseDay.objects.get(person=planned)
    said = SaidJourney(**WAY | {"on": RELEASE})
    return plan_journey(by=alice, person=planned, said=said, release_day=day)


def test_a_journey_goes_along_or_is_called_off(move, plan, planned, driven):
    assert fields(plan(planned, LATER))["journey"].default == "move:2026-12-24"
    move(planned, LATER)
    later = Journey.objects.get(supersedes=driven)
    assert later.on == LATER
    field = fields(plan(planned, RELEASE))["journey"].field
    move(planned, RELEASE, {field: "call-off"})
    later.refresh_from_db()
    assert later.cancelled_because == "The release was moved to Thu 10 Dec"


@pytest.fixture
def loose(planned, alice):
    """To probation on the day after, planned by itself."""
    said = SaidJourney(**WAY | {"on": RELEASE + timedelta(days=1), "to_place": "Woking Probation Office"})
    return plan_journey(by=alice, person=planned, said=said)


def test_a_journey_that_nobody_linked_goes_along_too(move, planned, loose):
    move(planned, LATER)
    assert Journey.objects.get(supersedes=loose).on == LATER + timedelta(days=1)


def test_what_is_over_or_called_off_stays(plan, planned, alice, driven, loose):
    call_off_journey(by=alice, journey=driven, because="Not wanted")
    JourneyReport.objects.create(journey=loose, kind="arrived", at=timezone.now(), said_by=alice)
    assert "journey" not in fields(plan(planned, LATER))


def test_a_journey_that_is_closed_to_them_is_not_named(plan, planned, loose, bob):
    Journey.objects.filter(pk=loose.pk).update(sensitivity="sensitive")
    found = fields(plan(planned, LATER, by=bob))["journey"]
    assert (found.title, found.is_closed) == ("A journey that is closed to you", True)


def test_whom_to_ask_about_a_sensitive_journey_stays_as_sensitive(move, planned, driven, carol, carols):
    """A counsellor plans no journeys: somebody has to be asked to move it."""
    Journey.objects.filter(pk=driven.pk).update(sensitivity="sensitive")
    move(planned, LATER, by=carol)
    thing = MovedThing.objects.get(kind="journey")
    assert (thing.effect, thing.sensitivity, thing.promise.sensitivity) == ("ask", "sensitive", "sensitive")


def test_sent_twice_it_is_one_act(move, planned):
    batch = uuid4()
    first = move(planned, MONDAY, batch=batch)
    assert move(planned, MONDAY, batch=batch) == first
    assert MovedRelease.objects.count() == 1


def test_everything_or_nothing(move, planned, alice, monkeypatch):
    from throughgate.release.rules.release_day import DayError
    from throughgate.release.services import replanning

    def fails(*args):
        raise DayError("No")

    monkeypatch.setattr(replanning, "carry", fails)
    with pytest.raises(NotMovedError):
        move(planned, MONDAY)
    assert ReleaseDay.objects.get(person=planned).on == RELEASE
    assert CustodyDate.objects.get(person=planned, superseded_at=None).on == RELEASE


def test_a_date_noted_meanwhile_stops_it(move, planned, alice):
    seen = CustodyDate.objects.get(person=planned, superseded_at=None).pk
    note_date(by=alice, person=planned, kind="crd", on=LATER, source="OMU")
    with pytest.raises(NotMovedError) as told:
        move(planned, MONDAY, seen=seen)
    assert isinstance(told.value.causes[planned.pk], DateMovedMeanwhileError)


def test_a_plan_that_changed_meanwhile_is_looked_at_again(move, plan, planned, alice):
    mark = plan(planned, MONDAY).mark
    cancel_stop(by=alice, stop=DayStop.objects.get(day__person=planned), because="Closed")
    with pytest.raises(NotMovedError) as told:
        move(planned, MONDAY, mark=mark)
    assert isinstance(told.value.causes[planned.pk], PlanChangedError)


def test_what_was_not_proposed_is_refused(move, plan, planned):
    field = fields(plan(planned, MONDAY))["stop"].field
    with pytest.raises(NotMovedError) as told:
        move(planned, MONDAY, {field: "look"})
    assert isinstance(told.value.causes[planned.pk], ReplanError)


def test_a_restriction_on_the_new_day_is_not_lost(move, plan, planned, alice):
    add_restriction(
        by=alice, person=planned, kind="licence_place", source="licence", from_on=LATER, place="Woking Probation Office"
    )
    found = fields(plan(planned, LATER))["stop"]
    assert found.default == "ask" and found.barred
    with pytest.raises(NotMovedError) as told:
        move(planned, LATER, {found.field: "keep"})
    assert isinstance(told.value.causes[planned.pk], RestrictedError)


def test_moved_again_the_earlier_calls_are_withdrawn(move, planned):
    move(planned, MONDAY)
    move(planned, LATER)
    assert all("24 Dec" in title for title, _ in rings(planned))


def test_moved_back_nothing_breaks_that_was_asked_for_that_day(move, plan, planned):
    move(planned, MONDAY)
    assert not {"stop", "bed"} & set(fields(plan(planned, RELEASE)))


def test_the_ledger_tells_of_it_once(move, planned):
    before = Entry.objects.filter(person=planned, kind="custody-date").count()
    move(planned, MONDAY)
    assert Entry.objects.filter(person=planned, kind="custody-date").count() == before + 1


def test_it_is_audited_for_the_person(move, planned, alice):
    row = move(planned, MONDAY)
    event = Event.objects.get(action="moved_release.made")
    assert (event.by, event.person_ref, event.subject) == (alice, planned.ref, f"moved release {row.ref}")


def test_those_concerned_get_a_letter_that_names_nobody(move, planned, bob, mona, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        move(planned, MONDAY, by=mona)
    assert {letter.to[0] for letter in mail.outbox} == {"alice@example.org"}
    assert not any(name in mail.outbox[0].body for name in ("Jo", "Vale", "Send"))


@pytest.mark.parametrize(("name", "error"), [("bob", Forbidden), ("charlie", Hidden)])
def test_who_may_not_edit_them_moves_nothing(request, move, planned, name, error):
    with pytest.raises(error):
        move(planned, MONDAY, by=request.getfixturevalue(name))
    assert not MovedThing.objects.exists()


def test_the_day_that_was_left_behind_is_caught_up(move, plan, planned, alice):
    note_date(by=alice, person=planned, kind="crd", on=MONDAY, source="OMU")
    assert plan(planned, MONDAY).move.was == RELEASE
    move(planned, MONDAY)
    assert ReleaseDay.objects.get(person=planned).on == MONDAY


def many(people, on, by):
    orders = [Order(person=one, kind="crd", on=on, told=TOLD) for one in people]
    return move_releases(by=by, orders=orders, batch=uuid4())


def test_twenty_at_once_are_one_letter_each(leaving, alice, mona, django_capture_on_commit_callbacks):
    people = leaving(20, RELEASE)
    with django_capture_on_commit_callbacks(execute=True):
        many(people, LATER, mona)
    assert {one.on for one in ReleaseDay.objects.all()} == {LATER}
    assert len(mail.outbox) == 1


def test_of_many_everybodys_problem_is_named_and_nobody_is_moved(leaving, alice):
    people = leaving(3, RELEASE)
    with pytest.raises(NotMovedError) as told:
        orders = [Order(person=one, kind="crd", on=LATER, told=TOLD, seen=None) for one in people[:2]]
        orders.append(Order(person=people[2], kind="crd", on=LATER, told=TOLD))
        move_releases(by=alice, orders=orders, batch=uuid4())
    assert set(told.value.causes) == {one.pk for one in people[:2]}
    assert {one.on for one in ReleaseDay.objects.all()} == {RELEASE}
