"""The table, condition by condition, with the cast."""

import pytest

from throughgate.access.policy import (
    Ability,
    Action,
    Forbidden,
    Hidden,
    Sensitivity,
    can,
    check,
    has,
    require,
    visible,
    writable_levels,
)
from throughgate.people.models import Person
from throughgate.record.models import Entry


@pytest.fixture
def note(person, alice):
    def write(level: Sensitivity) -> Entry:
        return Entry.objects.create(
            person=person, kind="one-to-one", on="2026-11-01", summary="A talk", sensitivity=level, by=alice
        )

    return write


def names(users, action, row):
    return {user.get_short_name() for user in users if can(user, action, row)}


@pytest.fixture
def cast(mona, alice, bob, charlie, carol, victor, eve, ada):
    return (mona, alice, bob, charlie, carol, victor, eve, ada)


def test_the_site_sees_the_person_and_nobody_else(cast, person):
    assert names(cast, Action.VIEW, person) == {"Mona", "Alice", "Bob", "Carol"}


def test_her_worker_and_the_manager_edit(cast, person):
    assert names(cast, Action.EDIT, person) == {"Mona", "Alice"}


def test_a_colleague_may_record_so_that_cover_works(cast, person):
    assert names(cast, Action.RECORD, person) == {"Mona", "Alice", "Bob", "Carol"}


def test_only_the_manager_assigns(cast, person):
    assert names(cast, Action.ASSIGN, person) == {"Mona"}


def test_sensitive_is_for_own_workers_and_the_manager(cast, note):
    assert names(cast, Action.VIEW, note(Sensitivity.SENSITIVE)) == {"Mona", "Alice"}


def test_clinical_is_for_the_counsellor_and_her_manager(cast, note, carols):
    assert names(cast, Action.VIEW, note(Sensitivity.CLINICAL)) == {"Mona", "Carol"}


def test_clinical_is_hidden_from_a_manager_who_manages_no_counsellor_of_theirs(cast, note, mona):
    assert names(cast, Action.VIEW, note(Sensitivity.CLINICAL)) == set()


def test_a_volunteer_sees_whom_they_are_matched_with(person, victor, alice):
    person.assignments.create(worker=victor, role="mentor", from_on="2026-02-01", added_by=alice)
    assert can(victor, Action.VIEW, person)


def test_an_assignment_that_ended_closes_the_record(person, charlie, alice):
    person.assignments.create(worker=charlie, role="mentor", from_on="2026-02-01", to_on="2026-03-01", added_by=alice)
    assert not can(charlie, Action.VIEW, person)


def test_a_worker_keeps_the_caseload_when_the_person_moves(person, alice, downview):
    person.site = downview
    person.save()
    assert can(alice, Action.VIEW, person)


def test_what_may_not_be_known_of_is_hidden_not_forbidden(charlie, person):
    with pytest.raises(Hidden):
        check(charlie, Action.EDIT, person)


def test_what_may_be_seen_and_not_done_is_forbidden(bob, person):
    with pytest.raises(Forbidden):
        check(bob, Action.EDIT, person)


def test_somebody_switched_off_sees_nothing(alice, person):
    alice.is_active = False
    assert not can(alice, Action.VIEW, person)
    assert not visible(alice, Person.objects.all()).exists()


def test_a_visitor_sees_nothing(person):
    from django.contrib.auth.models import AnonymousUser

    assert not can(AnonymousUser(), Action.VIEW, person)


def test_levels_offered_are_levels_they_can_read_again(alice, bob, carol, carols):
    assert writable_levels(alice, carols) == [Sensitivity.STANDARD, Sensitivity.SENSITIVE]
    assert writable_levels(bob, carols) == [Sensitivity.STANDARD]
    assert writable_levels(carol, carols) == list(Sensitivity)


def test_abilities_apart_from_people(eve, ada):
    assert has(eve, Ability.RUN_EVALUATIONS) and not has(eve, Ability.SEE_PEOPLE)
    with pytest.raises(Forbidden):
        require(ada, Ability.SEE_PEOPLE)
