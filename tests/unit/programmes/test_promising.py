"""Promises beside the model: made, kept, moved, withdrawn, and one projection for both."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughgate.access.policy import Sensitivity, visible
from throughgate.programmes.asking import asked_of, commitment_url, done_url
from throughgate.programmes.doors import register_promise_door
from throughgate.programmes.models import Commitment, Promise
from throughgate.programmes.promising import PromiseError, settle_promises
from throughgate.programmes.services import (
    enrol,
    keep_promise,
    make_promise,
    move_promise,
    rebuild_commitments,
    refresh_commitments,
    reopen_promise,
    reword_promise,
    withdraw_promise,
)
from throughgate.programmes.terms import Promised
from throughgate.record.services import write_entry

FIELDS = (
    "element", "spell", "ordinal", "who", "from_on", "by_on", "met_on", "met_by_id", "waived_on", "closed_on",
    "is_next", "promise_id", "worker_id", "sensitivity",
)  # fmt: skip


@pytest.fixture
def promise(alice, person, today) -> Promise:
    return make_promise(
        by=alice, person=person, source="step", title="Ring the landlord", worker=alice, by_on=today + timedelta(3)
    )


def projected(person):
    rows = Commitment.objects.filter(person=person, promise__isnull=False)
    return {row[11]: row for row in rows.values_list(*FIELDS)}


class Shadow:
    """What a careful reader would remember of the same promises, without the database."""

    def __init__(self, worker, person, today):
        self.by, self.person, self.today = worker, person, today
        self.rows, self.said = {}, {}

    def make(self, days, pick):
        worker = self.by if pick % 2 else None
        level = Sensitivity.SENSITIVE if pick % 3 == 0 else Sensitivity.STANDARD
        by_on = self.today + timedelta(days)
        made = make_promise(
            by=self.by, person=self.person, source="step", title=f"Step {pick}", worker=worker, by_on=by_on,
            who="staff" if worker else "person", sensitivity=level, from_on=by_on - timedelta(2) if pick % 5 else None,
        )  # fmt: skip
        self.rows[made.pk] = made
        self.said[made.pk] = Promised(
            made.pk, made.who, worker.pk if worker else None, made.from_on, by_on, sensitivity=level.value
        )

    def any(self, pick):
        pk = sorted(self.rows)[pick % len(self.rows)] if self.rows else None
        return (self.rows[pk], self.said[pk]) if pk else (None, None)

    def keep(self, days, pick):
        row, said = self.any(pick)
        if row is None or said.withdrawn_on:
            return
        on = self.today - timedelta(days % 20)
        entry = (
            write_entry(by=self.by, person=self.person, kind="one-to-one", on=on, summary="Did") if days % 2 else None
        )
        keep_promise(by=self.by, promise=row, on=on, entry=entry)
        if not said.met_on:
            self.said[row.pk] = said._replace(met_on=on, met_by=entry.pk if entry else None)

    def reopen(self, days, pick):
        row, said = self.any(pick)
        if row:
            reopen_promise(by=self.by, promise=row)
            self.said[row.pk] = said._replace(met_on=None, met_by=None, withdrawn_on=None)

    def move(self, days, pick):
        row, said = self.any(pick)
        if row and not (said.met_on or said.withdrawn_on):
            by_on = max(said.from_on or date.min, self.today + timedelta(days))
            move_promise(by=self.by, promise=row, by_on=by_on)
            self.said[row.pk] = said._replace(by_on=by_on)

    def reword(self, days, pick):
        row, said = self.any(pick)
        if row:
            reword_promise(
                by=self.by, promise=row, title="Otherwise", who="agency", worker=None, sensitivity=Sensitivity.STANDARD
            )
            self.said[row.pk] = said._replace(who="agency", worker=None, sensitivity="standard")

    def withdraw(self, days, pick):
        row, said = self.any(pick)
        if row:
            withdraw_promise(by=self.by, promise=row, because="No longer wanted")
            if not (said.met_on or said.withdrawn_on):
                self.said[row.pk] = said._replace(withdrawn_on=self.today)

    def settled(self):
        return {one.promise: tuple(one) for one in settle_promises(self.said.values())}


ACTS = ("make", "make", "make", "keep", "reopen", "move", "reword", "withdraw")
histories = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(-30, 60), st.integers(0, 50)), max_size=16)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories, enrolled=st.booleans())
def test_projection_equals_settling_of_promises_after_every_act(family, alice, person, today, history, enrolled):
    with transaction.atomic():
        if enrolled:
            enrol(by=alice, person=person, model=family, enrolled_on=date(2026, 9, 1))
        shadow = Shadow(alice, person, today)
        of_model = set(Commitment.objects.filter(promise=None).values_list("pk", flat=True))
        for act, days, pick in history:
            getattr(shadow, act)(days, pick)
            assert projected(person) == shadow.settled()
        assert set(Commitment.objects.filter(promise=None).values_list("pk", flat=True)) == of_model
        transaction.set_rollback(True)


def test_a_promise_is_due_although_nobody_is_enrolled(promise, person):
    row = Commitment.objects.get(person=person)
    assert (row.promise, row.enrolment, row.is_next, row.by_on) == (promise, None, True, promise.by_on)
    assert asked_of(row).title == "Ring the landlord"


def test_what_was_kept_first_stays(promise, alice, bob, today):
    keep_promise(by=alice, promise=promise, on=today - timedelta(1))
    keep_promise(by=bob, promise=promise, on=today)
    assert (promise.met_on, promise.kept_by) == (today - timedelta(1), alice)
    assert not Commitment.objects.get().is_next


def test_withdrawn_it_is_due_no_more_and_keeps_its_reason(promise, alice, today):
    withdraw_promise(by=alice, promise=promise, because="No longer in the plan")
    assert not Commitment.objects.exists()
    assert (promise.withdrawn_on, promise.withdrawn_because) == (today, "No longer in the plan")


def test_what_was_kept_is_not_withdrawn(promise, alice, today):
    keep_promise(by=alice, promise=promise, on=today)
    withdraw_promise(by=alice, promise=promise, because="Gone")
    assert promise.withdrawn_on is None and Commitment.objects.get().met_on == today


def test_a_withdrawn_promise_is_not_kept(promise, alice, today):
    withdraw_promise(by=alice, promise=promise, because="Gone")
    with pytest.raises(PromiseError, match="withdrawn"):
        keep_promise(by=alice, promise=promise, on=today)


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 241}, "title"),
        ({"who": "nobody"}, "who"),
        ({"from_on": date(2027, 1, 1)}, "by_on"),
    ],
)
def test_what_cannot_be_promised_is_refused_with_the_field(alice, person, today, given_, field):
    said = {"title": "Ring", "who": "staff", "from_on": None} | given_
    with pytest.raises(PromiseError) as refused:
        make_promise(by=alice, person=person, source="step", by_on=today, **said)
    assert refused.value.field == field


def test_somebody_elses_enrolment_is_refused(alice, person, send, enrolment, today):
    from throughgate.people.models import Person

    other = Person.objects.create(given_name="Ash", family_name="Hill", site=send, created_by=alice)
    with pytest.raises(PromiseError):
        make_promise(by=alice, person=other, source="step", title="Ring", enrolment=enrolment, by_on=today)


def test_a_promise_in_confidence_is_seen_only_by_whom_it_is_open_to(alice, bob, carols, carol, today):
    make_promise(
        by=carol, person=carols, source="step", title="Talk", by_on=today, sensitivity=Sensitivity.CLINICAL
    )  # fmt: skip
    counts = {user.name[:5]: visible(user, Commitment.objects.all()).count() for user in (carol, alice, bob)}
    assert counts == {"Carol": 1, "Alice": 0, "Bob E": 0}


def test_rebuilding_mends_what_promises_make(promise, alice, person, today, capsys):
    gone = make_promise(by=alice, person=person, source="step", title="Gone", by_on=today)
    right = projected(person)
    withdraw_promise(by=alice, promise=gone, because="Gone")
    Commitment.objects.filter(promise=promise).update(by_on=None, sensitivity="clinical")
    Commitment.objects.create(person=person, promise=gone, element="promise", spell=0, ordinal=1, who="staff")
    call_command("rebuild_commitments")
    assert projected(person) == {promise.pk: right[promise.pk]}
    assert rebuild_commitments() == 1


def test_a_refresh_costs_the_same_with_many_promises(promise, alice, person, today, django_assert_num_queries):
    for number in range(20):
        make_promise(by=alice, person=person, source="step", title=f"Step {number}", by_on=today)
    with django_assert_num_queries(5):  # savepoint, enrolments, promises, commitments
        refresh_commitments(person)


def test_a_commitment_is_of_an_enrolment_or_of_a_promise(promise, person, enrolment):
    row = {"person": person, "element": "promise", "spell": 0, "ordinal": 1, "who": "staff"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.create(**row)
    Commitment.objects.filter(promise=promise).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.create(**row, promise=promise, enrolment=enrolment)


def test_the_button_of_a_promise_leads_where_its_room_says(promise, monkeypatch):
    from throughgate.programmes import doors

    row = Commitment.objects.get(promise=promise)
    monkeypatch.setattr(doors, "_promise_doors", {})
    assert (commitment_url(row), done_url(row)) == ("", "")
    register_promise_door(
        "step", lambda promise: f"/at/{promise.ref}/", done_url=lambda promise: f"/done/{promise.ref}/", icon="plan"
    )
    assert (commitment_url(row), done_url(row)) == (f"/at/{promise.ref}/", f"/done/{promise.ref}/")
    assert asked_of(row).icon == "plan"
