"""Dealing with an alarm, saying what was found, who is on duty; and what stands at the top of a page."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughgate.access.policy import Forbidden, Hidden
from throughgate.casework.models import Crisis
from throughgate.common.clock import today
from throughgate.people.models import Assignment, CustodyDate, Person
from throughgate.programmes.models import Promise
from throughgate.record.selectors import effective
from throughgate.record.services import write_entry
from throughgate.release.models import Alarm, GateMeeting, Journey, JourneyReport, ReleaseDay
from throughgate.release.rules.alarm import AlarmError
from throughgate.release.selectors.alarms import road_of, waiting_for
from throughgate.release.services.alarm import raise_alarms
from throughgate.release.services.alarm_acts import (
    close_alarm,
    let_go_of_alarm,
    name_on_duty,
    take_alarm,
    take_duty_back,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alarm(journey, clock, at) -> Alarm:
    """It is a quarter to twelve, and nobody has told anything of the journey."""
    clock(11, 45)
    raise_alarms()
    return Alarm.objects.get()


def waits(user, moment):
    return [one.alarm.ref for one in waiting_for(user, moment)]


def test_it_stands_at_the_top_for_those_whose_turn_it_is(alarm, at, alice, mona, victor, bob, charlie):
    assert waits(alice, at(11, 45)) == waits(victor, at(11, 45)) == [alarm.ref]
    assert waits(bob, at(23)) == waits(charlie, at(23)) == []


def test_whoever_deals_with_it_has_half_an_hour(alarm, at, alice, mona):
    take_alarm(by=alice, alarm=alarm)
    assert waits(alice, at(12, 14)) == waits(mona, at(12, 14)) == []
    assert waits(alice, at(12, 15)) == waits(mona, at(12, 15)) == [alarm.ref]


def test_whoever_lets_go_of_it_wakes_the_ladder(alarm, at, alice, mona):
    take_alarm(by=alice, alarm=alarm)
    let_go_of_alarm(by=alice, alarm=alarm)
    assert waits(mona, at(11, 46)) == [alarm.ref]
    take_alarm(by=mona, alarm=alarm)
    let_go_of_alarm(by=alice, alarm=alarm)
    assert waits(alice, at(11, 46)) == []  # Mona still deals with it


def test_somebody_elsewhere_cannot_deal_with_it(alarm, charlie, victor):
    for user in (charlie, victor):
        with pytest.raises(Hidden):
            take_alarm(by=user, alarm=alarm)


def test_they_arrived_is_told_as_a_report(alarm, alice):
    close_alarm(by=alice, alarm=alarm, found="safe", at=time(11, 10), words="Rang the hostel")
    report, alarm = JourneyReport.objects.get(), Alarm.objects.get()
    assert (report.kind, report.words, alarm.found) == ("arrived", "Rang the hostel", "reported")
    assert effective().filter(kind="safe-arrival").count() == 1


def test_they_are_elsewhere_and_it_does_not_begin_again(alarm, clock, alice):
    close_alarm(by=alice, alarm=alarm, found="elsewhere", words="With their sister, spoke on the phone")
    clock(20)
    raise_alarms()
    assert Alarm.objects.get().found == "elsewhere"


def test_where_they_are_has_to_be_said(alarm, alice):
    with pytest.raises(AlarmError, match="Say where"):
        close_alarm(by=alice, alarm=alarm, found="elsewhere")


def test_nobody_knows_where_they_are_and_a_crisis_is_raised(alarm, alice, person):
    crisis = close_alarm(by=alice, alarm=alarm, found="not-found", words="Phone is off")
    assert crisis == Crisis.objects.get()
    assert (crisis.kind, crisis.what, crisis.person) == ("missing", "Phone is off", person)


def test_closed_twice_it_says_that_it_is_over(alarm, alice, mona):
    close_alarm(by=alice, alarm=alarm, found="not-found")
    with pytest.raises(AlarmError, match="This is over"):
        close_alarm(by=mona, alarm=alarm, found="not-found")
    assert Crisis.objects.count() == 1


def test_on_duty_is_said_and_taken_back(alice, bob, victor):
    turn = name_on_duty(by=alice, user=bob, from_on=today(), to_on=today())
    assert take_duty_back(by=alice, turn=turn).taken_back_by == alice
    for user, to_on in ((victor, today()), (bob, today() + timedelta(days=60))):
        with pytest.raises(AlarmError):
            name_on_duty(by=alice, user=user, from_on=today(), to_on=to_on)
    with pytest.raises(Forbidden):
        name_on_duty(by=victor, user=bob, from_on=today(), to_on=today())


@pytest.fixture
def meets(person, alice):
    """Alice meets them at the gate, which opens until ten."""
    CustodyDate.objects.create(person=person, kind="crd", on=today(), source="OMU", noted_by=alice)
    day = ReleaseDay.objects.create(
        person=person, on=today(), gate_from=time(9), gate_to=time(10), made_by=alice,
        promise=Promise.objects.create(
            person=person, source="release-day", title="Plan", who="staff", by_on=today(), made_by=alice
        ),
    )  # fmt: skip
    GateMeeting.objects.create(day=day, met_by="worker", worker=alice, said_by=alice)
    return day


def look(clock, hour, minute=0):
    clock(hour, minute)
    raise_alarms()
    return [one.waits_for for one in Alarm.objects.filter(ended_at__isnull=True)]


def test_no_word_of_a_gate_meeting_is_an_alarm(meets, clock, at, alice, mona):
    assert look(clock, 10, 44) == [] and look(clock, 10, 45) == ["met"]
    assert waits(alice, at(10, 45)) == [Alarm.objects.get().ref]


def test_that_they_were_met_was_recorded(meets, clock, alice, person):
    write_entry(by=alice, person=person, kind="gate-meeting", on=today(), summary="Met", happened=True)
    assert look(clock, 23) == []


def test_the_release_moved_and_nobody_is_waited_for(meets, clock, person):
    CustodyDate.objects.update(on=today() + timedelta(days=7))
    assert look(clock, 23) == []


def test_the_driver_has_picked_them_up(meets, drives, clock, person, victor):
    journey = drives(person, victor, arrive_by=time(23))
    JourneyReport.objects.create(journey=journey, kind="picked_up", at=journey.made_at, said_by=victor)
    assert look(clock, 12) == []


def test_what_was_found_at_the_gate_ends_it(meets, clock, alice):
    look(clock, 11)
    close_alarm(by=alice, alarm=Alarm.objects.get(), found="safe")
    assert look(clock, 23) == []


def test_the_road_is_what_the_reader_may_know_of(journey, clock, alice, mona, charlie, drives, send, victor):
    hidden = Person.objects.create(given_name="Kim", family_name="Bell", site=send, created_by=alice)
    drives(hidden, victor, sensitivity="sensitive")
    Assignment.objects.filter(person=hidden).delete()
    assert [one.watch.journey for one in road_of(alice, today())] == [journey]
    assert len(road_of(mona, today())) == 2 and road_of(charlie, today()) == []


def test_the_road_costs_the_same_however_many(journey, drives, clock, send, alice, mona, victor):
    clock(12)
    raise_alarms()
    road_of(mona, today())  # whom she reaches is read once in a request

    def cost():
        with CaptureQueriesContext(connection) as found:
            rows = road_of(mona, today())
        return len(found), len(rows)

    one = cost()
    for name in "abcdef":
        drives(Person.objects.create(given_name=name, family_name="Vale", site=send, created_by=alice), victor)
    raise_alarms()
    assert cost() == (one[0], one[1] + 6)


def test_an_old_journey_that_nobody_told_of_stays_on_the_road(alarm, alice):
    Journey.objects.update(on=today() - timedelta(days=3))
    assert [one.alarm for one in road_of(alice, today())] == [alarm]
