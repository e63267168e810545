"""Booking a contact: what stands against it, moving, cancelling, and what came of it."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughgate.access.policy import Forbidden, Hidden, Sensitivity
from throughgate.audit.models import Event
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement, BookingError, State, arrangement_problems
from throughgate.casework.selectors.bookings import (
    access_booking,
    bookings_between,
    bookings_of,
    not_recorded,
    open_bookings_of,
    to_look_at,
)
from throughgate.casework.services import Attendance, record_contact, void_contact
from throughgate.casework.services.bookings import book_contact, cancel_booking, move_booking
from throughgate.people.models import CircleMember, RestrictionOverride
from throughgate.people.services.restrictions import RestrictedError, ShortReasonError, add_restriction
from throughgate.programmes.models import Commitment

TODAY = date(2026, 11, 20)
TOMORROW = TODAY + timedelta(days=1)


def arranged(**fields) -> Arrangement:
    return Arrangement(**{"kind": "visit", "on": TOMORROW} | fields)


@pytest.fixture
def book(alice, person):
    def _book(by=alice, override="", token=None, worker=None, sensitivity=Sensitivity.STANDARD, **fields):
        return book_contact(
            by=by,
            person=person,
            arrangement=arranged(**fields),
            override=override,
            token=token,
            worker=worker,
            sensitivity=sensitivity,
        )

    return _book


@pytest.fixture
def partner(person, alice) -> CircleMember:
    return CircleMember.objects.create(
        person=person, kind="partner", name="Sam Reed", from_on=date(2026, 1, 1), added_by=alice
    )


@pytest.fixture
def no_contact(person, alice, partner):
    """No contact with the partner, from the first of November on."""
    return add_restriction(
        by=alice,
        person=person,
        kind="no_contact",
        source="court",
        from_on=date(2026, 11, 1),
        member=partner,
        reach="any",
    )


def due(person):
    return list(
        Commitment.objects.filter(person=person, is_next=True).values_list("promise__title", "by_on", "worker__name")
    )


# -- booking --------------------------------------------------------------------------------------------------------


def test_it_is_due_on_its_day_for_whoever_does_it(book, person, bob):
    booking = book(at=time(14, 30), minutes=45, worker=bob)
    assert due(person) == [("Visit at 14:30", TOMORROW, "Bob Example")]
    assert (booking.medium, booking.worker) == ("face", bob)


def test_sent_twice_it_is_booked_once(book, person):
    token = uuid4()
    assert book(token=token) == book(token=token)
    assert (Booking.objects.count(), len(due(person))) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": TODAY - timedelta(days=1)}, "on"),
        ({"on": TODAY + timedelta(days=400)}, "on"),
        ({"kind": "id-documents"}, "kind"),
        ({"minutes": 0}, "minutes"),
    ],
)
def test_what_cannot_be_booked_is_refused(book, wrong, field):
    with pytest.raises(BookingError) as refused:
        book(**wrong)
    assert refused.value.field == field
    assert not Booking.objects.exists() and not Commitment.objects.exists()


def test_everything_that_is_wrong_is_said_at_once():
    problems = arrangement_problems(arranged(kind="home", on=date(2020, 1, 1), minutes=-1), TODAY)
    assert [one.field for one in problems] == ["kind", "on", "minutes"]


def test_whoever_does_it_must_be_able_to_see_it(book, charlie):
    with pytest.raises(BookingError) as refused:
        book(worker=charlie)
    assert refused.value.field == "worker"


def test_who_may_not_know_of_the_person_books_nothing(book, charlie, eve):
    for user in (charlie, eve):
        with pytest.raises(Hidden):
            book(by=user)


def test_nobody_books_at_a_level_they_cannot_write(book, bob):
    with pytest.raises(Forbidden):
        book(by=bob, sensitivity=Sensitivity.SENSITIVE)


def test_a_closed_booking_is_seen_by_those_who_may(book, person, bob, alice):
    booking = book(sensitivity=Sensitivity.SENSITIVE)
    assert bookings_of(bob, person) == []
    assert [one.row for one in bookings_of(alice, person)] == [booking]
    with pytest.raises(Hidden):
        access_booking(bob, booking.ref)


# -- restrictions ---------------------------------------------------------------------------------------------------


def test_a_restriction_refuses_with_its_reason_and_nothing_is_written(book, partner, no_contact, person):
    with pytest.raises(RestrictedError) as refused:
        book(kind="family-meeting", circle=(partner.pk,))
    assert refused.value.refuses and "Sam Reed" in refused.value.reasons[0]
    assert not Booking.objects.exists() and due(person) == []


def test_a_caseworkers_reason_does_not_open_it(book, partner, no_contact):
    with pytest.raises(RestrictedError):
        book(kind="family-meeting", circle=(partner.pk,), override="The court has allowed this one meeting")
    assert not RestrictionOverride.objects.exists()


def test_a_managers_named_reason_does_and_is_kept(book, partner, no_contact, mona):
    booking = book(by=mona, kind="family-meeting", circle=(partner.pk,), override="The court has allowed it once")
    kept = RestrictionOverride.objects.get()
    assert (kept.by, kept.booked_ref, kept.kind) == (mona, booking.ref, "override")
    assert Event.objects.filter(action="restriction.overridden", by=mona).exists()
    (shown,) = access_booking(mona, booking.ref).overrides
    assert shown.reason == "The court has allowed it once"


def test_two_words_are_no_reason(book, partner, no_contact, mona):
    with pytest.raises(ShortReasonError):
        book(by=mona, kind="family-meeting", circle=(partner.pk,), override="ok")
    assert not Booking.objects.exists()


def test_a_doubt_is_answered_by_whoever_books(book, no_contact):
    with pytest.raises(RestrictedError) as refused:
        book(kind="family-meeting", other_names="S. Reed (aunt)")
    assert not refused.value.refuses and refused.value.may_answer
    assert book(kind="family-meeting", other_names="S. Reed (aunt)", override="That is Sandra, an aunt")


def test_moving_asks_again(book, partner, alice, person):
    booking = book(kind="family-meeting", circle=(partner.pk,))
    add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, member=partner, reach="any"
    )
    later = arranged(kind="family-meeting", on=TOMORROW + timedelta(days=3), circle=(partner.pk,))
    with pytest.raises(RestrictedError):
        move_booking(by=alice, booking=booking, arrangement=later, asked_by="person", because="A hearing")
    assert access_booking(alice, booking.ref).state is State.BOOKED


def test_one_added_later_says_look_at_this_booking(book, partner, alice, person):
    barred, free = book(kind="family-meeting", circle=(partner.pk,)), book(kind="phone-call")
    assert to_look_at(alice, TODAY, TOMORROW) == []
    add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, member=partner, reach="any"
    )
    (found,) = to_look_at(alice, TODAY, TOMORROW)
    assert found.row == barred
    assert not access_booking(alice, free.ref).against


def test_what_was_answered_is_not_asked_again(book, partner, no_contact, mona, alice):
    book(by=mona, kind="family-meeting", circle=(partner.pk,), override="The court has allowed it once")
    assert to_look_at(alice, TODAY, TOMORROW) == []


def test_what_bars_it_is_not_told_to_who_may_not_read_it(book, partner, person, alice, bob):
    book(by=bob, kind="family-meeting", circle=(partner.pk,))
    add_restriction(
        by=alice,
        person=person,
        kind="no_contact",
        source="court",
        from_on=TODAY,
        member=partner,
        reach="any",
        sensitivity="sensitive",
    )
    (found,) = to_look_at(bob, TODAY, TOMORROW)
    assert "Sam" not in found.against[0].reason


# -- moving, cancelling ---------------------------------------------------------------------------------------------


def test_moved_it_says_who_asked_and_why_and_only_the_later_one_is_due(book, person, alice):
    booking = book(at=time(10))
    later = move_booking(
        by=alice,
        booking=booking,
        arrangement=arranged(on=TOMORROW + timedelta(days=2), at=time(11)),
        asked_by="prison",
        because="No escort",
    )
    assert due(person) == [("Visit at 11:00", TOMORROW + timedelta(days=2), "Alice Example")]
    assert (later.supersedes, later.moved_asked_by, later.moved_because) == (booking, "prison", "No escort")
    assert access_booking(alice, booking.ref).state is State.MOVED


def test_of_two_who_move_it_the_second_is_told(book, alice, mona):
    booking = book()
    move_booking(by=alice, booking=booking, arrangement=arranged(), asked_by="us", because="Ill")
    with pytest.raises(BookingError, match="Somebody was faster"):
        move_booking(by=mona, booking=booking, arrangement=arranged(), asked_by="us", because="Ill")
    with pytest.raises(BookingError):
        cancel_booking(by=mona, booking=booking, asked_by="us", because="Ill")
    assert Booking.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"asked_by": "nobody"}, {"because": " "}])
def test_neither_is_done_without_saying_why(book, alice, wrong):
    said = {"asked_by": "us", "because": "Ill"} | wrong
    booking = book()
    with pytest.raises(BookingError):
        cancel_booking(by=alice, booking=booking, **said)
    with pytest.raises(BookingError):
        move_booking(by=alice, booking=booking, arrangement=arranged(), **said)


def test_cancelled_it_is_due_no_more(book, person, alice):
    booking = cancel_booking(by=alice, booking=book(), asked_by="person", because="Wants a rest")
    assert due(person) == []
    assert access_booking(alice, booking.ref).state is State.CANCELLED


# -- what came of it ------------------------------------------------------------------------------------------------


@pytest.fixture
def today_booked(book):
    return book(on=TODAY, kind="one-to-one")


def recorded(by, person, booking, **fields):
    part = {name: fields.pop(name) for name in ("attended", "why") if name in fields}
    people = [Attendance(person=person, **part)]
    return record_contact(by=by, kind="one-to-one", on=TODAY, people=people, booking=booking, **fields)


def test_the_contact_closes_it_and_its_promise(today_booked, person, alice):
    contact = recorded(alice, person, today_booked)
    found = access_booking(alice, today_booked.ref)
    assert (found.state, found.row.contact) == (State.HAPPENED, contact)
    assert due(person) == []
    assert found.row.promise.met_by.kind == "one-to-one"


@pytest.mark.parametrize(
    "outcome", [{"attended": "no", "why": "not_acceptable"}, {"happened": False, "why_not": "logistics"}]
)
def test_whatever_came_of_it(today_booked, person, alice, outcome):
    recorded(alice, person, today_booked, **outcome)
    found = access_booking(alice, today_booked.ref)
    assert found.state is State.HAPPENED
    assert (found.row.promise.met_on, found.row.promise.withdrawn_because) == (None, "It did not take place")
    assert due(person) == []


def test_a_contact_with_somebody_else_closes_nothing(sam, today_booked, alice):
    recorded(alice, sam, today_booked)
    assert access_booking(alice, today_booked.ref).is_open


def test_taken_out_again_it_stands_again(today_booked, person, alice):
    contact = recorded(alice, person, today_booked)
    void_contact(by=alice, part=contact.people.get(), reason="Recorded for the wrong person")
    assert access_booking(alice, today_booked.ref).is_open
    assert [title for title, *_ in due(person)] == ["One-to-one"]


def test_what_nobody_recorded_is_asked_for(today_booked, alice, bob):
    tomorrow = TOMORROW
    assert [one.row for one in not_recorded(alice, tomorrow)] == [today_booked]
    assert not_recorded(bob, tomorrow) == [] == not_recorded(alice, TODAY)


# -- who of the circle was there ------------------------------------------------------------------------------------


def family_meeting(by, person, partner, explained=""):
    people = [Attendance(person=person, circle=(partner.pk,), explained=explained)]
    return record_contact(by=by, kind="family-meeting", on=TODAY, people=people)


def test_who_was_there_is_kept(alice, person, partner):
    contact = family_meeting(alice, person, partner)
    assert list(contact.people.get().with_circle.all()) == [partner]


def test_what_happened_against_a_restriction_has_to_be_explained_by_anybody(alice, person, partner, no_contact):
    with pytest.raises(RestrictedError):
        family_meeting(alice, person, partner)
    contact = family_meeting(alice, person, partner, "He came to the door; we ended it at once")
    kept = RestrictionOverride.objects.get()
    assert (kept.kind, kept.by, kept.booked_ref) == ("explained", alice, contact.ref)


def test_a_contact_with_nobody_of_the_circle_asks_nothing(alice, person, no_contact):
    assert record_contact(by=alice, kind="one-to-one", on=TODAY, people=[Attendance(person=person)])


# -- reads ----------------------------------------------------------------------------------------------------------


def test_between_two_days_by_hour(book, alice, bob):
    late, early = book(at=time(16)), book(at=time(9))
    book(on=TODAY + timedelta(days=30))
    cancel_booking(by=alice, booking=book(), asked_by="us", because="Ill")
    assert [one.row for one in bookings_between(alice, TODAY, TOMORROW)] == [early, late]
    assert bookings_between(bob, TODAY, TOMORROW, mine=True) == []


def test_what_stands_of_a_person(book, alice, person):
    assert open_bookings_of(alice, person) == []
    later, soon = book(on=TOMORROW + timedelta(days=5)), book()
    cancel_booking(by=alice, booking=book(on=TODAY), asked_by="us", because="Ill")
    assert [one.row for one in open_bookings_of(alice, person)] == [soon, later]


def test_a_list_reads_as_often_for_one_as_for_many(book, alice):
    def count():
        with CaptureQueriesContext(connection) as queries:
            bookings_between(alice, TODAY, TOMORROW)
        return len(queries)

    book()
    one = count()
    for _ in range(5):
        book()
    assert count() == one
