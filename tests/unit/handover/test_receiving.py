"""What follows on a hand-over: it is read, the person is told, they meet, and notes are added."""

from datetime import timedelta

import pytest

from throughgate.access.policy import Forbidden, Hidden
from throughgate.handover.models import HandOverNote
from throughgate.handover.services import (
    DayError,
    HandOverStateError,
    acknowledge_hand_over,
    add_note,
    record_meeting,
    record_telling,
    take_back_hand_over,
    take_over_promises,
    write_hand_over,
)
from throughgate.programmes.models import Commitment, Promise
from throughgate.programmes.services.promising import make_promise
from throughgate.record.models import Entry


def open_titles(person):
    rows = Commitment.objects.filter(person=person, is_next=True, promise__isnull=False).order_by("by_on", "pk")
    return [row.promise.title for row in rows]


def test_read_it_is_in_the_record_and_no_longer_due(give, person, bob, today):
    row = acknowledge_hand_over(by=bob, hand_over=give(days=0))
    entry = Entry.objects.get(kind="handover")
    assert (entry.on, entry.subject, entry.row_id, row.entry) == (today, "change-of-caseworker", row.pk, entry)
    assert "Read what was handed over" not in open_titles(person)
    first = row.acknowledged_at
    assert acknowledge_hand_over(by=bob, hand_over=row).acknowledged_at == first
    assert Entry.objects.filter(kind="handover").count() == 1


def test_only_the_receiver_says_that_they_have_read_it(give, mona, alice, charlie):
    row = give(days=0)
    for user in (mona, alice):
        with pytest.raises(Forbidden):
            acknowledge_hand_over(by=user, hand_over=row)
    with pytest.raises(Hidden):
        acknowledge_hand_over(by=charlie, hand_over=row)


def test_to_tell_is_the_receivers_once_the_giver_has_gone(give, bob, alice, later):
    row = give(days=5)
    assert row.promise_tell.worker == alice
    later(5)
    bob.__dict__.pop("_reach", None)
    acknowledge_hand_over(by=bob, hand_over=row)
    row.promise_tell.refresh_from_db()
    assert row.promise_tell.worker == bob


def test_told_in_their_own_words(give, person, alice, today):
    row = record_telling(by=alice, hand_over=give(), on=today, how="face", words="As long as it is not a man.")
    assert (row.told_on, row.told_by) == (today, alice)
    note = HandOverNote.objects.get(prompt="said")
    assert (note.words, note.by) == ("As long as it is not a man.", alice)
    assert "Tell them who their worker will be" not in open_titles(person)
    record_telling(by=alice, hand_over=row, on=today, how="face", words="As long as it is not a man.")
    assert (HandOverNote.objects.count(), Entry.objects.filter(kind="handover-told").count()) == (1, 1)


def test_nobody_is_told_tomorrow(give, alice, today):
    with pytest.raises(DayError):
        record_telling(by=alice, hand_over=give(), on=today + timedelta(days=1), how="face")


def test_nobody_was_told_or_met_before_it_was_written(give, alice, bob, today):
    row, before = give(), today - timedelta(days=1)
    with pytest.raises(DayError, match="cannot be before"):
        record_telling(by=alice, hand_over=row, on=before, how="face")
    with pytest.raises(DayError, match="cannot be before"):
        record_meeting(by=bob, hand_over=row, on=before)
    assert not Entry.objects.filter(kind__startswith="handover").exists()


def test_they_met(give, person, bob, today):
    row = give(days=0)
    record_meeting(by=bob, hand_over=row, on=today)
    record_meeting(by=bob, hand_over=row, on=today - timedelta(days=1))
    assert row.met_on == today
    assert "Meet them, with the worker they know if you can" not in open_titles(person)


def test_the_giver_adds_before_and_after(give, person, alice, mona, bob):
    begun = write_hand_over(by=alice, person=person, giver=alice, why="change")
    add_note(by=alice, hand_over=begun, prompt="works", words="A walk round the yard.")
    row = give()
    add_note(by=alice, hand_over=row, prompt="not_again", words="Letters.")
    add_note(by=alice, hand_over=row, prompt="not_again", words="Letters.")
    add_note(by=mona, hand_over=row, prompt="other", words="Her sister knows.")
    assert list(row.notes.values_list("prompt", flat=True)) == ["works", "not_again", "other"]
    with pytest.raises(Forbidden):
        add_note(by=bob, hand_over=row, prompt="works", words="Tea.")


def test_a_note_stands_at_the_level_the_writer_may_write(give, alice):
    with pytest.raises(Forbidden):
        add_note(by=alice, hand_over=give(), prompt="works", words="Therapy.", sensitivity="clinical")
    assert add_note(by=alice, hand_over=give(), prompt="works", words="Home.", sensitivity="sensitive").pk


def test_nothing_follows_on_one_that_was_taken_back(give, mona, alice, today):
    row = give()
    take_back_hand_over(by=mona, hand_over=row, because="A mistake")
    with pytest.raises(HandOverStateError):
        record_telling(by=alice, hand_over=row, on=today, how="face")
    with pytest.raises(HandOverStateError):
        add_note(by=alice, hand_over=row, prompt="works", words="Tea.")


def test_what_was_left_behind_can_be_taken_over_once_the_day_has_come(give, person, alice, bob, today, later):
    make_promise(by=alice, person=person, source="step", title="Ring", worker=alice, by_on=today + timedelta(days=1))
    row = give(days=10)
    later(9)
    bob.__dict__.pop("_reach", None)
    with pytest.raises(HandOverStateError):
        take_over_promises(by=bob, hand_over=row)
    later(10)
    bob.__dict__.pop("_reach", None)
    # To ring, and to tell the person, which nobody had done.
    assert take_over_promises(by=bob, hand_over=row) == 2
    assert Promise.objects.get(title="Ring").worker == bob


def test_a_programme_that_asks_for_a_handover_has_it_met(person, alice, give, bob, today):
    from hashlib import sha256

    from throughgate.programmes.models import Enrolment, ModelStatus, ProgrammeModel

    source = """
model: passed-on
version: 1
title: Passed on
summary: One step
for: {needs: [family]}
elements:
  together: {title: Introduced, is: handover, by: enrolment + 14 days}
"""
    model = ProgrammeModel.objects.create(
        slug="passed-on",
        version=1,
        title="Passed on",
        source=source,
        sha256=sha256(source.encode()).hexdigest(),
        status=ModelStatus.PUBLISHED,
    )
    Enrolment.objects.create(
        person=person, model=model, site=person.site, stage="on_programme", enrolled_on=today, added_by=alice
    )
    acknowledge_hand_over(by=bob, hand_over=give(days=0))
    assert Commitment.objects.get(element="together").met_on == today
