"""Work of two records of one person: nothing is lost, and one of each holds."""

import pytest

from tests.unit.people.merging_people import make_person
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services import assign_worker
from throughgate.people.services.merging import merge_people, undo_merge
from throughgate.work.models import Letter, ReadinessNote, RightToWork
from throughgate.work.services.readiness import note_line, note_right, save_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(send, mona, alice) -> Person:
    twin = make_person(mona, send)
    assign_worker(by=mona, person=twin, worker=alice, role="caseworker", from_on=today())
    return twin


def test_every_letter_stays_and_comes_back(alice, mona, person, other):
    for one, words in ((person, "One"), (other, "Two"), (other, "Three")):
        save_letter(by=alice, person=one, words=words)
    merge = merge_people(by=mona, kept=person, gone=other, why="One person")
    assert set(Letter.objects.filter(person=person).values_list("words", flat=True)) == {"One", "Two", "Three"}
    undo_merge(by=mona, merge=merge, because="Two people after all")
    assert list(Letter.objects.filter(person=other).values_list("version", flat=True)) == [2, 1]


def test_one_right_and_one_state_of_a_line_hold(alice, mona, person, other):
    for one in (person, other):
        note_right(by=alice, person=one, kind="passport", checked_on=today())
        note_line(by=alice, person=one, code="cv", state="done")
    merge_people(by=mona, kept=person, gone=other, why="One person")
    for model in (RightToWork, ReadinessNote):
        assert model.objects.filter(person=person, superseded_at__isnull=True).count() == 1
