"""Two take in at the same moment, each with a connection of their own."""

import pytest
from django.db import connection

from tests.unit.fidelity.packs.charity import changed, pack
from tests.unit.people.test_people_at_once import at_once
from throughgate.audit.models import Event
from throughgate.fidelity.services.packs import PackRefusedError, take_in
from throughgate.programmes.models import ProgrammeModel
from throughgate.story.checks import check_questions
from throughgate.story.shipping import current_questions

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("var"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the file: its writers take turns"),
]


def test_the_second_finds_everything_here(mona):
    taken = at_once(*(lambda: take_in(by=mona, data=pack()) for _ in range(2)))
    assert taken == [ProgrammeModel.objects.get()] * 2
    assert Event.objects.filter(action="model.taken_in").count() == 1
    assert current_questions().forms["plot"]


def test_of_two_that_differ_one_is_taken_whole(mona):
    other = changed("model.yaml", "A plot of one's own", "A plot")
    taken = at_once(lambda: take_in(by=mona, data=pack()), lambda: take_in(by=mona, data=other))
    assert {type(one) for one in taken} == {ProgrammeModel, PackRefusedError}
    assert ProgrammeModel.objects.count() == 1
    assert check_questions(None) == []
