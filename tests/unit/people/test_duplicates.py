"""Suggestions are kept, shown to those who see both, and set aside by people."""

from datetime import date

import pytest
from django.core.management import call_command

from tests.unit.people.merging_people import make_person
from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.people.models import DuplicateSearch, Person, PossibleDuplicate
from throughgate.people.rules.duplicates import identity_of
from throughgate.people.selectors.duplicates import known_already, list_alike, list_pairs
from throughgate.people.services import add_identifier, add_person, change_details
from throughgate.people.services.duplicates import (
    ask_for_search,
    look_through_everybody,
    say_different,
    suggest_again,
)
from throughgate.people.services.merging import merge_people, undo_merge

BORN = date(1988, 3, 7)


@pytest.fixture
def vale(send, mona) -> Person:
    return add_person(by=mona, given_name="Jordan", family_name="Vale", site=send, born_on=BORN)


@pytest.fixture
def vail(send, mona, vale) -> Person:
    return add_person(by=mona, given_name="Jordan", family_name="Vail", site=send, born_on=BORN)


def test_whoever_is_added_is_compared_at_once(vale, vail):
    pair = PossibleDuplicate.objects.get()
    assert (pair.one, pair.other) == (vale, vail)
    assert {"names.part", "birth.same"} <= set(pair.reasons)


def test_a_changed_name_takes_the_suggestion_back(vale, vail, mona):
    change_details(
        by=mona, person=vail, version=1, changes={"given_name": "Alex", "family_name": "Finch", "gender": "man"}
    )
    assert not PossibleDuplicate.objects.exists()


def test_a_number_that_is_nearly_the_same_is_noticed(vale, send, mona):
    other = add_person(by=mona, given_name="Jo", family_name="Vale", site=send)
    add_identifier(by=mona, person=vale, kind="crn", text="X123456")
    add_identifier(by=mona, person=other, kind="crn", text="X123465")
    assert "number.slip:crn" in PossibleDuplicate.objects.get().reasons


def test_looking_through_everybody_finds_the_same_and_drops_what_is_stale(vale, vail, send, mona):
    third = make_person(mona, send, "Kit", "Fell", born_on=BORN)
    PossibleDuplicate.objects.all().delete()
    PossibleDuplicate.objects.create(one=vale, other=third, likeness="likely", weight=1, reasons=["names.given"])
    call_command("find_duplicates")
    assert [(pair.one, pair.other) for pair in PossibleDuplicate.objects.all()] == [(vale, vail)]
    search = DuplicateSearch.objects.get()
    assert (search.people, search.found) == (3, 1) and search.finished_at


def test_looking_twice_changes_nothing(vale, vail):
    before = list(PossibleDuplicate.objects.values_list("pk", "weight"))
    look_through_everybody()
    assert [pk for pk, _ in before] == list(PossibleDuplicate.objects.values_list("pk", flat=True))


def test_two_people_are_not_suggested_again(vale, vail, mona):
    say_different(by=mona, one=vail, other=vale)
    look_through_everybody()
    assert not list_pairs(mona) and list_pairs(mona, decided=True).get().different_by == mona
    assert set(Event.objects.filter(action="duplicates.set_aside").values_list("person_ref", flat=True)) == {
        vale.ref,
        vail.ref,
    }


def test_that_can_be_taken_back(vale, vail, mona):
    say_different(by=mona, one=vale, other=vail)
    say_different(by=mona, one=vale, other=vail)
    suggest_again(by=mona, one=vale, other=vail)
    assert list_pairs(mona).count() == 1


@pytest.mark.parametrize(("who", "raises"), [("alice", Forbidden), ("charlie", Hidden)])
def test_only_managers_of_both_decide(who, raises, vale, vail, request):
    with pytest.raises(raises):
        say_different(by=request.getfixturevalue(who), one=vale, other=vail)


def test_a_pair_is_shown_only_to_who_may_see_both(vale, mona, charlie, downview):
    add_person(by=charlie, given_name="Jordan", family_name="Vale", site=downview, born_on=BORN)
    assert PossibleDuplicate.objects.exists()
    assert not list_pairs(mona)


def test_merged_records_are_suggested_no_more_and_undoing_says_they_are_two(vale, vail, mona):
    merge = merge_people(by=mona, kept=vale, gone=vail, why="One and the same")
    assert not list_pairs(mona)
    undo_merge(by=mona, merge=merge, because="Two cousins")
    assert not list_pairs(mona) and list_pairs(mona, decided=True).count() == 1


def test_somebody_else_may_be_asked_about_without_being_named(vale, charlie, downview):
    asked = identity_of(0, "Jordan", "Vale", born_on=BORN)
    found = known_already(charlie, asked, names=("Jordan", "Vale"))
    assert (list(found.people), list(found.hidden)) == ([], [vale])


def test_of_who_is_only_like_them_elsewhere_nothing_is_said(vale, charlie):
    asked = identity_of(0, "Jordan", "Vale")
    assert not known_already(charlie, asked, names=("Jordan", "Vale")).hidden


def test_finding_who_is_alike_takes_the_same_queries_however_many(
    vale, vail, send, mona, django_assert_max_num_queries
):
    asked = identity_of(0, "Jordan", "Vale", born_on=BORN, numbers=[("crn", "X123456")])
    with django_assert_max_num_queries(8) as few:
        list_alike(asked)
    for number in range(30):
        add_person(by=mona, given_name="Jordan", family_name="Vale", site=send, born_on=date(1988, 3, 1 + number % 28))
    with django_assert_max_num_queries(8) as many:
        list_alike(asked)
    assert len(few) == len(many)


def test_everybody_is_looked_through_once_at_a_time(vale, vail, mona):
    DuplicateSearch.objects.create()
    assert ask_for_search(by=mona) is False
    DuplicateSearch.objects.all().delete()
    assert ask_for_search(by=mona) is True
    assert DuplicateSearch.objects.get().finished_at


def test_a_caseworker_does_not_ask_for_it(alice):
    with pytest.raises(Forbidden):
        ask_for_search(by=alice)
