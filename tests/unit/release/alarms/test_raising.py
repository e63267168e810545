"""Alarms over rows: raised once, told along the ladder, ended by word; the same however late or often it is looked."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.people.models import Assignment, Person
from throughgate.release.models import Alarm, AlarmTaken, DutyTurn, Journey
from throughgate.release.services.alarm import Looked, raise_alarms
from throughgate.release.services.reporting import report_journey, take_back_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(at, clock, django_capture_on_commit_callbacks):
    """Looks at a time of today; says to whom letters went."""

    def look_at(hour, minute=0):
        mail.outbox.clear()
        clock(hour, minute)
        with django_capture_on_commit_callbacks(execute=True):
            raise_alarms(now=at(hour, minute), link="https://example.org/")
        return sorted(letter.to[0].split("@")[0] for letter in mail.outbox)

    return look_at


def test_the_ladder(look, journey, mona):
    assert look(8, 14) == []
    assert look(8, 15) == ["victor"]
    assert look(8, 25) == ["alice"]
    assert look(9) == ["mona"]


def test_looked_at_again_nobody_is_written_to_twice(look, journey, mona):
    assert look(9, 30) == ["alice", "mona", "victor"]
    assert look(9, 30) == look(9, 31) == []
    assert Alarm.objects.count() == 1


def test_late_by_hours_all_are_told_at_once(look, journey, mona):
    assert look(20) == ["alice", "mona", "victor"]
    assert Alarm.objects.get().waits_for == "arrived"


def test_whoever_is_on_duty_is_the_last(look, journey, bob, mona):
    DutyTurn.objects.create(user=bob, from_on=today(), to_on=today(), said_by=mona)
    assert "bob" not in look(9, 29) and look(9, 30) == ["bob"]


def test_a_letter_names_nobody(look, journey, person):
    look(9)
    text = "".join(letter.subject + letter.body for letter in mail.outbox)
    assert not [word for word in ("Jo", "Vale", person.ref, journey.ref, "Elm House", "Victor") if word in text]


def test_nobody_is_told_of_what_they_may_not_read(look, journey, charlie, bob):
    DutyTurn.objects.create(user=charlie, from_on=today(), to_on=today(), said_by=bob)
    Journey.objects.update(sensitivity="sensitive")
    Assignment.objects.all().delete()
    assert look(14) == ["mona", "victor"]  # Alice planned it and has handed them on; Charlie works elsewhere


def test_word_in_time_and_nobody_is_told(look, journey, victor, mona):
    report_journey(by=victor, journey=journey, kind="arrived", ago=timedelta(0))
    assert look(23) == [] and not Alarm.objects.exists()


def test_word_ends_it(look, journey, victor, mona):
    look(9, 30)
    report_journey(by=victor, journey=journey, kind="arrived")
    alarm = Alarm.objects.get()
    assert (alarm.found, alarm.ended_by) == ("reported", victor)
    assert look(15) == []


def test_while_somebody_deals_with_it_the_ladder_waits(look, at, journey, alice, mona):
    look(8, 30)
    AlarmTaken.objects.create(alarm=Alarm.objects.get(), by=alice, at=at(8, 31), until=at(9, 20))
    assert look(9, 10) == []
    assert look(9, 20) == ["mona"]


def test_called_off_it_ends(look, at, journey, alice, mona):
    look(8, 30)
    Journey.objects.update(cancelled_at=at(8, 31), cancelled_by=alice, cancelled_because="Train instead")
    assert look(10) == [] and Alarm.objects.get().found == "changed"


def test_what_was_taken_back_is_waited_for_again(look, journey, victor, mona):
    report = report_journey(by=victor, journey=journey, kind="arrived")
    take_back_report(by=victor, report=report, because="Wrong button")
    assert look(23) == ["alice", "mona", "victor"]


def test_somebody_was_not_there_and_it_is_told_at_once(journey, victor, alice, mona):
    report_journey(by=victor, journey=journey, kind="not_there")
    alarm = Alarm.objects.get()
    assert alarm.waits_for == "not_there"
    assert set(alarm.told.filter(by_mail=True).values_list("user", flat=True)) == {alice.pk}


def test_that_it_got_worse_is_told_again(look, at, clock, journey, victor, alice, mona):
    look(8, 30)
    AlarmTaken.objects.create(alarm=Alarm.objects.get(), by=alice, at=at(8, 31), until=at(9, 31))
    clock(8, 40)
    report_journey(by=victor, journey=journey, kind="problem")
    alarm = Alarm.objects.get()
    assert alarm.worse_at and alarm.told.get(user=alice).by_mail


def test_somebody_else_drives_them_and_only_arriving_is_asked(look, person, alice, drives):
    Journey.objects.create(
        person=person, on=today(), from_place="Gate", to_place="Home", pick_up_at="09:00", arrive_by="11:00",
        other_driver="Her sister", made_by=alice,
    )  # fmt: skip
    assert look(11, 44) == [] and look(11, 45) == ["alice"]


def test_the_trail_tells_of_it(look, journey, victor):
    look(8, 30)
    report_journey(by=victor, journey=journey, kind="left")
    assert {"alarm.raised", "alarm.told", "alarm.ended"} <= set(Event.objects.values_list("action", flat=True))


def test_the_letter_leads_to_where_everybody_may_look(
    journey, clock, settings, capsys, django_capture_on_commit_callbacks
):
    settings.SITE_URL = "https://through.example"
    clock(8, 15)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("raise_alarms")
    assert "1 raised, 1 written to, 0 ended." in capsys.readouterr().out
    assert "https://through.example/\n" in mail.outbox[0].body


def test_where_nothing_is_new_the_queries_do_not_grow(at, drives, send, alice, victor, person):
    def cost(now):
        with CaptureQueriesContext(connection) as found:
            assert raise_alarms(now=now) == Looked()
        return len(found)

    drives(person, victor)
    raise_alarms(now=at(9, 31))
    one = cost(at(9, 32))
    for name in "abcdef":
        other = Person.objects.create(given_name=name, family_name="Vale", site=send, created_by=alice)
        drives(other, victor)
    raise_alarms(now=at(9, 31))
    assert cost(at(9, 32)) == one <= 12
