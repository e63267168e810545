"""What a programme asks for and a move makes overdue has proposals of its own, carried out with all the rest."""

from datetime import date
from hashlib import sha256

import pytest

from tests.unit.desk.conftest import MODEL
from tests.unit.release.day.planned import TODAY
from throughgate.programmes.models import Commitment, ProgrammeModel, Promise, Waiver
from throughgate.programmes.services import refresh_commitments
from throughgate.release.models import MovedThing

OLD, NEW = date(2027, 1, 15), date(2026, 12, 1)
WAIVABLE = MODEL.replace("by: release - 4 weeks}", "by: release - 4 weeks, unless: [had]}")


@pytest.fixture
def programme(db) -> ProgrammeModel:
    """As the desk is tested with, and it lets the documents be waived."""
    source = WAIVABLE + "reasons: {had: They have them already}\n"
    sha = sha256(source.encode()).hexdigest()
    return ProgrammeModel.objects.create(
        slug="through-the-desk", version=1, title="Through the desk", source=source, sha256=sha, status="published"
    )


@pytest.fixture
def documents(person, enrolment, releases, plan):
    """ID documents, due four weeks before: on 18 December, and now on 3 November."""
    releases(person, OLD)
    refresh_commitments(person)
    found = plan(person, NEW, kind="confirmed_release").broken
    return next(one for one in found if one.kind == "due" and "ID documents" in one.title)


@pytest.fixture
def choose(move, person, documents):
    def _choose(code):
        move(person, NEW, {documents.field: code}, kind="confirmed_release")
        return MovedThing.objects.get(kind="due", title=documents.title)

    return _choose


def test_each_of_them_says_what_can_be_done(documents):
    assert documents.why == "It was due on Fri 18 Dec, and is overdue since Tue 3 Nov now."
    assert [each.code for each in documents.proposals] == ["first", "waive:had", "talk"]


def test_done_at_once_it_is_on_today(choose, documents):
    thing = choose("first")
    assert thing.promise.by_on == documents.by_on and thing.promise.title.startswith("ID documents: to be done at once")


def test_waived_it_is_due_no_more(choose, person):
    assert choose("waive:had").done == "Waived: They have them already"
    waiver = Waiver.objects.get()
    assert (waiver.element, waiver.reason) == ("id", "had")
    assert Commitment.objects.get(person=person, element="id").waived_on == TODAY


def test_talked_over_is_a_promise_to_do_so(choose):
    assert choose("talk").promise.title == "Talk to the manager about ID documents, since release is on Tue 1 Dec"
    assert Promise.objects.filter(moved_thing__kind="due").exists()
