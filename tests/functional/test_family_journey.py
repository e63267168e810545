"""One of the family from being asked to the workshop, on a phone without JavaScript; and every page is sound."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, axe_findings, sideways
from tests.cast import assign
from throughgate.casework.models import Booking
from throughgate.common.clock import today
from throughgate.family.models import FamilyMember, FamilyWord
from throughgate.family.selectors.members import member_of
from throughgate.family.services.checks import ask_check
from throughgate.family.services.meetings import When, arrange_workshop
from throughgate.family.services.members import add_member, keep_words, note_consent
from throughgate.people.models import AssignmentRole
from throughgate.people.services.circle import add_to_circle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mum(alice, person):
    assign(person, alice, AssignmentRole.FAMILY_PRACTITIONER)
    return add_to_circle(by=alice, person=person, kind="parent", name="Zelda Quince")


def sound(page):
    assert not axe_findings(page)
    assert sideways(page) <= 0


def fill_day(page, name, day):
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name={name}_{part}]").fill(str(value))


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def asked_for_all(page):
    for label in ("Meet with us", "Come to the workshop", "Have a part in the connection plan"):
        page.get_by_role("link", name="Ask, or note a yes that was taken back").click()
        page.get_by_label(label).check()
        page.get_by_label("Yes", exact=True).check()
        page.get_by_label("By phone").check()
        save(page)


def test_asked_checked_prepared_and_at_the_workshop_on_a_phone(open_as, alice, person, mum):
    page = open_as(alice, size=PHONE, javascript=False)
    page.goto(f"/family/{person.ref}/")
    page.get_by_role("link", name="Choose somebody").click()
    page.get_by_label("Zelda Quince").check()
    save(page)
    page.get_by_role("link", name="Zelda Quince", exact=True).click()
    asked_for_all(page)
    page.get_by_role("link", name="Ask an office").click()
    page.get_by_label("The prison’s offender management unit").check()
    save(page)
    page.get_by_role("link", name="The answer came").click()
    page.get_by_label("Nothing known against it").check()
    fill_day(page, "until", today() + timedelta(days=60))
    save(page)
    expect(page.get_by_text("A check holds")).to_be_visible()
    page.get_by_role("link", name="Record a meeting").click()
    page.get_by_label("A meeting with family").check()
    page.get_by_label("It prepared them for the workshop").check()
    save(page)
    page.get_by_role("link", name="Arrange the workshop").click()
    page.get_by_label("Zelda Quince").check()
    fill_day(page, "on", today())
    save(page)
    page.get_by_role("link", name="Open the workshop").click()
    expect(page.get_by_text("Keeps it safe")).to_be_visible()
    page.get_by_label("Zelda Quince").check()
    page.get_by_role("button", name="Save who came").click()
    expect(page.get_by_text("Ask each of them how it was").first).to_be_visible()
    row = FamilyMember.objects.get()
    assert member_of(alice, person, row.ref).standing.next == "followed"


def test_a_meeting_is_refused_with_the_reason(open_as, alice, person, mum):
    member = add_member(by=alice, person=person, circle=mum)
    note_consent(by=alice, member=member, to="take-part", answer="yes", on=today(), how="phone")
    page = open_as(alice, size=PHONE, javascript=False)
    page.goto(f"/family/{person.ref}/book/?member={member.ref}")
    page.get_by_label("A meeting with family").check()
    fill_day(page, "on", today() + timedelta(days=3))
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("no safeguarding check holds")
    assert not Booking.objects.exists()


def test_every_page_is_sound(open_as, alice, mona, person, mum, size, tmp_path):
    page = open_as(alice, size=size)
    page.goto(f"/family/{person.ref}/")
    sound(page)
    member = add_member(by=alice, person=person, circle=mum)
    for to in ("take-part", "workshop"):
        note_consent(by=alice, member=member, to=to, answer="yes", on=today(), how="phone")
    check = ask_check(by=alice, member=member, asked_of="omu", on=today())
    keep_words(by=alice, member=member, said={"hopes": "That we can talk"}, on=today())
    workshop = arrange_workshop(
        by=mona, person=person, members=[member], when=When(on=today()), override="The prison chose the day itself"
    )
    one = f"members/{member.ref}/"
    paths = [
        "",
        "add/",
        "book/",
        "met/",
        "copy/",
        "workshop/",
        f"workshop/{workshop.ref}/",
        f"checks/{check.ref}/",
        one,
    ]
    for path in [*paths, *(f"{one}{name}/" for name in ("kept", "reach", "ask", "safe", "said"))]:
        page.goto(f"/family/{person.ref}/{path}")
        sound(page)
        page.screenshot(path=str(tmp_path / f"{path.replace('/', '_')}{size['width']}.png"), full_page=True)
    assert FamilyWord.objects.count() == 1
