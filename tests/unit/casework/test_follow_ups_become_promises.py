"""Follow-ups as release 0002 of a hand-over and 0004 of casework kept them, brought up to date."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.utils.timezone import localdate

from tests.unit.casework.old_shape import OLD, bring_up_to_date, database_at

BEFORE = [
    ("casework", "0004_goal_need_goal_strength_goalstate_by_plan_begun_by_and_more"),
    ("handover", "0002_initial"),
]
DAY, LATER = date(2026, 11, 2), date(2026, 11, 30)
ADDED, DONE = datetime(2026, 11, 2, 23, 30, tzinfo=UTC), datetime(2026, 11, 9, 23, 30, tzinfo=UTC)


class Charity:
    """Writes rows as they were."""

    def __init__(self, apps) -> None:
        self.apps = apps
        site = self.add("sites.Site", code="SDI", name="Send (HMP)")
        self.alice, self.bob = (
            self.add("accounts.User", email=f"{name}@example.org", name=name, role="caseworker")
            for name in ("alice", "bob")
        )
        self.person, self.other = (
            self.add("people.Person", ref=f"PERSON{n}", given_name="Jo", site=site, created_by=self.alice)
            for n in (1, 2)
        )

    def add(self, label, **fields):
        return self.apps.get_model(label).objects.using(OLD).create(**fields)

    def entry(self, **fields):
        given = {"person": self.person, "kind": "one-to-one", "on": DAY, "summary": "A talk", "by": self.alice}
        return self.add("record.Entry", **given | fields)

    def promised(self, ref, *, void=False, **fields):
        contact, entry = self.add("casework.Contact", kind="one-to-one", on=DAY, by=self.bob), self.entry()
        self.add("casework.ContactPerson", contact=contact, person=self.person, entry=entry, attended="yes")
        if void:
            self.voided = self.entry(corrects=entry, correction_reason="Another person", voids=True, by=self.bob)
        given = {"ref": ref, "contact": contact, "person": self.person, "what": f"Ring {ref}", "by_on": LATER}
        row = self.add("casework.FollowUp", **given | {"who": self.alice} | fields)
        self.apps.get_model("casework.FollowUp").objects.using(OLD).filter(pk=row.pk).update(added_at=ADDED)
        return row


@pytest.fixture
def friday() -> None:
    """Days are days here: the clock of the room’s other tests would answer with its own for every moment."""


@pytest.fixture
def old(settings, tmp_path, django_db_setup, django_db_blocker):
    """Not the suite’s own database, so none of its marks."""
    with django_db_blocker.unblock(), database_at(settings, tmp_path, BEFORE) as apps:
        yield Charity(apps)


@pytest.fixture
def new(old):
    """One open, one done, one of a contact taken out, one handed on, one moved by a merge."""
    kept = {"done_at": DONE, "done_by": old.bob}
    old.promised("OPEN", sensitivity="sensitive")
    old.promised("DONE", **kept)
    old.promised("VOID", void=True)
    old.promised("VOIDDONE", void=True, **kept)
    hand_over = old.add("handover.HandOver", person=old.person, giver=old.bob, why="change", written_by=old.bob)
    old.add("handover.HandedPromise", hand_over=hand_over, follow_up=old.promised("HANDED"))
    merge = old.add("people.Merge", kept=old.person, gone=old.other, why="One", by=old.bob)
    moved = old.promised("MOVED")
    old.add("people.MergedRow", merge=merge, model="casework.FollowUp", row_id=moved.pk, moved=True)
    apps = bring_up_to_date()
    rows = {name: apps.get_model(f"programmes.{name}").objects.using(OLD) for name in ("Promise", "Commitment")}
    return SimpleNamespace(
        apps=apps, by_ref={row.ref: row for row in rows["Promise"].all()}, due=rows["Commitment"], old=old
    )


@pytest.mark.slow
def test_every_follow_up_is_a_promise_with_its_line_of_what_is_due(new):
    one = new.by_ref["OPEN"]
    said = (one.source, one.title, one.who, one.by_on, one.sensitivity, one.made_at)
    assert said == ("follow-up", "Ring OPEN", "staff", LATER, "sensitive", ADDED)
    assert (one.worker_id, one.made_by_id, one.follow_up.contact.by_id) == (
        new.old.alice.pk,
        new.old.bob.pk,
        new.old.bob.pk,
    )
    done, void = new.by_ref["DONE"], new.by_ref["VOID"]
    assert (done.met_on, done.kept_at, done.kept_by_id) == (date(2026, 11, 9), DONE, new.old.bob.pk)
    assert (void.withdrawn_on, void.withdrawn_by_id) == (localdate(new.old.voided.recorded_at), new.old.bob.pk)
    assert new.by_ref["VOIDDONE"].met_on is None
    assert {row.promise.ref: row.is_next for row in new.due.all()} == {
        "OPEN": True,
        "DONE": False,
        "HANDED": True,
        "MOVED": True,
    }
    _settling_says_the_same(new)
    _what_pointed_at_a_follow_up_points_at_its_promise(new)


def _settling_says_the_same(new) -> None:
    from throughgate.programmes.promising import settle_promises
    from throughgate.programmes.services.projecting import DAYS, PROMISED
    from throughgate.programmes.terms import Promised

    promises = new.apps.get_model("programmes.Promise").objects.using(OLD).order_by("pk")
    settled = settle_promises(Promised._make(row) for row in promises.values_list(*PROMISED))
    fields = ("promise_id", "worker_id", "sensitivity", *DAYS)
    wanted = [(one.promise, one.worker, one.sensitivity, *one[3:11]) for one in settled]
    assert list(new.due.order_by("promise").values_list(*fields)) == wanted


def _what_pointed_at_a_follow_up_points_at_its_promise(new) -> None:
    handed = new.apps.get_model("handover.HandedPromise").objects.using(OLD).get()
    merged = new.apps.get_model("people.MergedRow").objects.using(OLD).get()
    assert handed.promise_id == new.by_ref["HANDED"].pk
    assert (merged.model, merged.row_id) == ("programmes.Promise", new.by_ref["MOVED"].pk)
