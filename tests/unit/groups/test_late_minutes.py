"""How late somebody came: said on the register, kept with their part, read where their coming is read."""

from datetime import date

import pytest
from django.urls import reverse

from throughgate.casework.models import ContactPerson
from throughgate.casework.rules.contacts import ContactError, attendance_problems
from throughgate.record.models import Entry

MONDAY = date(2026, 11, 23)


@pytest.fixture
def session(cohort, join, person, on_day):
    join(cohort, person)
    on_day(MONDAY)
    return cohort.sessions.get(number=1)


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return client


def said(person, **more):
    known = {"attended": "late", "reason": "Held on the wing", "late_minutes": "15"}
    return {"happened": "yes", "minutes": "120", "level": "standard"} | {
        f"{person.ref}-{name}": words for name, words in (known | more).items()
    }


def url(session, name="register"):
    return reverse(f"groups:{name}", args=[session.ref])


def test_it_is_kept_and_read_where_their_coming_is(page, person, session):
    answer = page.post(url(session), said(person))
    assert answer.status_code == 302, answer.context["form"].errors
    part = ContactPerson.objects.get(person=person)
    assert part.late_minutes == 15
    assert "Came late by 15 minutes" in page.get(url(session)).content.decode()
    contact = reverse("casework:contact", args=[part.contact.ref])
    assert "</strong> by 15 minutes" in page.get(contact).content.decode()
    assert Entry.objects.get(contact_person=part).summary.startswith("Came 15 minutes late. 2 hours")


def test_it_may_be_left_out(page, person, session):
    assert page.post(url(session), said(person, late_minutes="")).status_code == 302
    part = ContactPerson.objects.get(person=person)
    assert part.late_minutes is None
    assert Entry.objects.get(contact_person=part).summary.startswith("Came late. 2 hours")


@pytest.mark.parametrize("typed", ["soon", "0", "121", "-5"])
def test_what_is_no_number_of_minutes_is_said_plainly_and_kept(page, person, session, typed):
    answer = page.post(url(session), said(person, late_minutes=typed))
    assert "Enter the minutes as a number from 1 to 120" in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()
    assert not ContactPerson.objects.exists()


def test_of_who_came_in_time_it_is_not_kept(page, person, session):
    page.post(url(session), said(person, attended="yes"))
    assert ContactPerson.objects.get(person=person).late_minutes is None


def test_it_stands_in_the_correction_and_can_be_taken_out(page, person, session):
    page.post(url(session), said(person))
    shown = page.get(url(session, "correct"))
    assert shown.context["form"][f"{person.ref}-late_minutes"].value() == 15
    page.post(url(session, "correct"), said(person, late_minutes="") | {"reason": "Nobody looked at the clock"})
    assert ContactPerson.objects.latest("pk").late_minutes is None


def test_only_who_came_late_has_minutes():
    known = {"happened": True, "why": "", "reason": "", "late_minutes": 5}
    assert [one.field for one in attendance_problems(attended="yes", **known)] == ["late_minutes"]
    assert list(attendance_problems(attended="late", **known | {"reason": "The wing"})) == []
    with pytest.raises(ContactError):
        raise next(iter(attendance_problems(attended="late", **known | {"reason": "x", "late_minutes": 481})))


def test_days_are_asked_only_where_they_are_listed(page):
    shown = page.get(reverse("groups:new")).content.decode()
    assert 'data-reveal-when="every" data-reveal-values="0"' in shown
