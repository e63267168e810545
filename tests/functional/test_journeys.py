"""What a worker does in a day, in a real browser, on a desk and on a phone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import axe_findings, sideways
from tests.functional.conftest import sign_in
from throughgate.common.clock import today
from throughgate.people.models import CustodyDate, Person
from throughgate.people.services import note_date
from throughgate.programmes.models import Commitment, ProgrammeModel
from throughgate.programmes.services import enrol, load_shipped_models
from throughgate.record.models import Entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def models(ada):
    load_shipped_models(by=ada)


@pytest.fixture
def on_programme(person, alice, models):
    """The person, released in 40 days, on the mentoring programme."""
    note_date(by=alice, person=person, kind="confirmed_release", on=today() + timedelta(days=40), source="OMU")
    model = ProgrammeModel.objects.get(slug="mentoring-through-the-gate")
    return enrol(by=alice, person=person, model=model, enrolled_on=today() - timedelta(days=10))


def type_day(page, legend, day):
    group = page.get_by_role("group", name=legend)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label, exact=True).fill(str(value))


def test_signing_in_with_a_password(open_as, alice):
    page = open_as(None)
    page.goto("/")
    page.get_by_label("E-mail address").fill(alice.email)
    page.get_by_label("Password", exact=True).fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def test_from_a_new_record_to_what_is_due(open_as, alice, models, size):
    page = open_as(alice, size=size)
    page.goto("/people/add/")
    page.get_by_label("First name").fill("Robin")
    page.get_by_label("Family name").fill("Lark")
    page.get_by_role("button", name=re.compile("^(Add|Open|Save)")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Robin Lark")

    page.get_by_role("link", name="Enrol", exact=True).first.click()
    page.get_by_label("Restorative family support").check()
    type_day(page, "From which day?", today())
    page.get_by_role("button", name=re.compile("^Enrol")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Restorative family support")

    robin = Person.objects.get(family_name="Lark")
    page.goto(f"/people/{robin.ref}/")
    expect(page.get_by_text("Family assessment").first).to_be_visible()
    assert Commitment.objects.filter(person=robin).exists()
    assert not axe_findings(page)
    assert sideways(page) <= 0


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_recording_a_contact(open_as, alice, person, on_programme, size, javascript):
    page = open_as(alice, size=size, javascript=javascript)
    page.goto(f"/contacts/record/?person={person.ref}&kind=one-to-one")
    page.get_by_label(re.compile("What happened")).fill("We talked about the first night.")
    page.get_by_label("45 min").check()
    page.get_by_role("button", name="Save this contact").click()
    expect(page.get_by_text("We talked about the first night.")).to_be_visible()
    entry = Entry.objects.get(kind="one-to-one")
    assert (entry.minutes, entry.by, entry.happened) == (45, alice, True)


def test_what_was_typed_survives_a_lost_session(open_as, alice, person, on_programme, live_server):
    page = open_as(alice)
    page.goto(f"/contacts/record/?person={person.ref}&kind=one-to-one")
    page.get_by_label(re.compile("What happened")).press_sequentially("Half a sentence")
    expect(page.get_by_text(re.compile("Saved as draft"))).to_be_visible()
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    sign_in(page.context, alice, live_server.url)
    page.goto(f"/contacts/record/?person={person.ref}&kind=one-to-one")
    page.get_by_role("link", name=re.compile("Carry on", re.IGNORECASE)).or_(
        page.get_by_role("button", name=re.compile("Carry on", re.IGNORECASE))
    ).first.click()
    expect(page.get_by_label(re.compile("What happened"))).to_have_value("Half a sentence")


def test_a_release_date_moves_and_what_is_due_moves_with_it(open_as, alice, person, on_programme, size):
    before = dict(Commitment.objects.filter(person=person).values_list("element", "by_on"))
    page = open_as(alice, size=size)
    page.goto(f"/release/people/{person.ref}/date/")
    new_day = today() + timedelta(days=12)
    type_day(page, "The new day", new_day)
    page.get_by_label("Who told us?").fill("OMU by phone")
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_role("button", name="Confirm the new date").first).to_be_visible()
    assert dict(Commitment.objects.filter(person=person).values_list("element", "by_on")) == before
    assert not axe_findings(page)
    page.get_by_role("button", name="Confirm the new date").first.click()
    page.wait_for_url(re.compile("/date/[0-9]+/$"))
    assert not axe_findings(page)
    after = dict(Commitment.objects.filter(person=person).values_list("element", "by_on"))
    assert CustodyDate.objects.get(person=person, superseded_at=None).on == new_day
    assert after["gate-meeting"] == new_day != before["gate-meeting"]


def test_search_finds_by_a_part_of_the_name(open_as, alice, person):
    page = open_as(alice)
    page.goto("/search/")
    page.locator("main").get_by_label("Name or number").fill("val")
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name=re.compile("Jo Vale"))).to_be_visible()
    assert "val" not in page.url


def test_a_worker_elsewhere_finds_nothing(open_as, charlie, person):
    page = open_as(charlie)
    assert page.goto(f"/people/{person.ref}/").status == 404
    expect(page.get_by_text("Vale")).to_have_count(0)


def test_reading_a_programme_like_a_manual(open_as, eve, models, size):
    page = open_as(eve, size=size)
    page.goto("/programmes/addiction-recovery/")
    expect(page.get_by_role("heading", name="Why it should work")).to_be_visible()
    assert not axe_findings(page)
    assert sideways(page) <= 0


def test_an_evaluation_from_example_to_report(open_as, eve, size):
    page = open_as(eve, size=size)
    page.goto("/evaluations/new/")
    page.get_by_role("button", name=re.compile("example", re.IGNORECASE)).first.click()
    expect(page.get_by_label("Each with everybody alike")).to_be_checked()
    page.get_by_label("Correct for looking at several outcomes").check()
    assert not axe_findings(page)
    assert sideways(page) <= 0
    page.get_by_role("button", name="Work it out").click(timeout=90_000)  # it is worked out before the answer comes
    page.wait_for_url(re.compile("/evaluations/[A-Z0-9]{8}/$"))
    expect(page.get_by_text(re.compile("of 100|per 100|100 typical")).first).to_be_visible()
    assert not axe_findings(page)
    assert sideways(page) <= 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Report (PDF)").click()
    assert re.fullmatch("evaluation-[A-Z0-9]{8}[.]pdf", download.value.suggested_filename)
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page.goto(page.url + "report/")
    expect(page.get_by_role("heading", name="What was found")).to_be_visible()
    assert not axe_findings(page)
