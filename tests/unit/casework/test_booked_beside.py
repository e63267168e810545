"""Two of ours who must not meet are not booked into one place or group, whichever record says so."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import add_person
from throughgate.audit.models import Event
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.selectors.bookings import bookings_of
from throughgate.casework.services.bookings import book_contact, move_booking
from throughgate.people.models import Assignment, CircleMember, Person, RestrictionOverride
from throughgate.people.selectors.beside import BOOKED_THERE, NAMED_HERE, ONE_PLACE, PERHAPS_THERE
from throughgate.people.services.restrictions import RestrictedError, add_restriction

TODAY = date(2026, 11, 20)
ON = TODAY + timedelta(days=2)


@pytest.fixture
def samira(sam) -> Person:
    """Somebody elsewhere of whom Alice may know nothing."""
    Assignment.objects.filter(person=sam, worker__name="Alice Example").delete()
    return sam


def apart(by, person, name, **terms):
    said = {"kind": "no_contact", "source": "court", "from_on": TODAY, "reach": "any", "other_name": name} | terms
    return add_restriction(by=by, person=person, **said)


def book(by, person, override="", **fields):
    known = {"kind": "group-session", "on": ON, "at": time(14), "minutes": 60, "place": "The Hub"}
    return book_contact(by=by, person=person, arrangement=Arrangement(**known | fields), override=override)


def test_their_own_record_refuses(alice, charlie, person, samira):
    apart(alice, person, "Samira Okoro")
    book(charlie, samira)
    with pytest.raises(RestrictedError) as refused:
        book(alice, person)
    assert refused.value.refuses and Booking.objects.count() == 1


def test_so_does_the_record_of_who_is_booked_already(alice, charlie, person, samira):
    apart(charlie, samira, person.name)
    book(charlie, samira)
    with pytest.raises(RestrictedError) as refused:
        book(alice, person)
    assert refused.value.refuses and not refused.value.may_answer


@pytest.mark.parametrize("own", [True, False])
def test_who_it_is_stays_unsaid(alice, charlie, person, samira, own):
    apart(alice, person, "Samira Okoro") if own else apart(charlie, samira, person.name)
    book(charlie, samira)
    with pytest.raises(RestrictedError) as refused:
        book(alice, person)
    assert refused.value.reasons == (BOOKED_THERE,) and "ring the manager" in BOOKED_THERE


def test_who_may_know_both_is_told_why(alice, person, sam):
    apart(alice, sam, person.name)
    book(alice, sam)
    with pytest.raises(RestrictedError) as refused:
        book(alice, person)
    assert person.name in refused.value.reasons[0]


def test_a_manager_answers_for_it_by_name(alice, mona, send, person):
    other = add_person(send, alice)
    Person.objects.filter(pk=other.pk).update(given_name="Kim", family_name="Ash", preferred_name="")
    other.refresh_from_db()
    stands = apart(alice, other, person.name)
    book(alice, other)
    made = book(mona, person, override="The court has allowed the course for both")
    kept = RestrictionOverride.objects.get()
    assert (kept.restriction, kept.by, kept.booked_ref, kept.kind) == (stands, mona, made.ref, "override")
    assert Event.objects.filter(action="restriction.overridden", person_ref=other.ref).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"place": "Library"},
        {"at": time(15)},
        {"at": time(12), "minutes": 120},
        {"on": ON + timedelta(days=1)},
        {"medium": "writing"},
        {"kind": "phone-call", "medium": "phone", "place": ""},
    ],
)
def test_elsewhere_or_at_another_hour_they_do_not_meet(alice, charlie, person, samira, fields):
    apart(charlie, samira, person.name)
    book(charlie, samira)
    assert book(alice, person, **fields).pk


@pytest.mark.parametrize(
    "fields", [{"at": None}, {"at": time(13, 30)}, {"place": "the hub, Guildford"}, {"kind": "visit"}]
)
def test_where_the_hours_overlap_they_do(alice, charlie, person, samira, fields):
    apart(charlie, samira, person.name)
    book(charlie, samira)
    with pytest.raises(RestrictedError):
        book(alice, person, **fields)


def test_the_same_worker_at_the_same_hour_sees_both(alice, person, sam):
    apart(alice, sam, person.name)
    book(alice, sam, place="")
    with pytest.raises(RestrictedError):
        book(alice, person, place="")
    assert book(alice, person, place="", at=time(16)).pk


def test_moved_beside_them_it_is_refused_too(alice, charlie, person, samira):
    apart(charlie, samira, person.name)
    book(charlie, samira)
    booked = book(alice, person, at=time(17))
    there = Arrangement(kind="group-session", on=ON, at=time(14), place="The Hub")
    with pytest.raises(RestrictedError):
        move_booking(by=alice, booking=booked, arrangement=there, asked_by="us", because="Earlier")


def test_whoever_comes_with_them_counts(alice, charlie, person, samira):
    apart(alice, person, "Lee Elm")
    lee = CircleMember.objects.create(person=samira, kind="friend", name="Lee Elm", from_on=TODAY, added_by=charlie)
    book(charlie, samira, circle=(lee.pk,))
    with pytest.raises(RestrictedError):
        book(alice, person)


def test_a_child_who_comes_with_them_counts(alice, charlie, person, samira):
    apart(alice, person, "", kind="child_contact", child_level="none", all_children=True, reach="")
    child = CircleMember.objects.create(person=samira, kind="child", name="Lee Elm", from_on=TODAY, added_by=charlie)
    book(charlie, samira, circle=(child.pk,))
    with pytest.raises(RestrictedError):
        book(alice, person)


@pytest.mark.parametrize("typed", ["Samira Okoro", "samira", "Rosa Lane and Mrs Okoro", "SAMIRA  OKORO (a friend)"])
def test_one_of_ours_who_is_named_is_asked_too(alice, charlie, person, samira, typed):
    apart(charlie, samira, person.name)
    with pytest.raises(RestrictedError) as refused:
        book(alice, person, other_names=typed)
    assert refused.value.refuses and refused.value.reasons == (NAMED_HERE,)


@pytest.mark.parametrize("typed", ["Samira Patel", "Rosa Lane"])
def test_somebody_else_who_is_named_is_free(alice, charlie, person, samira, typed):
    apart(charlie, samira, person.name)
    assert book(alice, person, other_names=typed).pk


def test_as_many_queries_beside_many_as_beside_one(alice, charlie, person, samira, downview):
    def cost(at):
        with CaptureQueriesContext(connection) as seen:
            book(alice, person, at=at)
        return len(seen)

    apart(charlie, samira, "Somebody Else")
    book(charlie, samira)
    cost(time(14))
    few = cost(time(14))
    for _ in range(4):
        book(charlie, samira, at=time(18))
    assert cost(time(18)) == few


PERHAPS = {"place": "Room 4, Probation office"}, {"place": "Probation office"}


@pytest.mark.parametrize("own", [True, False])
def test_a_place_that_may_be_the_same_is_to_be_answered(alice, charlie, person, sam, own):
    apart(alice, person, "Samira Okoro") if own else apart(alice, sam, person.name)
    book(charlie, sam, **PERHAPS[0])
    with pytest.raises(RestrictedError) as asked:
        book(alice, person, **PERHAPS[1])
    assert not asked.value.refuses and asked.value.may_answer and ONE_PLACE in asked.value.reasons[0]
    made = book(alice, person, override="They sit in two houses", **PERHAPS[1])
    assert RestrictionOverride.objects.get().kind == "answer"
    assert [(one.row, one.against) for one in bookings_of(alice, person)] == [(made, [])]


def test_who_may_be_there_stays_unsaid(alice, charlie, person, samira):
    apart(charlie, samira, person.name)
    book(charlie, samira, **PERHAPS[0])
    with pytest.raises(RestrictedError) as asked:
        book(alice, person, **PERHAPS[1])
    assert asked.value.reasons == (PERHAPS_THERE,) and not asked.value.may_answer
