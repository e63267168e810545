"""From getting ready to a job that is asked about: on a desk, on a phone, and without JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from throughgate.common.clock import today
from throughgate.work.models import Employer, Job, JobCheck, Vacancy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sound(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


def type_day(page, name, on):
    for part, value in (("day", on.day), ("month", on.month), ("year", on.year)):
        page.locator(f"[name={name}_{part}]").fill(str(value))


def to_a_job(page, person, look=sound):
    page.goto(reverse("work:person", kwargs={"ref": person.ref}))
    look(page)
    page.locator("form[action$='/ready/cv/'] button[value=done]").click()
    expect(page.get_by_text("CV: noted.", exact=True)).to_be_visible()
    page.get_by_role("link", name="Vacancies for them").click()
    look(page)
    page.get_by_role("link", name="They applied for Cook").click()
    look(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Cook, Brown").click()
    look(page)
    page.get_by_label("Asked to an interview").check()
    type_day(page, "interview_on", today() + timedelta(days=3))
    page.get_by_role("button", name="Save").click()
    for word in ("Offered the job", "Said yes"):
        page.get_by_role("link", name="Cook, Brown").click()
        page.get_by_label(word).check()
        page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Cook, Brown").click()
    page.get_by_role("link", name="The job began").click()
    look(page)
    page.get_by_label("Permanent").check()
    type_day(page, "started_on", today() - timedelta(weeks=4))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Say how it is").click()
    look(page)
    page.get_by_label("Still in this job").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The way as a table").click()
    expect(page.get_by_role("row", name="4 weeks Yes")).to_be_visible()


@pytest.fixture
def vacancy(alice):
    firm = Employer.objects.create(name="Brown", added_by=alice)
    return Vacancy.objects.create(employer=firm, title="Cook", added_by=alice)


def test_from_ready_to_four_weeks_in(open_as, alice, person, vacancy, size):
    to_a_job(open_as(alice, size=size), person)
    assert JobCheck.objects.get(weeks=4).answer == "still"


def test_without_javascript(open_as, alice, person, vacancy):
    to_a_job(open_as(alice, size=PHONE, javascript=False), person, look=lambda page: None)
    assert Job.objects.get().title == "Cook"


def test_what_has_to_be_told(open_as, alice, person, size):
    page = open_as(alice, size=size)
    page.goto(reverse("work:disclosure", kwargs={"ref": person.ref}))
    sound(page)
    page.get_by_role("button", name="Note it").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("What kind of offence?")
    page.get_by_label("What kind of offence?").select_option("theft")
    page.get_by_label("What was the sentence?").select_option("fine")
    type_day(page, "convicted_on", today())
    page.get_by_role("button", name="Note it").click()
    page.get_by_role("link", name="What has to be told").click()
    expect(page.get_by_text("It cannot be said, because")).to_be_visible()
    sound(page)


def test_a_training_and_what_came_of_it(open_as, alice, person, size):
    page = open_as(alice, size=size)
    page.goto(reverse("work:training", kwargs={"ref": person.ref}))
    sound(page)
    page.get_by_label("Which training?").fill("Food safety")
    page.get_by_label("Which job is it a step to?").fill("Kitchen porter")
    page.get_by_label("Why is it a good step?").fill("They take nobody on without it.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="It began").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="They got a certificate").click()
    sound(page)
    type_day(page, "until", today() + timedelta(days=400))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Holds")).to_be_visible()
    sound(page)


def test_an_employer_is_made_sure_of(open_as, alice, vacancy, size):
    page = open_as(alice, size=size)
    page.goto(reverse("work:employers"))
    sound(page)
    page.get_by_role("link", name="Change it, or say that it holds").click()
    sound(page)
    page.get_by_label("What do they ask").fill("A letter")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("They ask: A letter")).to_be_visible()
