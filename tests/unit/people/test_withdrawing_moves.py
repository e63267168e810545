"""A step of the custody history that was recorded wrongly."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from throughgate.access.policy import Forbidden, Hidden
from throughgate.common.clock import today
from throughgate.people.models import CustodyMove
from throughgate.people.rules.custody import MoveOrderError
from throughgate.people.rules.merging import Moment, settle_moves
from throughgate.people.services import record_move
from throughgate.people.services.withdrawing import let_move_stand, move_on_another_day, withdraw_move
from throughgate.record.selectors import effective

YESTERDAY = today() - timedelta(1)


@pytest.fixture
def released(alice, person, send):
    record_move(by=alice, person=person, kind="received", on=today() - timedelta(300), site=send)
    return record_move(by=alice, person=person, kind="released", on=YESTERDAY)


def test_what_was_withdrawn_is_passed_over_and_stays_on_record(alice, person, released):
    withdraw_move(by=alice, move=released, because="The wrong person")
    assert [move.kind for move in person.moves.all()] == ["received"]
    row = CustodyMove.recorded.get(pk=released.pk)
    assert (row.withdrawn_by, row.withdrawn_because) == (alice, "The wrong person")


def test_its_entry_is_void_and_what_is_due_is_settled_anew(alice, person, released, settled):
    settled.clear()
    withdraw_move(by=alice, move=released, because="The wrong person")
    assert not effective().filter(person=person, row_id=released.pk, kind="custody-move").exists()
    assert settled == [person]


def test_undone_it_stands_again_with_an_entry(alice, person, released):
    let_move_stand(by=alice, move=withdraw_move(by=alice, move=released, because="The wrong person"))
    assert list(person.moves.values_list("kind", flat=True)) == ["received", "released"]
    assert effective().filter(person=person, row_id=released.pk, kind="custody-move").count() == 1


def test_a_step_that_a_later_one_needs_is_not_withdrawn(alice, person, send, released):
    record_move(by=alice, person=person, kind="recalled", on=today(), site=send)
    with pytest.raises(MoveOrderError, match="none is recorded|Record the release first"):
        withdraw_move(by=alice, move=released, because="No")
    assert person.moves.count() == 3


def test_the_wrong_day_is_put_right_in_one_act(alice, person, released, settled):
    settled.clear()
    move_on_another_day(by=alice, move=released, on=today(), because="The prison said so")
    assert [(move.kind, move.on) for move in person.moves.all()][1:] == [("released", today())]
    assert settled == [person]


def test_only_whoever_may_write_withdraws(bob, charlie, alice, eve, released):
    with pytest.raises((Hidden, Forbidden)):
        withdraw_move(by=charlie, move=released, because="No")
    with pytest.raises((Hidden, Forbidden)):
        withdraw_move(by=eve, move=released, because="No")


def test_the_form_takes_it_off_and_one_tap_takes_that_back(client, alice, person, released):
    client.force_login(alice)
    where = {"ref": person.ref, "pk": released.pk}
    said = {"what": "never", "because": "The wrong person"}
    page = client.post(reverse("people:withdraw_move", kwargs=where), said, follow=True)
    assert "The wrong person" in page.content.decode() and person.moves.count() == 1
    client.post(reverse("people:let_move_stand", kwargs=where))
    assert person.moves.count() == 2


def test_what_was_withdrawn_bars_nothing_when_records_are_put_together(released, alice, person):
    gone = CustodyMove(person=person, kind="released", on=YESTERDAY, pk=0)
    withdraw_move(by=alice, move=released, because="The wrong person")
    moment = Moment(at=timezone.now(), on=today(), by=alice)
    assert settle_moves(list(CustodyMove.recorded.filter(person=person)), [gone], moment).stays == frozenset()
