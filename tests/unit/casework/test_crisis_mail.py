"""Nobody has seen a crisis in time: the next in line get the banner, and a letter that holds nothing about anybody."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from throughgate.audit.models import Event
from throughgate.casework.models import Crisis
from throughgate.casework.selectors.crisis import unseen_by
from throughgate.casework.services.crisis import describe_crisis, raise_crisis, see_crisis, step_down_crisis
from throughgate.casework.services.crisis_mail import mail_next_in_line

LINK = "https://example.org/crisis/"


@pytest.fixture
def crisis(bob, alice, mona, person) -> Crisis:
    """Alice is told at once, Mona after two hours."""
    return raise_crisis(by=bob, person=person, kind="relapse", what="Drank")


@pytest.fixture
def look(crisis, django_capture_on_commit_callbacks):
    def look_after(minutes: int) -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            mail_next_in_line(crisis.pk, crisis.told_since + timedelta(minutes=minutes), LINK)
        return [letter.to[0] for letter in mail.outbox]

    return look_after


def test_not_seen_in_time_the_next_in_line_are_written_to(look, mona):
    assert look(119) == []
    assert look(120) == [mona.email]


def test_each_gets_one_letter(look, mona):
    assert (look(120), look(121), look(500)) == ([mona.email], [], [])


def test_the_letter_holds_nothing_about_anybody(look, person):
    look(120)
    (letter,) = mail.outbox
    assert letter.subject == "Somebody needs you" and LINK in letter.body
    assert not [word for word in ("Jo", "Vale", person.ref, "relapse", "Drank", "Alice") if word in letter.body]


def test_seen_in_time_nobody_is(look, crisis, alice):
    see_crisis(by=alice, crisis=crisis)
    assert look(240) == []


def test_stepped_down_nobody_is(look, crisis, alice):
    step_down_crisis(by=alice, crisis=crisis, learned="Ring sooner")
    assert look(240) == []


@pytest.mark.parametrize("gone", [{"is_active": False}, {"role": "evaluator"}])
def test_who_left_or_may_no_longer_read_of_it_is_not(gone, look, mona):
    type(mona).objects.filter(pk=mona.pk).update(**gone)
    assert look(240) == []


def test_the_trail_and_the_page_say_that_it_went_by_mail(look, crisis, mona):
    look(120)
    assert Event.objects.get(action="crisis.next_told").by is None
    assert crisis.told.get(user=mona).by_mail


def test_the_letter_goes_when_the_banner_does(look, crisis, mona):
    moment = crisis.told.get(user=mona).told_at
    assert unseen_by(mona, moment) == [crisis] and look(120) == [mona.email]


@pytest.fixture
def deferred(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def asked_for() -> list[datetime]:
    return list(DBTaskResult.objects.order_by("run_after").values_list("run_after", flat=True))


def test_the_worker_is_asked_to_look_at_their_moment(
    deferred, bob, alice, mona, person, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        crisis = raise_crisis(by=bob, person=person, kind="relapse", link=LINK)
    assert asked_for() == [crisis.raised_at + timedelta(minutes=120)]
    assert DBTaskResult.objects.get().args_kwargs == {"args": [crisis.pk, LINK], "kwargs": {}}


def test_what_got_worse_is_looked_at_sooner(deferred, alice, bob, mona, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        crisis = raise_crisis(by=bob, person=person, kind="missing", level="week")
        row = describe_crisis(by=alice, crisis=crisis, kind="missing", level="today", what="")
    assert asked_for() == [row.escalated_at + timedelta(minutes=120), crisis.raised_at + timedelta(minutes=1440)]
