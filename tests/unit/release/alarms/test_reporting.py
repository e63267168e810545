"""What a driver tells: the true time, once, with the entry and the promise in the same act."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from throughgate.access.policy import Hidden
from throughgate.common.clock import today
from throughgate.programmes.services.promising import make_promise
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.release.models import Answer, JourneyAsk, JourneyReport
from throughgate.release.rules.reporting import ReportError
from throughgate.release.services.reporting import report_journey, take_back_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised(journey, victor, alice):
    journey.driving = make_promise(
        by=alice, person=journey.person, source="journey", title="Drive", by_on=today(), worker=victor
    )
    journey.save()
    return journey


def arrivals():
    return effective().filter(kind="safe-arrival")


def test_arriving_writes_the_entry_and_keeps_the_promise(promised, victor):
    report = report_journey(by=victor, journey=promised, kind="arrived")
    promised.driving.refresh_from_db()
    assert report.entry == arrivals().get()
    assert promised.driving.met_by == report.entry


def test_told_later_both_times_are_kept(journey, victor):
    report = report_journey(by=victor, journey=journey, kind="left", ago=timedelta(minutes=5))
    assert timedelta(minutes=4) < report.said_at - report.at < timedelta(minutes=6)


def test_sent_twice_it_is_told_once(journey, victor):
    token = uuid4()
    first = report_journey(by=victor, journey=journey, kind="arrived", token=token)
    again = report_journey(by=victor, journey=journey, kind="arrived", token=token, ago=timedelta(minutes=1))
    assert (again, arrivals().count(), JourneyReport.objects.count()) == (first, 1, 1)


def test_two_people_tell_that_they_arrived_and_it_stands_once(journey, victor, alice):
    first = report_journey(by=victor, journey=journey, kind="arrived")
    report_journey(by=alice, journey=journey, kind="arrived")
    assert arrivals().count() == 1
    take_back_report(by=victor, report=first, because="Wrong journey")
    assert arrivals().count() == 1  # Alice still says so


def test_taken_back_the_entry_is_void_and_the_promise_due_again(promised, victor):
    report = report_journey(by=victor, journey=promised, kind="arrived")
    take_back_report(by=victor, report=report, because="Wrong button")
    promised.driving.refresh_from_db()
    assert not arrivals().exists() and promised.driving.met_on is None
    assert Entry.objects.filter(kind="safe-arrival").count() == 2  # what was written stays readable


def test_taken_back_twice_the_first_stands(journey, victor):
    report = report_journey(by=victor, journey=journey, kind="left")
    back = take_back_report(by=victor, report=report, because="Wrong button")
    assert take_back_report(by=victor, report=report, because="Again") == back


def test_without_a_reason_nothing_is_taken_back(journey, victor):
    report = report_journey(by=victor, journey=journey, kind="left")
    with pytest.raises(ReportError, match="why"):
        take_back_report(by=victor, report=report, because=" ")


def test_whoever_plans_tells_it_for_the_driver(journey, alice):
    assert report_journey(by=alice, journey=journey, kind="left").said_by == alice


def test_somebody_who_was_only_asked_tells_nothing(journey, bob, victor):
    JourneyAsk.objects.update(answer=Answer.WAITING, answered_at=None, answered_by=None)
    with pytest.raises(ReportError, match="Somebody else drives"):
        report_journey(by=victor, journey=journey, kind="left")


def test_somebody_elsewhere_does_not_know_of_it(journey, charlie):
    with pytest.raises(Hidden):
        report_journey(by=charlie, journey=journey, kind="left")


def test_a_journey_that_was_called_off_takes_no_word(journey, alice):
    journey.cancelled_at, journey.cancelled_by, journey.cancelled_because = timezone.now(), alice, "Train"
    journey.save()
    with pytest.raises(ReportError, match="called off"):
        report_journey(by=alice, journey=journey, kind="left")
