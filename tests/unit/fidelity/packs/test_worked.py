"""A programme that was taken in is worked like any other: its form is asked, its measure taken, its group begun."""

from datetime import time, timedelta

import pytest

from tests.unit.fidelity.packs.charity import pack
from throughgate.common.clock import today
from throughgate.fidelity.services.packs import take_in
from throughgate.groups.services.cohorts import Terms, make_cohort
from throughgate.measures.selectors.instruments import instrument_called
from throughgate.measures.services.sittings import finish_sitting, open_sitting, record_answers
from throughgate.programmes.services import enrol
from throughgate.story.models.needs import About, PersonNeed
from throughgate.story.services.answering import record_answer
from throughgate.story.services.forms import finish_form, open_form
from throughgate.story.services.needs import take_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]


@pytest.fixture
def joined(mona, alice, person):
    return enrol(by=alice, person=person, model=take_in(by=mona, data=pack()), enrolled_on=today())


def is_met(enrolment, element):
    return enrolment.commitments.get(element=element, ordinal=1).met_on is not None


def test_its_form_is_asked_and_keeps_the_promise(joined, alice, person):
    run = open_form(by=alice, person=person, form="plot")
    record_answer(by=alice, person=person, item="digs", value="no", answered_on=today(), run=run)
    assert not is_met(joined, "talk")
    finish_form(by=alice, run=run)
    assert is_met(joined, "talk")


def test_its_need_is_suggested_and_taken_up(joined, alice, person):
    record_answer(by=alice, person=person, item="digs", value="no", answered_on=today())
    take_up(by=alice, person=person, about=About.NEED, key="a-plot")
    need = PersonNeed.objects.get()
    assert (need.words, need.pathway) == ("A plot of their own", "growing")


def test_its_measure_is_taken_and_keeps_the_promise(joined, alice, person):
    slug = instrument_called("Own scale of ease").slug
    sitting = open_sitting(by=alice, person=person, instrument=slug, how="asked", on=today())
    record_answers(by=alice, sitting=sitting, said={("person", "q1"): 2})
    finish_sitting(by=alice, sitting=sitting)
    assert is_met(joined, "measure:soil")


def test_a_group_begins_by_its_plan(joined, alice, send):
    terms = Terms(
        title="Diggers", plan="digging", site=send, place="Garden", capacity=4, leaders=[alice],
        starts_on=today() + timedelta(days=1), at=time(10), minutes=60,
    )  # fmt: skip
    assert make_cohort(by=alice, terms=terms).sessions.count() == 2
