"""The checklist, proof of the right to work, convictions and the letter."""

from datetime import timedelta

import pytest

from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.record.services import write_entry
from throughgate.work.models import Letter, ReadinessNote
from throughgate.work.readiness_file import readiness
from throughgate.work.rules.readiness import ReadinessError, next_line, stand
from throughgate.work.selectors.ways import checklist_of, convictions_of
from throughgate.work.services.readiness import (
    add_conviction,
    note_line,
    note_right,
    save_letter,
    say_ready,
    take_back_line,
)

pytestmark = pytest.mark.django_db


def test_what_the_record_knows_is_not_asked_again(alice, person):
    write_entry(by=alice, person=person, kind="bank-account", on=today(), summary="Opened")
    stood = {one.code: one for one in checklist_of(alice, person, today())}
    assert (stood["bank-account"].state, stood["bank-account"].told) == ("done", True)
    assert stood["id-documents"].state == "to-start"


def test_next_is_what_waits_for_nothing():
    lines = readiness().lines
    done = dict.fromkeys(lines, "done") | {"cv": "to-start", "interview-practice": "to-start"}
    assert next_line(stand(lines, done, {"right-to-work", "disclosure-letter"})).code == "cv"


def test_a_line_noted_again_keeps_what_was_noted(alice, person):
    note_line(by=alice, person=person, code="cv", state="in-hand")
    note_line(by=alice, person=person, code="cv", state="done")
    assert list(ReadinessNote.objects.filter(superseded_at__isnull=True).values_list("state", flat=True)) == ["done"]
    assert ReadinessNote.objects.count() == 2


def test_ready_only_when_all_is_there(alice, person):
    with pytest.raises(ReadinessError, match="CV"):
        say_ready(by=alice, person=person)
    for code in [code for code, line in readiness().lines.items() if not line.page]:
        note_line(by=alice, person=person, code=code, state="done")
    note_right(by=alice, person=person, kind="passport", checked_on=today())
    save_letter(by=alice, person=person, words="Dear all")
    assert say_ready(by=alice, person=person).kind == "job-readiness"


@pytest.mark.parametrize("code", ["right-to-work", "disclosure-letter"])
def test_what_needs_a_proof_is_not_ticked(alice, person, code):
    with pytest.raises(ReadinessError, match="once its proof is noted"):
        note_line(by=alice, person=person, code=code, state="done")


def test_ticked_long_ago_without_a_proof_it_is_not_there():
    lines = readiness().lines
    assert {one.code: one.state for one in stand(lines, {"right-to-work": "done"}, ())}["right-to-work"] == "in-hand"


def test_a_right_that_has_ended_is_there_no_more(alice, person):
    row = note_right(by=alice, person=person, kind="share-code-limited", checked_on=today(), until=today())
    for on, is_there in ((row.until, True), (row.until + timedelta(days=1), False)):
        stood = {one.code: one for one in checklist_of(alice, person, on)}
        assert stood["right-to-work"].told is is_there


def test_a_line_taken_back_stands_as_before(alice, person):
    note_line(by=alice, person=person, code="cv", state="in-hand")
    note_line(by=alice, person=person, code="cv", state="done")
    take_back_line(by=alice, person=person, code="cv")
    assert {one.code: one.state for one in checklist_of(alice, person, today())}["cv"] == "in-hand"


def test_the_first_tap_taken_back_leaves_nothing(alice, person):
    note_line(by=alice, person=person, code="cv", state="done")
    assert take_back_line(by=alice, person=person, code="cv") is None
    assert {one.code: one.state for one in checklist_of(alice, person, today())}["cv"] == "to-start"


def test_a_right_that_ends_is_promised_before_it_ends(alice, person):
    ends = today() + timedelta(days=100)
    note_right(by=alice, person=person, kind="share-code-limited", checked_on=today(), until=ends)
    assert Promise.objects.get(source="work").by_on == ends - timedelta(days=28)
    note_right(by=alice, person=person, kind="passport", checked_on=today())
    assert Promise.objects.get(source="work").withdrawn_on == today()


def test_a_limited_right_needs_its_end(alice, person):
    with pytest.raises(ReadinessError) as refused:
        note_right(by=alice, person=person, kind="share-code-limited", checked_on=today())
    assert refused.value.field == "until"


def test_a_volunteer_reads_and_writes_no_convictions(alice, victor, person):
    add_conviction(by=alice, person=person, said={"offence": "theft"})
    assert convictions_of(victor, person) == []
    with pytest.raises((Hidden, Forbidden)):
        add_conviction(by=victor, person=person, said={"offence": "theft"})


def test_letters_are_versions(alice, person):
    for words in ("Dear all", "Dear all", "Dear you"):
        save_letter(by=alice, person=person, words=words)
    assert list(Letter.objects.values_list("version", "words")) == [(2, "Dear you"), (1, "Dear all")]
    assert Entry.objects.filter(kind="disclosure-letter", sensitivity="sensitive").count() == 2


def test_reading_convictions_is_audited(alice, person):
    add_conviction(by=alice, person=person, said={"offence": "theft"})
    convictions_of(alice, person)
    assert Event.objects.filter(action="work.read", subject="convictions", by=alice).count() == 1
