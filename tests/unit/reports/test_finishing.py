"""Gone through with the person, signed by somebody else, frozen for good, and sent where it may go."""

from datetime import timedelta
from hashlib import sha256

import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pdfua import Severity, validate

from throughgate.common.append_only import AppendOnlyError
from throughgate.common.clock import today
from throughgate.people.models import Consent
from throughgate.people.services.hearings import defer_hearing
from throughgate.people.services.sharing import NotSharedError
from throughgate.programmes.asking import Asked
from throughgate.programmes.doors import door_of
from throughgate.programmes.models import Commitment, ProgrammeModel, Promise
from throughgate.programmes.services import enrol, load_shipped_models
from throughgate.programmes.services.promising import withdraw_promise
from throughgate.record.models import Entry
from throughgate.reports.models import AtHearing, FrozenReport, Statement
from throughgate.reports.paper import page_of
from throughgate.reports.rules.versions import ReportError
from throughgate.reports.selectors.reports import compare, sections_of, signers_for, statements_of, version_of_promise
from throughgate.reports.services.finishing import ask_sign_off, freeze, send_back, send_report, sign, take_back
from throughgate.reports.services.hearings import note_hearing
from throughgate.reports.services.writing import begin_version, write_statements


def test_it_is_complete_before_anybody_is_asked(parole, alice, mona):
    with pytest.raises(ReportError):
        ask_sign_off(by=alice, version=parole, signer=mona)


def test_nobody_signs_their_own(parole, complete, alice):
    assert alice not in signers_for(parole)
    with pytest.raises(ReportError):
        ask_sign_off(by=alice, version=complete(parole), signer=alice)


def test_the_author_cannot_sign_what_waits(asked, alice):
    with pytest.raises(ReportError):
        sign(by=alice, version=asked)


def test_who_may_not_read_it_is_not_asked(parole, bob):
    assert bob not in signers_for(parole)


def test_what_waits_does_not_change(asked, alice):
    with pytest.raises(ReportError):
        write_statements(by=alice, version=asked, words={})
    take_back(by=alice, version=asked)
    write_statements(by=alice, version=asked, words={})
    assert Promise.objects.get(title="Sign off: parole report").withdrawn_on


def test_it_comes_back_with_words(asked, mona):
    send_back(by=mona, version=asked, words="Say more about the home.")
    asked.refresh_from_db()
    assert asked.asked_at is None
    assert Promise.objects.get(title="Sign off: parole report").met_on


def test_what_came_back_is_due_from_its_author_until_it_is_asked_again(asked, alice, mona):
    send_back(by=mona, version=asked, words="Say more about the home.")
    due = Promise.objects.get(title="Sent back: parole report")
    assert (due.worker, due.by_on, due.met_on) == (alice, today() + timedelta(days=3), None)
    assert version_of_promise(alice, due.ref) == asked
    ask_sign_off(by=alice, version=asked, signer=mona)
    due.refresh_from_db()
    assert due.met_on == today()
    assert Promise.objects.filter(title="Sign off: parole report", met_on=None).get().worker == mona


def test_what_came_back_and_was_withdrawn_by_hand_is_asked_again_all_the_same(asked, alice, mona):
    send_back(by=mona, version=asked, words="Say more about the home.")
    due = Promise.objects.get(title="Sent back: parole report")
    withdraw_promise(by=alice, promise=due, because="Noted twice")
    ask_sign_off(by=alice, version=asked, signer=mona)
    due.refresh_from_db()
    assert due.withdrawn_on and not due.met_on


def test_signed_is_frozen_with_its_fingerprint(asked, mona):
    frozen = sign(by=mona, version=asked)
    assert frozen.sha256 == sha256(bytes(frozen.pdf)).hexdigest()
    assert bytes(FrozenReport.objects.get().pdf).startswith(b"%PDF")


def test_the_paper_is_tagged_for_every_reader(asked, mona, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(bytes(sign(by=mona, version=asked).pdf))
    found = [f"{each.rule_id}: {each.message}" for each in validate(path).findings if each.severity != Severity.INFO]
    assert found == []
    with pikepdf.open(path) as read, read.open_metadata() as metadata:
        assert (read.Root.Lang, metadata["pdfuaid:part"]) == ("en-GB", "1")
        assert metadata["dc:title"] == "Parole report, version 1"


def test_the_paper_says_what_stands_and_nothing_that_was_left_out(asked):
    said = page_of(asked, timezone.now())
    assert "They are ready." in said and "That is me." in said
    assert "One-to-one" in said and "Meeting with family" not in said


def test_a_frozen_one_cannot_be_changed(asked, mona):
    frozen = sign(by=mona, version=asked)
    with pytest.raises(AppendOnlyError):
        frozen.save()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_frozenreport SET sha256 = 'x'",
        "UPDATE reports_statement SET words = 'x'",
        "UPDATE reports_reportversion SET drafted_on = '2026-01-01'",
    ],
)
def test_the_database_refuses_too(asked, mona, statement):
    sign(by=mona, version=asked)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_person_with_a_frozen_report_can_still_be_erased(asked, mona, person):
    sign(by=mona, version=asked)
    person.delete()
    assert not FrozenReport.objects.exists()


def test_without_sign_off_the_author_freezes(plain, complete, alice):
    assert freeze(by=alice, version=complete(plain)).sensitivity == "standard"


def test_a_new_version_keeps_the_old_and_shows_what_changed(plain, complete, alice, talked):
    freeze(by=alice, version=complete(plain))
    talked(1)
    second = begin_version(by=alice, report=plain.report, because="A talk was missing")
    before, after = (sections_of(one, statements_of(alice, one)) for one in (plain, second))
    attendance = dict(compare(before, after))["How they took part"]
    assert [one.is_same for one in attendance] == [False]
    assert Statement.objects.get(version=second, section="opinion").words == "They are ready."


def test_a_new_version_waits_for_the_last_to_be_frozen(plain, alice):
    with pytest.raises(ReportError):
        begin_version(by=alice, report=plain.report, because="Again")


def test_sent_meets_what_was_promised(asked, mona, alice, today):
    sign(by=mona, version=asked)
    sent = send_report(by=alice, version=asked, on=today, to_name="OMU Send")
    assert sent.basis["attendance"] == "basis"
    assert Entry.objects.get(pk=sent.entry_id).subject == "parole"
    assert asked.report.promise and Promise.objects.get(pk=asked.report.promise_id).met_on == today


def test_a_no_stops_it(asked, mona, alice, today, person):
    sign(by=mona, version=asked)
    Consent.objects.create(
        person=person, recipient_kind="probation", recipient_key="probation:", purpose="probation", scope="attendance",
        decision="no", given_on=today, how="spoken", by=alice,
    )  # fmt: skip
    with pytest.raises(NotSharedError):
        send_report(by=alice, version=asked, on=today, to_name="OMU Send")


def test_the_day_moves_with_the_hearing(parole, hearing, alice, today):
    promise = Promise.objects.get(title="Send: parole report")
    assert promise.by_on == today + timedelta(days=32)
    defer_hearing(by=alice, hearing=hearing, to_on=today + timedelta(days=90), because="Ill", source="OMU")
    promise.refresh_from_db()
    assert promise.by_on == today + timedelta(days=62)


def test_who_was_there_and_what_was_asked(hearing, alice, today):
    row = note_hearing(by=alice, hearing=hearing, on=today, who=" The panel \n\nCarol ", asked="Where will you live?")
    assert (row.who, AtHearing.objects.count()) == ("The panel\nCarol", 1)
    assert Entry.objects.get(pk=row.entry_id).kind == "hearing-attended"


def test_sent_meets_what_a_programme_asks(plain, complete, alice, ada, person, today):
    load_shipped_models(by=ada)
    model = ProgrammeModel.objects.filter(slug="restorative-family").latest("version")
    enrol(by=alice, person=person, model=model, enrolled_on=today)
    freeze(by=alice, version=complete(plain))
    send_report(by=alice, version=plain, on=today, to_name="OMU Send")
    assert Commitment.objects.get(person=person, element="rehabilitation-report").met_on == today


def test_its_door_leads_here_and_another_paper_is_recorded_by_hand(person):
    door = door_of("report")
    assert door(person, Asked("Report", ("report",), "parole"), "").endswith("/new/?template=parole")
    assert door(person, Asked("Report", ("report",), "pre-sentence"), "") == ""
