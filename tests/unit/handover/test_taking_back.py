"""A hand-over that is taken back: what later ones rest on stays, and nobody is left believing what does not come."""

from datetime import timedelta

import pytest
from django.db.models import RestrictedError
from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.handover.models import HandedRole, HandOverNote
from throughgate.handover.services import (
    LaterHandOverError,
    record_meeting,
    record_telling,
    record_told_of_staying,
    take_back_hand_over,
)
from throughgate.people.models import Assignment, AssignmentRole
from throughgate.record.models import Entry


@pytest.fixture
def dora(send, mona) -> User:
    user = User.objects.create_user("dora@example.org", "correct horse battery", name="Dora Example", role="caseworker")
    user.sites.set([send])
    return user


@pytest.fixture
def chain(give, bob, dora):
    """Alice to Bob in six days, Bob to Dora in twenty."""
    return give(bob, days=6), give(dora, giver=bob, days=20)


def take_back(by, row):
    return take_back_hand_over(by=User.objects.get(pk=by.pk), hand_over=row, because="She stays after all")


def test_one_on_which_a_later_one_rests_is_not_taken_back(chain, mona):
    with pytest.raises(LaterHandOverError, match="Bob Example has handed them on to Dora Example since"):
        take_back(mona, chain[0])
    chain[0].refresh_from_db()
    assert chain[0].undone_at is None and HandedRole.objects.filter(hand_over=chain[1]).exists()


def test_the_last_of_a_chain_first_then_all_is_as_it_was(chain, mona, person, alice):
    take_back(mona, chain[1])
    take_back(mona, chain[0])
    assert list(Assignment.objects.values_list("worker__name", "to_on")) == [(alice.name, None)]
    assert HandedRole.objects.filter(hand_over=chain[1], ends=None, role=AssignmentRole.CASEWORKER).exists()


def test_the_role_of_one_that_stands_cannot_be_deleted(chain, bob):
    with pytest.raises(RestrictedError):
        Assignment.objects.get(worker=bob).delete()


def test_a_person_still_goes_with_all_their_hand_overs(chain, person):
    type(person).everyone.filter(pk=person.pk).delete()
    assert not HandedRole.objects.exists()


def test_the_page_leads_to_the_one_that_is_in_the_way(as_user, chain, mona):
    page = as_user(mona).get(reverse("handover:take_back", args=[chain[0].ref])).content.decode()
    assert reverse("handover:take_back", args=[chain[1].ref]) in page and "Take it back" not in page


def test_who_was_told_is_told_that_nothing_changes(give, mona, alice, today):
    row = give()
    record_telling(by=alice, hand_over=row, on=today, how="face")
    record_meeting(by=alice, hand_over=row, on=today)
    take_back(mona, row)
    assert (row.promise_stays.worker, row.promise_stays.by_on) == (alice, today + timedelta(days=3))
    record_told_of_staying(by=alice, hand_over=row)
    assert row.promise_stays.met_on == today
    record_told_of_staying(by=alice, hand_over=row)
    assert Entry.objects.filter(summary="Told that their worker stays the same").count() == 1


def test_who_was_not_told_needs_nothing(give, mona):
    row = give()
    take_back(mona, row)
    assert row.promise_stays is None


def test_the_page_of_one_taken_back_says_what_they_believe(as_user, give, mona, alice, today):
    row = give()
    record_telling(by=alice, hand_over=row, on=today, how="face")
    as_user(mona).post(reverse("handover:take_back", args=[row.ref]), {"because": "She stays"})
    page = as_user(alice).get(reverse("handover:hand_over", args=[row.ref])).content.decode()
    assert "They have to hear that Alice Example stays" in page
    page = as_user(alice).post(reverse("handover:told_of_staying", args=[row.ref]), follow=True).content.decode()
    assert "they heard that nothing changes" in page


def test_words_for_a_hand_over_taken_back_meanwhile_stay_on_the_page(give, as_user, mona, alice):
    row = give()
    take_back_hand_over(by=mona, hand_over=row, because="She stays after all")
    typed = {"works": "Short visits, and tea first", "not_again": "The window seat", "sensitivity": "standard"}
    answer = as_user(alice).post(reverse("handover:add", args=[row.ref]), typed)
    html = answer.content.decode()
    assert answer.status_code == 200 and "This hand-over was taken back." in html
    assert "Short visits, and tea first" in html and "The window seat" in html
    assert not HandOverNote.objects.exists()
