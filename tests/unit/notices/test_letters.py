"""Letters to those of us who want them: once, with numbers and no names, and again if the server was down."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from tests.unit.notices.conftest import TODAY, TOMORROW, at
from throughgate.access.policy import Sensitivity
from throughgate.desk.rules.today import Group
from throughgate.desk.selectors.due import due_counts
from throughgate.notices.models import Letter
from throughgate.notices.rules.letters import Gate, OwnDay, gate_words, morning_words, weekdays_of
from throughgate.notices.selectors.own_days import own_days, wanting
from throughgate.notices.services.feed import choose_notices
from throughgate.notices.services.letters import forget_letters, send_letters
from throughgate.people.models import Assignment, Person
from throughgate.people.rules.scopes import Scope
from throughgate.programmes.models import PromiseSource
from throughgate.programmes.services.promising import make_promise
from throughgate.release.rules.day import Nation
from throughgate.release.rules.working_days import next_working_day

SEVEN = at(TODAY, 7)
FIVE = at(TODAY, 17)


def promise(by, person, on, sensitivity=Sensitivity.STANDARD, worker=None):
    return make_promise(
        by=by,
        person=person,
        source=PromiseSource.FOLLOW_UP,
        title="Ring the landlord",
        worker=worker or by,
        by_on=on,
        sensitivity=sensitivity,
    )


@pytest.fixture
def busy(alice, person, book):
    book(on=TODAY)
    promise(alice, person, TODAY)
    promise(alice, person, TODAY - timedelta(days=2))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (OwnDay(3, 0, 2), "3 booked today, 2 overdue."),
        (OwnDay(1, 1, 0), "1 booked today, 1 more due today."),
        (OwnDay(0, 4, 0), "4 due today."),
    ],
)
def test_the_day_in_numbers(day, words):
    assert morning_words(day) == words


def test_a_meeting_without_a_place_or_a_name():
    gates = [Gate(TOMORROW, time(8, 30)), Gate(date(2026, 11, 23), None)]
    assert gate_words(gates, TODAY) == "You are to meet somebody: tomorrow at 08:30; Mon 23 Nov 2026."


@pytest.mark.parametrize(
    ("named", "next_on"),
    [(["mon"], date(2026, 11, 23)), ([], TOMORROW), (["sun", "x"], date(2026, 11, 22))],
)
def test_the_next_working_day_is_one_of_ours_and_ends_even_where_no_day_is_one(named, next_on):
    assert next_working_day(TODAY, Nation.ENGLAND_AND_WALES, weekdays_of(named)) == next_on


def test_one_letter_in_the_morning(alice, busy, settings):
    settings.SITE_URL = "https://records.example.org"
    assert send_letters(at(TODAY, 6, 59)).sent == 0
    assert send_letters(SEVEN).sent == 1
    (letter,) = mail.outbox
    assert letter.to == [alice.email]
    assert letter.body.startswith("1 booked today, 1 more due today, 1 overdue.")
    assert "https://records.example.org/" in letter.body
    assert "Jo" not in letter.body + letter.subject and "Vale" not in letter.body
    assert send_letters(at(TODAY, 9)).sent == 0 and len(mail.outbox) == 1


def test_run_late_it_still_goes_and_at_noon_no_more(busy):
    assert send_letters(at(TODAY, 12)).sent == 0
    assert send_letters(at(TODAY, 11, 50)).sent == 1


def test_nothing_to_say_is_no_letter(alice, person):
    assert send_letters(SEVEN).sent == 0 and not Letter.objects.exists()


def test_switched_off_there_is_none(alice, busy):
    choose_notices(by=alice, morning=False)
    assert send_letters(SEVEN).sent == 0


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 12, 25)], ids=["Saturday", "Christmas Day"])
def test_not_on_a_day_off(alice, busy, day):
    assert wanting("morning", TODAY) and not wanting("morning", day)


def test_who_left_gets_none(alice, busy):
    alice.is_active = False
    alice.save()
    assert send_letters(SEVEN).sent == 0


def test_before_a_meeting_at_the_gate(alice, book):
    book(kind="gate-meeting", on=date(2026, 11, 23), at=time(8, 30))  # Monday: said on Friday
    book(kind="gate-meeting", on=date(2026, 11, 24), at=time(8, 30))  # Tuesday: said on Monday
    assert send_letters(FIVE).sent == 1
    assert mail.outbox[0].body.startswith("You are to meet somebody: Mon 23 Nov 2026 at 08:30.")
    assert mail.outbox[0].subject == "A meeting before you"


def test_a_server_that_is_down_is_asked_again_and_stops_nobody(busy, bob, person, alice, settings):
    promise(alice, person, TODAY, worker=bob)
    settings.EMAIL_BACKEND = "tests.unit.casework.no_mail.Backend"
    assert send_letters(SEVEN).failed == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_letters(at(TODAY, 7, 10)).sent == 2


def test_one_address_that_fails_stops_no_other(busy, bob, person, alice, monkeypatch):
    promise(alice, person, TODAY, worker=bob)
    from django.core.mail.backends.locmem import EmailBackend

    sends = EmailBackend.send_messages

    def refuses(self, letters):
        if letters[0].to == [alice.email]:
            raise OSError(alice.email)
        return sends(self, letters)

    monkeypatch.setattr(EmailBackend, "send_messages", refuses)
    done = send_letters(SEVEN)
    assert (done.sent, done.failed) == (1, 1)
    assert [letter.to for letter in mail.outbox] == [[bob.email]]


def test_taken_by_another_run_it_waits(alice, busy):
    Letter.objects.create(user=alice, kind="morning", on=TODAY, taken_at=SEVEN)
    assert send_letters(at(TODAY, 7, 5)).sent == 0
    assert send_letters(at(TODAY, 7, 11)).sent == 1


def test_the_numbers_are_those_of_today(alice, bob, carol, mona, victor, carols, person, busy, send):
    promise(carol, person, TODAY, Sensitivity.CLINICAL)
    promise(alice, person, TODAY, Sensitivity.SENSITIVE)
    promise(alice, person, TODAY - timedelta(days=3), worker=bob)
    users = [alice, bob, carol, mona, victor]
    days = own_days(users, TODAY)
    for user in users:
        counts = due_counts(type(user).objects.get(pk=user.pk), Scope.ME, TODAY)
        booked = days[user.pk].booked
        assert (days[user.pk].overdue, days[user.pk].due + booked) == (counts[Group.OVERDUE], counts[Group.DUE]), user


def test_as_many_queries_for_many(alice, bob, busy, person, send, book, django_assert_num_queries):
    users = [alice, bob]
    with django_assert_num_queries(4):
        own_days(users, TODAY)
    for n in range(5):
        one = Person.objects.create(given_name="Ann", family_name=f"B{n}", site=send, created_by=alice)
        Assignment.objects.create(person=one, worker=alice, role="caseworker", from_on=date(2026, 1, 5), added_by=alice)
        promise(alice, person, TODAY - timedelta(days=n))
    with django_assert_num_queries(4):
        own_days(users, TODAY)


def test_old_letters_are_forgotten(alice):
    Letter.objects.create(user=alice, kind="morning", on=TODAY)
    assert forget_letters(at(TODAY + timedelta(days=30), 9)) == 0
    assert forget_letters(at(TODAY + timedelta(days=31), 9)) == 1


def test_a_part_that_breaks_stops_no_other(db, monkeypatch, capsys):
    from throughgate.notices.management.commands import send_reminders

    def breaks(now):
        raise OSError("secret")

    monkeypatch.setitem(send_reminders.PARTS, "send letters", breaks)
    with pytest.raises(CommandError, match="Could not send letters. The next run tries again."):
        call_command("send_reminders")
    assert "send texts: 0 sent, 0 failed" in capsys.readouterr().out
