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
from throughgate.people.services.custody import note_date
from throughgate.people.services.withdrawing import let_move_stand, move_on_another_day, withdraw_move
from throughgate.record.selectors import effective


def yesterday():
    """Asked for when the test runs: a suite that runs over midnight must not be a day behind."""
    return today() - timedelta(1)


@pytest.fixture
def released(alice, person, send):
    record_move(by=alice, person=person, kind="received", on=today() - timedelta(300), site=send)
    return record_move(by=alice, person=person, kind="released", on=yesterday())


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
    gone = CustodyMove(person=person, kind="released", on=yesterday(), pk=0)
    withdraw_move(by=alice, move=released, because="The wrong person")
    moment = Moment(at=timezone.now(), on=today(), by=alice)
    assert settle_moves(list(CustodyMove.recorded.filter(person=person)), [gone], moment).stays == frozenset()


@pytest.fixture
def out_early(alice, person, send):
    """Out on curfew before their conditional release date, and heard to be recalled."""
    record_move(by=alice, person=person, kind="received", on=today() - timedelta(300), site=send)
    for kind, on in (("hdc_release", today() - timedelta(20)), ("crd", today() + timedelta(60))):
        note_date(by=alice, person=person, kind=kind, on=on, source="OMU")
    record_move(by=alice, person=person, kind="released", on=today() - timedelta(20))
    return record_move(by=alice, person=person, kind="recalled", on=yesterday(), site=send)


def holding(person):
    return dict(person.custody_dates.filter(superseded_at=None).values_list("kind", "on"))


def hdc():
    return today() - timedelta(20)


def test_a_recall_that_never_was_ended_nothing(alice, person, out_early):
    assert holding(person)["hdc_release"] is None
    withdraw_move(by=alice, move=out_early, because="It was somebody else")
    assert holding(person) == {"hdc_release": hdc(), "crd": today() + timedelta(60)}
    let_move_stand(by=alice, move=out_early)
    assert holding(person)["hdc_release"] is None


def test_a_day_that_somebody_noted_since_holds(alice, person, out_early):
    note_date(by=alice, person=person, kind="hdc_release", on=today() + timedelta(9), source="OMU")
    withdraw_move(by=alice, move=out_early, because="It was somebody else")
    assert holding(person)["hdc_release"] == today() + timedelta(9)


def test_withdrawn_and_let_stand_over_and_over_it_stays_right(alice, person, out_early):
    for _ in range(2):
        withdraw_move(by=alice, move=out_early, because="It was somebody else")
        let_move_stand(by=alice, move=out_early)
    assert holding(person)["hdc_release"] is None
    withdraw_move(by=alice, move=out_early, because="It was somebody else")
    assert holding(person)["hdc_release"] == hdc()


def test_a_recall_that_was_on_another_day_still_ends_them(alice, person, out_early):
    move_on_another_day(by=alice, move=out_early, on=today() - timedelta(3), because="The prison said so")
    assert holding(person)["hdc_release"] is None


def test_the_page_names_what_stands_again(client, alice, person, out_early):
    client.force_login(alice)
    where = {"ref": person.ref, "pk": out_early.pk}
    assert "what it ended stands again" in client.get(reverse("people:withdraw_move", kwargs=where)).content.decode()


def test_what_an_earlier_withdrawal_left_ended_is_offered_back(client, alice, person, out_early):
    CustodyMove.recorded.filter(pk=out_early.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by=alice, withdrawn_because="Before it gave days back"
    )
    client.force_login(alice)
    url = reverse("people:custody", kwargs={"ref": person.ref})
    assert "stand again</button>" in client.get(url).content.decode() and holding(person)["hdc_release"] is None
    for _ in range(2):
        client.post(reverse("people:let_dates_stand", kwargs={"ref": person.ref}))
    assert holding(person)["hdc_release"] == hdc()
    assert "stand again</button>" not in client.get(url).content.decode()
