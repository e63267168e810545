"""A worker leaves: her caseload is handed over, the next one reads and tells. On a phone; he without JavaScript."""

import re
from datetime import date, time, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from throughgate.common.clock import today
from throughgate.groups.services.cohorts import Terms, make_cohort
from throughgate.handover.models import HandOver
from throughgate.handover.rules.document import HEADINGS, LIVE, Piece
from throughgate.handover.selectors import documents
from throughgate.handover.selectors.standing import PERSON
from throughgate.handover.services import Handing, add_note, give_hand_overs, giving
from throughgate.people.models import Assignment, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two_people(person, send, alice) -> list[Person]:
    other = Person.objects.create(given_name="Robin", family_name="Ash", site=send, created_by=alice)
    Assignment.objects.create(person=other, worker=alice, role="caseworker", from_on=date(2026, 2, 2), added_by=alice)
    return [other, person]


def check(page) -> None:
    assert not axe_findings(page) and not sideways(page)


def test_a_caseload_goes_and_the_next_worker_reads_and_tells(open_as, mona, bob, two_people):
    page = open_as(mona, size=PHONE)
    page.goto("/people/")
    page.get_by_role("link", name="Hand-overs", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hand-overs")
    check(page)
    page.get_by_role("link", name="Hand over the caseload of Alice Example").click()
    for label, value in (("Day", today().day), ("Month", today().month), ("Year", today().year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_label("The worker is leaving us").check()
    page.get_by_label("Everybody goes to").select_option(label="Bob Example, caseworker, 0 people now")
    page.get_by_role("button", name="Check what stands against it").click()
    expect(page.get_by_role("heading", name=re.compile("Ready: 2 people go"))).to_be_visible()
    check(page)
    page.get_by_role("button", name="Hand over 2 people").click()
    expect(page.get_by_text("2 people are handed over from Alice Example")).to_be_visible()
    assert HandOver.objects.filter(receiver=bob).count() == 2

    page = open_as(bob, size=PHONE, javascript=False)
    page.goto("/hand-over/")
    page.get_by_role("link", name="Robin Ash").first.click()
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_role("button", name="I have read this")).to_have_count(0)
    page.get_by_role("link", name=re.compile("The words to say")).click()
    expect(page.get_by_text("Bob Example will be your caseworker.")).to_be_visible()
    page.get_by_label("Face to face").check()
    page.get_by_label("What did they say?").fill("As long as I need not start again.")
    page.get_by_role("button", name="They have been told").click()
    expect(page.get_by_text("As long as I need not start again.")).to_be_visible()
    row = HandOver.objects.get(person=two_people[0])
    assert row.acknowledged_at and row.told_on == today()


def test_a_group_goes_along_and_comes_back(open_as, mona, alice, bob, send, person, size):
    terms = Terms(
        title="Recovery group", plan="recovery-group", site=send, place="Chapel", capacity=4, leaders=[alice],
        starts_on=today() + timedelta(days=7), at=time(14), minutes=90,
    )  # fmt: skip
    cohort = make_cohort(by=alice, terms=terms)
    page = open_as(mona, size=size)
    page.goto(f"/hand-over/caseload/{alice.ref}/")
    check(page)
    for label, value in (("Day", today().day), ("Month", today().month), ("Year", today().year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_label("The worker is leaving us").check()
    page.get_by_label(f"{person.name} goes to").select_option(value=str(bob.pk))
    page.get_by_label("Recovery group goes to").select_option(value="")
    page.get_by_role("button", name="Check what stands against it").click()
    expect(page.get_by_text("Nobody is chosen to lead it.")).to_be_visible()
    check(page)
    page.get_by_label("Recovery group goes to").select_option(value=str(bob.pk))
    page.get_by_role("button", name="Check again").click()
    page.get_by_role("button", name="Hand over 1 person and 1 group").click()
    expect(page.get_by_text("1 person and 1 group are handed over from Alice Example")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Alice Example leads it as before.")).to_be_visible()
    check(page)
    page.get_by_role("link", name="The group").click()
    expect(page.get_by_text("With Alice Example")).to_be_visible()
    assert [row.user for row in cohort.leading.all()] == [alice]


def test_a_document_with_every_section_full_fits_two_printed_pages(open_as, monkeypatch, mona, alice, bob, person):
    words = "Words of a usual length about this, some longer than others"
    full = [
        Piece(heading.code, f"{words} {n}", words if n % 2 else "", source=PERSON)
        for heading in HEADINGS
        for n in range(40)
    ]
    monkeypatch.setattr(giving, "pieces_for", lambda *about: full)
    monkeypatch.setattr(documents, "live_pieces_for", lambda *about: [one for one in full if one.section in LIVE])
    handing = Handing(person, bob)
    row = give_hand_overs(by=mona, giver=alice, handings=[handing], why="leaves", from_on=today())[0]
    for prompt in ("works", "not_again", "promised"):
        add_note(by=alice, hand_over=row, prompt=prompt, words=f"{words}. {words}.")
    page = open_as(bob)
    page.goto(f"/hand-over/of/{row.ref}/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 2
