"""What is drafted from the record, with its sources; what is left out; what no longer holds."""

import pytest
from django.db import IntegrityError, transaction

from throughgate.access.policy import Forbidden, Sensitivity
from throughgate.record.kinds import all_kinds
from throughgate.record.services import correct_entry, write_entry
from throughgate.recovery.kinds import DOORS, LAPSE
from throughgate.reports.checks import check_risk
from throughgate.reports.models import LeftOut, Statement
from throughgate.reports.rules.drafting import OF_OTHERS
from throughgate.reports.rules.versions import ReportError
from throughgate.reports.selectors.reports import left_out_words, sources_of, stale_in, statements_of
from throughgate.reports.services.finishing import freeze
from throughgate.reports.services.writing import (
    OpenReportError,
    begin_report,
    draft_anew,
    put_back,
    write_statements,
)


def of(version, section):
    return list(Statement.objects.filter(version=version, section=section))


def test_attendance_is_counted_with_every_source(parole, record):
    first = of(parole, "attendance")[0]
    assert (
        first.words
        == "One-to-one: 2 of 3 that were planned took place with them, from Sat 22 Aug 2026 to Wed 21 Oct 2026."
    )
    assert [one["id"] for one in first.sources] == [one.pk for one in record[:3]]


def test_every_statement_but_opinion_has_a_source(parole):
    rows = Statement.objects.filter(version=parole)
    assert {one.is_opinion for one in rows if not one.sources} == {True}
    assert all(one.sourced == len(one.sources) for one in rows)


def test_the_database_refuses_a_statement_without_a_source(parole):
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.create(version=parole, section="done", place=99, drafted="x", sensitivity="standard")


def test_what_was_said_by_others_is_left_out_and_told(parole, alice):
    rows = statements_of(alice, parole)
    assert [one.left_out for one in rows if "Meeting with family" in one.words] == [LeftOut.THIRD_PARTY]
    assert left_out_words(rows) == ["1: Somebody else said it, in confidence"]


def test_one_is_put_back_with_a_reason(parole, alice):
    row = Statement.objects.get(version=parole, left_out=LeftOut.THIRD_PARTY)
    with pytest.raises(ReportError):
        put_back(by=alice, statement=row, because=" ")
    assert put_back(by=alice, statement=row, because="They agreed to it").left_out == ""


def test_what_the_recipient_may_not_be_told_is_not_put_back(parole, alice):
    row = Statement.objects.filter(version=parole, is_opinion=False).first()
    Statement.objects.filter(pk=row.pk).update(left_out=LeftOut.NO_BASIS)
    row.refresh_from_db()
    with pytest.raises(ReportError):
        put_back(by=alice, statement=row, because="I want to")


def test_a_sensitive_entry_is_left_out(talked, person, alice, hearing):
    talked(5, sensitivity=Sensitivity.SENSITIVE)
    version = begin_report(by=alice, person=person, template="parole", hearing=hearing)
    assert [one.left_out for one in of(version, "attendance")] == [LeftOut.SENSITIVE]


def test_health_waits_for_a_yes(carols, carol, talked, hearing, today):
    talked(5, sensitivity=Sensitivity.CLINICAL)
    version = begin_report(by=carol, person=carols, template="parole", hearing=hearing)
    assert [one.left_out for one in of(version, "attendance")] == [LeftOut.NO_BASIS]


def test_nobody_reads_across_the_clinical_wall(carols, carol, alice, talked, hearing):
    talked(5, sensitivity=Sensitivity.CLINICAL)
    version = begin_report(by=carol, person=carols, template="parole", hearing=hearing)
    assert len(of(version, "attendance")) == 1
    assert not [one for one in statements_of(alice, version) if one.section == "attendance"]
    version.report.delete()
    mine = begin_report(by=alice, person=carols, template="parole", hearing=hearing)
    assert not of(mine, "attendance")


def test_a_correction_makes_it_stale_and_drafting_anew_mends_it(parole, record, alice):
    row = of(parole, "attendance")[0]
    correct_entry(by=alice, entry=record[0], reason="Another day", on=record[1].on)
    assert row.pk in stale_in(parole, Statement.objects.filter(version=parole))
    draft_anew(by=alice, version=parole)
    assert not stale_in(parole, Statement.objects.filter(version=parole))


def test_own_words_outlive_drafting_anew(parole, alice):
    row, own = of(parole, "attendance")[0], of(parole, "opinion")[0]
    write_statements(by=alice, version=parole, words={row.pk: "They came.", own.pk: "Ready."})
    draft_anew(by=alice, version=parole)
    assert of(parole, "attendance")[0].words == "They came."
    assert of(parole, "attendance")[0].drafted == row.drafted
    assert of(parole, "opinion")[0].words == "Ready."


def test_the_author_leaves_one_out_and_takes_it_in_again(parole, alice):
    row = of(parole, "attendance")[0]
    write_statements(by=alice, version=parole, words={}, left_out={row.pk: True})
    assert of(parole, "attendance")[0].left_out == LeftOut.AUTHOR
    write_statements(by=alice, version=parole, words={}, left_out={row.pk: False})
    assert of(parole, "attendance")[0].left_out == ""


def test_only_the_author_writes(parole, mona):
    with pytest.raises(Forbidden):
        write_statements(by=mona, version=parole, words={})


def test_a_colleague_without_the_caseload_cannot_begin_one(person, bob, hearing):
    with pytest.raises(Forbidden):
        begin_report(by=bob, person=person, template="parole", hearing=hearing)


def test_sources_lead_to_entries(parole, alice, record):
    row = of(parole, "attendance")[0]
    row.version = parole
    assert {one.entry.pk for one in sources_of(alice, row)} == {one.pk for one in record[:3]}


def test_drafting_asks_no_more_of_a_longer_record(person, alice, hearing, talked, django_assert_max_num_queries):
    def drafted():
        with django_assert_max_num_queries(500) as seen:
            version = begin_report(by=alice, person=person, template="parole", hearing=hearing)
        version.report.delete()
        return len(seen.captured_queries)

    talked(400)
    few = drafted()
    for days in range(30):
        talked(days)
    assert drafted() == few


def test_a_clinical_one_is_not_put_back_without_a_yes_to_health(carols, carol, talked, hearing):
    talked(5, sensitivity=Sensitivity.CLINICAL)
    version = begin_report(by=carol, person=carols, template="parole", hearing=hearing)
    row = of(version, "attendance")[0]
    Statement.objects.filter(pk=row.pk).update(left_out=LeftOut.CLINICAL)
    row.refresh_from_db()
    with pytest.raises(ReportError):
        put_back(by=carol, statement=row, because="I want to")


def test_one_of_a_template_is_written_at_a_time(plain, person, alice, today):
    with pytest.raises(OpenReportError) as refused:
        begin_report(by=alice, person=person, template="rehabilitation-plan")
    assert refused.value.version == plain


def test_once_it_is_frozen_another_may_be_begun(plain, complete, person, alice):
    freeze(by=alice, version=complete(plain))
    assert begin_report(by=alice, person=person, template="rehabilitation-plan") != plain


def test_what_a_report_tells_of_risk_is_asked_by_the_bank(monkeypatch):
    assert check_risk(None) == []
    monkeypatch.setattr("throughgate.reports.checks.RISK", frozenset({"nobody-asks-this"}))
    assert [one.id for one in check_risk(None)] == ["reports.E001"]


# In these the person takes part: that they took place is theirs to be told of.
WITH_THEM = {"couple-session", "family-workshop"}


@pytest.mark.parametrize("kind", sorted({one.code for one in all_kinds().values() if one.group == "family"}))
def test_every_kind_of_family_work_is_somebody_elses_or_theirs(kind):
    assert (kind in OF_OTHERS) != (kind in WITH_THEM)


@pytest.mark.parametrize("kind", sorted({*DOORS, LAPSE}))
def test_what_they_did_in_recovery_is_their_own(kind):
    assert kind not in OF_OTHERS


def test_an_answer_of_the_family_is_left_out(person, alice, today):
    write_entry(by=alice, person=person, kind="family-asked", on=today, summary="Asked")
    version = begin_report(by=alice, person=person, template="rehabilitation-plan")
    rows = [one for one in Statement.objects.filter(version=version) if "Somebody of the family" in one.drafted]
    assert {one.left_out for one in rows} <= {LeftOut.THIRD_PARTY, LeftOut.NO_BASIS} and rows
