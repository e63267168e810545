"""Who meets them, as every page that tells of it is told."""

import pytest

from tests.unit.release.day.planned import RELEASE
from throughgate.casework.services.bookings import cancel_booking, move_booking
from throughgate.release.selectors.at_gate import Gates
from throughgate.release.selectors.day import meeting_of
from throughgate.release.selectors.day_asked import gate_arrangement

pytestmark = pytest.mark.django_db


def test_whoever_was_named_comes(alice, bob, person, gate, meet):
    meet()
    assert Gates(alice).of([person.pk])[person.pk].by == "you"
    assert Gates(bob).of([person.pk])[person.pk].by == alice.name


def test_given_to_a_colleague_it_is_the_colleague_everywhere(alice, bob, person, gate, meet):
    booking = meet().booking
    move_booking(
        by=alice, booking=booking, arrangement=gate_arrangement(gate, RELEASE, ""), asked_by="us",
        because="Bob goes", worker=bob,
    )  # fmt: skip
    assert Gates(alice).of([person.pk])[person.pk].by == bob.name
    assert meeting_of(gate).worker == bob


def test_whoever_cannot_after_all_is_not_said_to_come(alice, person, gate, meet):
    cancel_booking(by=alice, booking=meet().booking, asked_by="us", because="Ill")
    assert Gates(alice).of([person.pk]) == {}


def test_nobody_has_a_reason(alice, person, gate, meet):
    meet("nobody", reason="other", words="He takes the train with a friend")
    said = Gates(alice).of([person.pk])[person.pk]
    assert (said.by, said.why_not, said.is_met) == ("nobody", "he takes the train with a friend", False)


def test_several_are_read_at_once(alice, person, gate, meet, django_assert_num_queries):
    meet()
    with django_assert_num_queries(1):
        gates = Gates(alice, also=[person.pk, 0])
        gates.of([0])
        gates.of([person.pk])


def test_whoever_may_not_see_them_is_told_nothing(charlie, person, gate, meet):
    meet()
    assert Gates(charlie).of([person.pk]) == {}
