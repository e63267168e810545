"""Who gets a place, in which order, and who never together."""

from datetime import date

import pytest

from throughgate.access.policy import Forbidden, Hidden, visible
from throughgate.groups.models import GroupLeader, Place
from throughgate.groups.rules.places import PlaceError, State, in_order, state_of
from throughgate.groups.services.places import (
    NeverTogetherError,
    ask_for_place,
    leave_group,
    move_to_front,
    offer_place,
    step_back,
    take_place,
)
from throughgate.people.models import ContactRestriction
from throughgate.record.models import Entry

pytestmark = pytest.mark.django_db


def test_whoever_asked_first_is_first(cohort, person, others, alice):
    places = [ask_for_place(by=alice, cohort=cohort, person=one) for one in (others[1], person, others[0])]
    assert [one.person for one in in_order(places)] == [others[1], person, others[0]]


def test_asked_twice_it_is_one_place(cohort, person, alice):
    assert ask_for_place(by=alice, cohort=cohort, person=person) == ask_for_place(
        by=alice, cohort=cohort, person=person
    )


def test_a_manager_moves_somebody_to_the_front_and_says_why(cohort, person, others, alice, mona):
    first, second = (ask_for_place(by=alice, cohort=cohort, person=one) for one in (others[0], person))
    with pytest.raises(PlaceError):
        move_to_front(by=mona, place=second, because=" ")
    with pytest.raises(Forbidden):
        move_to_front(by=alice, place=second, because="Released soon")
    moved = move_to_front(by=mona, place=second, because="Released before the next course")
    assert [one.pk for one in in_order([first, moved])] == [second.pk, first.pk]


def test_an_offer_holds_a_place_and_the_capacity_is_never_exceeded(cohort, person, others, alice, join):
    for one in others[:2]:
        join(cohort, one)
    last = offer_place(by=alice, place=ask_for_place(by=alice, cohort=cohort, person=person))
    waits = ask_for_place(by=alice, cohort=cohort, person=others[2])
    with pytest.raises(PlaceError):
        offer_place(by=alice, place=waits)
    leave_group(by=alice, place=last, because="Moved to another prison")
    assert state_of(offer_place(by=alice, place=waits)) is State.OFFERED


def test_joining_and_leaving_stand_in_the_ledger_and_undo_takes_it_out(cohort, person, alice, join):
    place = join(cohort, person)
    assert Entry.objects.get(person=person, kind="group-joined").summary == "Joined Family course, winter"
    step_back(by=alice, place=place)
    assert not Entry.objects.filter(kind="group-joined", voids=False, corrected_by__isnull=True).exists()
    with pytest.raises(PlaceError):
        take_place(by=alice, place=step_back(by=alice, place=place))


@pytest.mark.parametrize("whose", [0, 1])
def test_two_who_are_kept_apart_are_never_in_one_group(cohort, person, others, alice, mona, join, whose):
    pair = (person, others[0])
    ContactRestriction.objects.create(
        person=pair[whose], kind="no_contact", other_name=pair[1 - whose].name, reach="any",
        source="court", from_on=date(2026, 1, 1), added_by=alice,
    )  # fmt: skip
    join(cohort, others[0])
    waits = ask_for_place(by=alice, cohort=cohort, person=person)
    with pytest.raises(NeverTogetherError):
        offer_place(by=mona, place=waits, answer="I know them both and take it upon me")
    waits.refresh_from_db()
    assert state_of(waits) is State.WAITING


def test_nobody_asks_for_somebody_whom_they_may_not_know(cohort, person, charlie):
    with pytest.raises(Hidden):
        ask_for_place(by=charlie, cohort=cohort, person=person)


def test_who_leads_from_elsewhere_sees_who_is_in_the_group_and_nobody_who_waits(
    cohort, person, others, charlie, alice, join
):
    join(cohort, person)
    ask_for_place(by=alice, cohort=cohort, person=others[0])
    assert not visible(charlie, Place.objects.all()).exists()
    GroupLeader.objects.create(cohort=cohort, user=charlie)
    assert [one.person for one in visible(charlie, Place.objects.all())] == [person]
