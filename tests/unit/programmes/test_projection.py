"""The projection in the database equals `settle`, whatever happens and in whatever order."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from throughgate.people.models import DateKind, MoveKind
from throughgate.people.rules.custody import MoveOrderError
from throughgate.people.services import note_date, record_move
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, Enrolment
from throughgate.programmes.rules import ProgrammeRuleError
from throughgate.programmes.services import (
    enrol,
    leave_programme,
    put_on_hold,
    rebuild_commitments,
    refresh_commitments,
    resume,
    waive,
    withdraw_waiver,
)
from throughgate.programmes.settling import Dates, Fact, Hold, Spell, Waiver, settle
from throughgate.record.services import correct_entry, write_entry

START = date(2026, 1, 10)
FIELDS = (
    "element",
    "spell",
    "ordinal",
    "who",
    "from_on",
    "by_on",
    "met_on",
    "met_by_id",
    "waived_on",
    "closed_on",
    "is_next",
)
RELEASE = (DateKind.CONFIRMED_RELEASE, DateKind.CRD)
OTHER = {DateKind.PAROLE_HEARING: "parole_hearing", DateKind.LICENCE_END: "licence_end"}


class Shadow:
    """What a careful reader would remember of the same acts, to settle it apart from the database."""

    def __init__(self, enrolment, worker):
        self.enrolment, self.by, self.person = enrolment, worker, enrolment.person
        self.model = compiled_model(enrolment.model)
        self.entries, self.waivers, self.holds = {}, {}, []
        self.dates, self.moves = {}, []
        self.kinds = sorted({(kind, e.subject or "") for e in self.model.elements.values() for kind in e.kinds})
        self.kinds += [("measure", key) for key in self.model.measures]

    def record(self, on, pick):
        kind, subject = self.kinds[pick % len(self.kinds)]
        happened = pick % 7 != 0
        entry = write_entry(
            by=self.by, person=self.person, kind=kind, subject=subject, on=on, summary="Done", happened=happened,
            enrolment=self.enrolment if pick % 2 else None,
        )  # fmt: skip
        self.entries[entry.pk] = (entry, happened)

    def correct(self, on, pick):
        if not self.entries:
            return
        entry, happened = self.entries.pop(sorted(self.entries)[pick % len(self.entries)])
        void = pick % 3 == 0
        later = correct_entry(by=self.by, entry=entry, reason="Wrong day", void=void, on=on)
        if not void:
            self.entries[later.pk] = (later, happened)

    def move_date(self, on, pick):
        kind = [*RELEASE, *OTHER][pick % 4]
        day = None if pick % 5 == 0 else on + timedelta(pick % 300)
        note_date(by=self.by, person=self.person, kind=kind, on=day, source="OMU")
        self.dates[kind] = day

    def go(self, on, pick):
        kind = [MoveKind.RELEASED, MoveKind.RECALLED][pick % 2]
        record_move(by=self.by, person=self.person, kind=kind, on=on, site=self.person.site if pick % 2 else None)
        if (kind, on) not in self.moves:
            self.moves.append((kind, on))
            if kind == MoveKind.RECALLED:
                self.forget_release_dates()

    def forget_release_dates(self):
        """A return ends the release dates that came before it: which, is the people room's to say."""
        holds = dict(self.person.custody_dates.filter(superseded_at=None).values_list("kind", "on"))
        self.dates = {kind: holds.get(kind) for kind in self.dates}

    def waive(self, on, pick):
        open_rows = list(self.enrolment.commitments.filter(is_next=True).order_by("pk"))
        if not open_rows:
            return
        row = open_rows[pick % len(open_rows)]
        reasons = sorted(self.model.reasons_for(row.element)) or ["none"]
        made = waive(
            by=self.by,
            enrolment=self.enrolment,
            element=row.element,
            spell=row.spell,
            ordinal=row.ordinal,
            reason=reasons[0],
        )
        self.waivers[made.pk] = made

    def withdraw(self, on, pick):
        if self.waivers:
            withdraw_waiver(by=self.by, waiver=self.waivers.pop(sorted(self.waivers)[pick % len(self.waivers)]))

    def hold(self, on, pick):
        if self.holds and self.holds[-1].to_on is None:
            resume(by=self.by, enrolment=self.enrolment, on=on)
            self.holds[-1] = self.holds[-1]._replace(to_on=on)
        else:
            put_on_hold(by=self.by, enrolment=self.enrolment, from_on=on, reason="Ill")
            self.holds.append(Hold(on))

    def leave(self, on, pick):
        if pick % 4 == 0:
            leave_programme(by=self.by, enrolment=self.enrolment, on=on, reason="moved")
            if self.holds and self.holds[-1].to_on is None:
                self.holds[-1] = self.holds[-1]._replace(to_on=max(on, self.holds[-1].from_on))

    def spells(self):
        done, out = [], None
        for kind, on in sorted(self.moves, key=lambda move: move[1]):
            if kind == MoveKind.RELEASED:
                out = on
            else:
                done.append(Spell(out, on))
                out = None
        expected = next((self.dates[kind] for kind in RELEASE if self.dates.get(kind)), None)
        return (*done, Spell(out or expected))

    def settled(self):
        dates = Dates(
            enrolled_on=self.enrolment.enrolled_on,
            spells=self.spells(),
            holds=tuple(self.holds),
            left_on=self.enrolment.left_on,
            **{name: self.dates.get(kind) for kind, name in OTHER.items()},
        )
        facts = [
            Fact(entry.pk, entry.kind, entry.subject, entry.on)
            for entry, happened in self.entries.values()
            if happened and entry.enrolment_id in (None, self.enrolment.pk)
        ]
        waivers = [Waiver(w.element, w.spell, w.ordinal, w.on, w.reason) for w in self.waivers.values()]
        return settle(self.model, dates, facts, waivers)


ACTS = ("record", "record", "record", "correct", "move_date", "move_date", "go", "waive", "withdraw", "hold", "leave")
histories = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 300), st.integers(0, 500)), max_size=14)


def projected(enrolment):
    rows = Commitment.objects.filter(enrolment=enrolment)
    return {row[:3]: row for row in rows.values_list(*FIELDS)}


@pytest.fixture
def people_today(monkeypatch, today):
    from throughgate.people.services import custody

    monkeypatch.setattr(custody, "today", lambda: today)


# Released, recalled, released again; on hold in between, with a waiver, a correction and moved dates.
A_LIFE = [
    ("move_date", 60, 91), ("record", 10, 3), ("record", 20, 10), ("waive", 21, 0), ("go", 100, 0), ("record", 103, 9),
    ("hold", 110, 0), ("hold", 120, 0), ("go", 150, 1), ("record", 160, 15), ("correct", 161, 2),
    ("move_date", 200, 42),
    ("go", 240, 0), ("record", 242, 11), ("withdraw", 243, 0), ("record", 250, 201), ("leave", 290, 4),
]  # fmt: skip


@pytest.mark.parametrize("slug", ["jobs-and-relationships", "addiction-recovery"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
@example(history=A_LIFE)
def test_projection_equals_settle_after_every_act(models, alice, person, people_today, slug, history):
    with transaction.atomic():
        enrolment = enrol(by=alice, person=person, model=models[slug], enrolled_on=START)
        shadow = Shadow(enrolment, alice)
        for act, days, pick in history:
            # What is refused is rolled back: nothing changed, which is what is looked at next.
            with suppress(ProgrammeRuleError, MoveOrderError):
                getattr(shadow, act)(START + timedelta(days), pick)
            assert projected(enrolment) == {tuple(one[:3]): tuple(one)[:11] for one in shadow.settled()}
        transaction.set_rollback(True)


def test_a_refresh_that_finds_nothing_new_writes_nothing(enrolment, django_assert_num_queries):
    # savepoint, enrolments, promises, moves, dates, holds, waivers, entries, commitments
    with django_assert_num_queries(10):
        refresh_commitments(enrolment.person)


def test_a_refresh_costs_the_same_with_many_entries(enrolment, alice, person, django_assert_num_queries):
    for day in range(30):
        write_entry(by=alice, person=person, kind="one-to-one", on=date(2026, 9, 1) + timedelta(day), summary="Talk")
    with django_assert_num_queries(10):
        refresh_commitments(person)


def test_rebuilding_mends_a_projection(enrolment, capsys):
    right = projected(enrolment)
    Commitment.objects.filter(element="assessment").delete()
    Commitment.objects.filter(element="sessions").update(by_on=None)
    Commitment.objects.create(
        enrolment=enrolment, person=enrolment.person, element="gone", spell=0, ordinal=1, who="staff"
    )
    call_command("rebuild_commitments")
    assert projected(enrolment) == right
    assert "People settled: 1," in capsys.readouterr().out


def test_rebuilding_reports_its_progress(enrolment):
    seen = []
    assert rebuild_commitments(progress=lambda done, total: seen.append((done, total))) == 1
    assert seen == [(1, 1)]


def test_a_failure_in_settling_undoes_the_entry(enrolment, alice, person, monkeypatch):
    def broken(*args):
        raise RuntimeError("no")

    monkeypatch.setattr("throughgate.programmes.services.projecting.settle", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        write_entry(by=alice, person=person, kind="one-to-one", on=START, summary="Talk")
    assert not person.entries.filter(kind="one-to-one").exists()


def test_each_persons_projection_is_their_own(enrolment, alice, person, send, family):
    from throughgate.people.services import add_person

    other = add_person(by=alice, given_name="Ash", family_name="Hill", site=send, from_on=START)
    mine = projected(enrolment)
    enrol(by=alice, person=other, model=family, enrolled_on=START)
    write_entry(by=alice, person=other, kind="group-session", on=date(2026, 2, 1), summary="Group")
    assert projected(enrolment) == mine
    assert Enrolment.objects.get(person=other).commitments.filter(met_on__isnull=False).count() == 1
