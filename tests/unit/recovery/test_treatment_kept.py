"""How many stay in treatment: counted by hand, withheld where few, and never of whom the reader may not see."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.conftest import add_person, assign
from throughgate.access.policy import Forbidden
from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import AssignmentRole
from throughgate.record.services import void_entry
from throughgate.recovery.selectors.figures import in_treatment
from throughgate.recovery.services.outside import begin_treatment, end_treatment, still_in_treatment

pytestmark = pytest.mark.django_db


@pytest.fixture
def begin(send, alice, carol):
    def begin(weeks):
        person = add_person(send, alice)
        assign(person, carol, AssignmentRole.COUNSELLOR)
        on, by = today() - timedelta(weeks=weeks), now(carol)
        return begin_treatment(by=by, person=person, with_whom="The drug service", begun_on=on)

    return begin


def now(user):
    """Read anew: a user knows their caseload as it was when they were first asked about it."""
    return User.objects.get(pk=user.pk)


def end(carol, row, because, weeks_ago):
    end_treatment(by=now(carol), treatment=row, on=today() - timedelta(weeks=weeks_ago), because=because)


def test_counted_as_by_hand(begin, carol, charlie):
    for _ in range(6):
        still_in_treatment(by=now(carol), treatment=begin(5), weeks=4)
    for _ in range(5):
        end(carol, begin(6), "stopped", 5)
    for _ in range(7):
        begin(5)
    end(carol, begin(6), "done", 4)  # finished before it was asked: in nothing
    found = in_treatment(now(carol), today())
    assert found[4] == {"due": "18", "still": "6", "ended": "5", "missing": "7"}
    assert set(found[13].values()) == set(in_treatment(charlie, today())[4].values()) == {"0"}


def test_of_few_nothing_is_told(begin, carol):
    begin(5)
    assert set(in_treatment(now(carol), today())[4].values()) == {"withheld"}


def test_ended_before_its_day_it_counts_as_ended_when_the_day_comes(begin, carol):
    """Nobody asks at 13 weeks about what ended after 5: it is known."""
    for _ in range(5):
        end(carol, begin(5), "stopped", 0)
    assert in_treatment(now(carol), today() + timedelta(weeks=8))[13] == {
        "due": "5", "still": "0", "ended": "5", "missing": "0",
    }  # fmt: skip


def test_noted_by_mistake_it_is_in_no_figure(begin, carol):
    for _ in range(5):
        begin(5)
    void_entry(by=now(carol), entry=begin(5).entry, reason="Somebody else")
    assert in_treatment(now(carol), today())[4]["due"] == "5"


def test_one_small_part_takes_another_with_it(begin, carol):
    for _ in range(9):
        still_in_treatment(by=now(carol), treatment=begin(5), weeks=4)
    for _ in range(6):
        begin(5)
    end(carol, begin(6), "stopped", 5)
    told = in_treatment(now(carol), today())[4]
    assert Counter(told.values()) == {"withheld": 2, "16": 1, "9": 1}


def test_the_page_at_one_cost(client, begin, carol, eve, django_assert_max_num_queries):
    with pytest.raises(Forbidden):
        in_treatment(eve, today())
    for _ in range(8):
        begin(5)
    client.force_login(carol)
    with django_assert_max_num_queries(20):
        text = client.get(reverse("recovery:figures")).content.decode()
    assert 'data-label="Begun">8<' in text and 'data-label="Not known">8<' in text
