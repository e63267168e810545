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
from throughgate.work.services.readiness import add_conviction, note_line, note_right, save_letter, say_ready

pytestmark = pytest.mark.django_db


def test_what_the_record_knows_is_not_asked_again(alice, person):
    write_entry(by=alice, person=person, kind="bank-account", on=today(), summary="Opened")
    stood = {one.code: one for one in checklist_of(alice, person)}
    assert (stood["bank-account"].state, stood["bank-account"].told) == ("done", True)
    assert stood["id-documents"].state == "to-start"


def test_next_is_what_waits_for_nothing():
    lines = readiness().lines
    done = dict.fromkeys(lines, "done") | {"cv": "to-start", "interview-practice": "to-start"}
    assert next_line(stand(lines, done, ())).code == "cv"


def test_a_line_noted_again_keeps_what_was_noted(alice, person):
    note_line(by=alice, person=person, code="cv", state="in-hand")
    note_line(by=alice, person=person, code="cv", state="done")
    assert list(ReadinessNote.objects.filter(superseded_at__isnull=True).values_list("state", flat=True)) == ["done"]
    assert ReadinessNote.objects.count() == 2


def test_ready_only_when_all_is_there(alice, person):
    with pytest.raises(ReadinessError, match="CV"):
        say_ready(by=alice, person=person)
    for code in readiness().lines:
        note_line(by=alice, person=person, code=code, state="done")
    assert say_ready(by=alice, person=person).kind == "job-readiness"


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
