from datetime import date

import pytest

from throughgate.access.policy import Action, Forbidden, Hidden, Sensitivity
from throughgate.audit.models import Event
from throughgate.people.changes import facts_changed
from throughgate.record.kinds import UnknownKindError
from throughgate.record.models import Entry
from throughgate.record.selectors import access_entry, effective, timeline_of, wordings_of
from throughgate.record.services import AlreadyCorrectedError, EmptyReasonError, correct_entry, void_entry


def test_a_correction_takes_the_place_of_the_entry(write, alice):
    entry = write("45 minutes", minutes=45)
    later = correct_entry(
        by=alice, entry=entry, reason="It was an hour", changes={"minutes": 60, "summary": "60 minutes"}
    )
    assert list(effective()) == [later]
    assert Entry.objects.get(pk=entry.pk).summary == "45 minutes"


def test_a_correction_keeps_what_it_does_not_name(write, alice):
    entry = write(minutes=45, subject="home")
    later = correct_entry(by=alice, entry=entry, reason="Wrong day", on=date(2026, 11, 18))
    assert (later.on, later.minutes, later.subject, later.kind) == (date(2026, 11, 18), 45, "home", entry.kind)


def test_the_kind_can_be_corrected_to_a_registered_one(write, alice):
    assert correct_entry(by=alice, entry=write(), reason="A call", changes={"kind": "phone-call"}).kind == "phone-call"
    with pytest.raises(UnknownKindError):
        correct_entry(by=alice, entry=write(), reason="A call", changes={"kind": "smoke-signal"})


def test_a_correction_can_itself_be_corrected(write, alice):
    first = write()
    second = correct_entry(by=alice, entry=first, reason="One")
    third = correct_entry(by=alice, entry=second, reason="Two")
    assert list(effective()) == [third]
    assert wordings_of(alice, first) == [third, second, first]


def test_of_two_corrections_of_one_entry_the_second_is_refused(write, alice, bob):
    entry = write()
    stale = Entry.objects.get(pk=entry.pk)
    correct_entry(by=alice, entry=entry, reason="First")
    with pytest.raises(AlreadyCorrectedError):
        correct_entry(by=bob, entry=stale, reason="Second")
    assert Entry.objects.filter(corrects=entry).count() == 1


def test_a_correction_says_why(write, alice):
    with pytest.raises(EmptyReasonError):
        correct_entry(by=alice, entry=write(), reason="  ")


def test_a_correction_cannot_move_an_entry_to_somebody_else(write, alice, person):
    with pytest.raises(ValueError, match="person"):
        correct_entry(by=alice, entry=write(), reason="Other person", changes={"person": person})


def test_a_void_entry_holds_no_longer_and_can_be_brought_back(write, alice, person):
    void = void_entry(by=alice, entry=write(), reason="Recorded twice")
    assert not timeline_of(alice, person).exists()
    back = correct_entry(by=alice, entry=void, reason="It did happen")
    assert list(timeline_of(alice, person)) == [back]


def test_a_correction_is_audited_and_announced(write, alice, person):
    heard = []

    def listener(sender, people, **kwargs):
        heard.extend(people)

    entry = write()
    facts_changed.connect(listener)
    correct_entry(by=alice, entry=entry, reason="Wrong")
    facts_changed.disconnect(listener)
    assert heard == [person]
    event = Event.objects.get(action="entry.corrected")
    assert (event.by, event.person_ref, event.subject) == (alice, person.ref, f"entry {entry.pk}")


def test_a_worker_elsewhere_cannot_correct(write, charlie):
    with pytest.raises(Hidden):
        correct_entry(by=charlie, entry=write(), reason="Mine now")


def test_nobody_writes_at_a_level_they_cannot_read(write, alice):
    with pytest.raises(Forbidden):
        correct_entry(by=alice, entry=write(), reason="Hide it", changes={"sensitivity": Sensitivity.CLINICAL})


def test_an_entry_that_was_closed_is_closed_in_every_wording(write, alice, carol, carols):
    entry = write("Said in therapy", by=carol)
    correct_entry(by=carol, entry=entry, reason="Clinical", changes={"sensitivity": Sensitivity.CLINICAL})
    assert wordings_of(alice, entry) == []
    assert len(wordings_of(carol, entry)) == 2
    with pytest.raises(Hidden):
        access_entry(alice, entry.pk)


def test_an_entry_is_had_only_by_those_who_may(write, alice, mona, charlie, eve):
    entry = write()
    assert access_entry(alice, entry.pk, action=Action.RECORD) == access_entry(mona, entry.pk) == entry
    for outsider in (charlie, eve):
        with pytest.raises(Hidden):
            access_entry(outsider, entry.pk)
    with pytest.raises(Hidden):
        access_entry(alice, entry.pk + 1)
