from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.unit.family.conftest import is_checked, says
from throughgate.casework.models import Booking, How, Side
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.rules.plan import StepText
from throughgate.casework.services import book_contact, void_contact
from throughgate.casework.services.plan import agree, begin_plan, save_goal
from throughgate.common.clock import today
from throughgate.family.models import SafetyOverride
from throughgate.family.rules.standing import FamilyError
from throughgate.family.selectors.members import member_of
from throughgate.family.services.checks import UncheckedError, ask_check
from throughgate.family.services.meetings import (
    Held,
    When,
    agree_to_plan,
    arrange_workshop,
    book_meeting,
    record_meeting,
    record_workshop,
)
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry

pytestmark = pytest.mark.django_db
SOON = When(on=today() + timedelta(days=7))


def books(by, member, **more):
    return book_meeting(by=by, person=member.person, kind="family-meeting", members=[member], when=SOON, **more)


def test_without_a_yes_of_their_own_nothing_is_booked(alice, mum):
    is_checked(alice, mum)
    with pytest.raises(FamilyError, match="has not said yes"):
        books(alice, mum)


def test_without_a_check_nothing_is_booked_whatever_they_said(alice, mum):
    says(alice, mum)
    with pytest.raises(UncheckedError, match="no safeguarding check"):
        books(alice, mum, override="Because I think that it is fine")
    assert not Booking.objects.exists()


def test_nor_round_about_on_caseworks_own_page_or_by_a_typed_name(alice, mum):
    says(alice, mum)
    for named in ({"circle": (mum.circle_id,)}, {"other_names": "Zelda Quince"}):
        with pytest.raises(UncheckedError):
            asked = Arrangement(kind="couple-session", on=SOON.on, **named)
            book_contact(by=alice, person=mum.person, arrangement=asked)


def test_a_manager_may_say_why_and_it_stands_there(alice, mona, mum):
    says(alice, mum)
    booking = books(mona, mum, override="The court has set the day already")
    row = SafetyOverride.objects.get(member=mum)
    assert (row.by, row.booked_ref) == (mona, booking.ref)


def test_with_a_check_that_holds_it_is_booked(alice, ready):
    assert books(alice, ready).promise.by_on == SOON.on


def test_a_check_that_ends_before_the_day_is_none(alice, mum):
    says(alice, mum)
    is_checked(alice, mum, until=3)
    with pytest.raises(UncheckedError):
        books(alice, mum)


def test_an_answer_is_waited_for_by_a_promise(alice, mum):
    row = ask_check(by=alice, member=mum, asked_of="children", on=today())
    assert Promise.objects.get(source="family").met_on is None
    assert ask_check(by=alice, member=mum, asked_of="children", on=today()) == row
    is_checked(alice, mum)
    assert Entry.objects.filter(kind="offender-manager-liaison", subject="contact-restrictions").count() == 1


def test_a_yes_can_be_taken_back_only_where_there_is_one(alice, mum):
    with pytest.raises(FamilyError):
        says(alice, mum, answer="taken-back")
    says(alice, mum)
    says(alice, mum, answer="taken-back")
    assert not member_of(alice, mum.person, mum.ref).standing.may("take-part")


def test_a_meeting_that_should_not_have_been_recorded_counts_no_more(alice, ready):
    held = Held(kind="family-meeting", when=When(on=today()), prepared=True)
    contact = record_meeting(by=alice, person=ready.person, members=[ready], held=held)
    assert "prepared" in member_of(alice, ready.person, ready.ref).standing.reached
    void_contact(by=alice, part=contact.people.get(), reason="The wrong person")
    assert "prepared" not in member_of(alice, ready.person, ready.ref).standing.reached


def a_plan(alice, person):
    plan = begin_plan(by=alice, person=person, title="Staying connected", subject="connection")
    step = StepText(key="", what="Write on Sundays", who="person", by_on=today() + timedelta(days=20))
    save_goal(by=alice, plan=plan, key="", words="Stay close", steps=(step,))
    return plan


def agreed(alice, plan):
    for side in Side:
        draft, now = plan.versions.get(), timezone.localtime()
        agree(by=alice, plan=plan, side=side, how=How.IN_PERSON, agreed_at=now, revision=draft.revision)
    return plan.versions.get()


def test_the_workshop_is_arranged_held_and_the_plan_agreed(alice, ready):
    version = agreed(alice, a_plan(alice, ready.person))
    row = arrange_workshop(by=alice, person=ready.person, members=[ready], when=When(on=today()), travel="By train")
    contact = record_workshop(by=alice, row=row, came=[ready], agreed=[ready], version=version)
    kinds = list(Entry.objects.filter(person=ready.person).values_list("kind", flat=True))
    assert kinds.count("family-workshop") == 1 and kinds.count("family-agreed") == 1 and "plan-review" in kinds
    assert record_workshop(by=alice, row=row, came=[ready]) == contact
    assert member_of(alice, ready.person, ready.ref).standing.next == "prepared"


def test_of_a_draft_the_family_is_not_asked_yet(alice, ready):
    plan = a_plan(alice, ready.person)
    with pytest.raises(FamilyError, match="first"):
        agree_to_plan(by=alice, member=ready, version=plan.versions.get(), on=today(), how="phone")


def test_two_taps_record_one_meeting(alice, ready):
    from uuid import uuid4

    held, token = Held(kind="family-meeting", when=When(on=today())), uuid4()
    both = [record_meeting(by=alice, person=ready.person, members=[ready], held=held, token=token) for _ in range(2)]
    assert both[0] == both[1] and ready.meetings.count() == 1


def reminders():
    return Promise.objects.filter(source="family", met_on=None, withdrawn_on=None)


def test_before_an_answer_ends_somebody_is_to_ask_again(alice, mum):
    row = is_checked(alice, mum, until=60)
    assert row.promise == reminders().get()
    assert row.promise.by_on == today() + timedelta(days=46)


def test_an_answer_that_ends_soon_is_asked_for_at_once(alice, mum):
    assert is_checked(alice, mum, until=5).promise.by_on == today()


def test_asked_again_nobody_is_reminded_of_the_earlier_answer(alice, mum):
    earlier = is_checked(alice, mum).promise
    waiting = ask_check(by=alice, member=mum, asked_of="omu", on=today()).promise
    assert list(reminders()) == [waiting]
    earlier.refresh_from_db()
    assert earlier.met_on == today()


def test_of_what_must_not_take_place_nobody_is_reminded(alice, mum):
    is_checked(alice, mum, answer="barred")
    assert not reminders().exists()


def test_from_the_reminder_to_asking_again(client, alice, mum):
    row = is_checked(alice, mum)
    client.force_login(alice)
    answer = client.get(reverse("family:promised", args=[row.promise.ref]))
    assert answer.url == reverse("family:safe", args=[mum.person.ref, mum.ref])
