"""Hearings and the days by which reports leave, in a calendar that says neither."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from tests.unit.notices.conftest import TODAY
from throughgate.notices.rules.feed import calendar_text
from throughgate.notices.selectors.feed import events_of
from throughgate.notices.services.feed import choose_notices
from throughgate.people.services.hearings import cancel_hearing, defer_hearing, list_hearing
from throughgate.programmes.models import PromiseSource
from throughgate.programmes.services import enrol, load_shipped_models
from throughgate.programmes.services.promising import make_promise
from throughgate.reports.services.writing import begin_report

HEARD = TODAY + timedelta(days=60)


def events(user):
    text = calendar_text(events_of(user, TODAY, lambda path: f"https://here{path}"))
    return [(str(one["summary"]), one.decoded("dtstart")) for one in Calendar.from_ical(text).walk("VEVENT")]


@pytest.fixture(params=["oral", "paper"])
def hearing(request, alice, person):
    return list_hearing(by=alice, person=person, kind=request.param, on=HEARD, source="OMU")


@pytest.fixture
def report(alice, person, hearing):
    return begin_report(by=alice, person=person, template="parole", hearing=hearing)


def test_a_hearing_is_an_important_day_and_its_report_a_deadline(alice, report):
    send_by = HEARD - timedelta(days=28)
    assert events(alice) == [("Throughgate: a deadline", send_by), ("Throughgate: an important day", HEARD)]


def test_both_move_with_the_hearing(alice, report):
    later = HEARD + timedelta(days=30)
    defer_hearing(by=alice, hearing=report.report.hearing, to_on=later, because="A witness is ill", source="OMU")
    assert [on for _, on in events(alice)] == [later - timedelta(days=28), later]


def test_a_moved_deadline_is_the_same_event(alice, report):
    before = {one.key for one in events_of(alice, TODAY, str)}
    defer_hearing(
        by=alice, hearing=report.report.hearing, to_on=HEARD + timedelta(days=9), because="Full", source="OMU"
    )
    assert {one.key for one in events_of(alice, TODAY, str)} == before


def test_called_off_the_day_is_gone(alice, person, hearing):
    cancel_hearing(by=alice, hearing=hearing, because="Withdrawn", source="OMU")
    assert events(alice) == []


def test_no_initials_where_the_report_is_sensitive(alice, report):
    choose_notices(by=alice, titles="initials")
    assert [title for title, _ in events(alice)] == ["Throughgate: a deadline", "An important day: J. V."]


def promised(alice, person, **said):
    on = TODAY + timedelta(days=5)
    return make_promise(
        by=alice, person=person, source=PromiseSource.REPORT, title="Send", worker=alice, by_on=on, **said
    )


def test_initials_where_it_is_not_and_they_were_chosen(alice, person):
    choose_notices(by=alice, titles="initials")
    promised(alice, person)
    assert [title for title, _ in events(alice)] == ["A deadline: J. V."]


def test_it_is_not_counted_among_what_is_due_too(alice, person):
    choose_notices(by=alice, with_due=True)
    promised(alice, person)
    assert [title for title, _ in events(alice)] == ["Throughgate: a deadline"]


def test_a_report_that_a_programme_asks_for(carol, carols, hearing):
    models = {row.slug: row for row in load_shipped_models()}
    enrol(by=carol, person=carols, model=models["addiction-recovery"], enrolled_on=TODAY)
    assert ("Throughgate: a deadline", HEARD - timedelta(days=28)) in events(carol)


def test_a_colleague_who_does_not_work_with_them_has_neither(alice, bob, report):
    assert events(bob) == []


def test_as_many_queries_for_many_reports(alice, person, django_assert_num_queries, django_assert_max_num_queries):
    promised(alice, person)
    events(alice)  # who works with whom is read once
    with django_assert_max_num_queries(20) as few:
        events(alice)
    for _ in range(6):
        promised(alice, person)
    with django_assert_num_queries(len(few)):
        assert len(events(alice)) == 7
