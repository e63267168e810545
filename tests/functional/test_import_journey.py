"""A manager brings in a list and finds that one of them was known already; in a real browser, on a desk and a phone."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser import axe_findings, sideways
from throughgate.people.models import Person
from throughgate.people.services import add_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = """First name,Surname,DOB,Prison,CRN
Robin,Ash,27/03/1988,Send,X123456
Kit,Fell,31/02/1979,Send,X654321
"""


@pytest.fixture
def known(mona, send) -> Person:
    return add_person(by=mona, given_name="Rob", family_name="Ash", site=send, born_on=date(1988, 3, 27))


def looks_right(page) -> None:
    assert not axe_findings(page)
    assert sideways(page) <= 0


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_a_list_with_a_mistake_to_one_record_of_each(open_as, mona, known, size, javascript, tmp_path):
    page = open_as(mona, size=size, javascript=javascript)

    def upload(text: str) -> None:
        file = tmp_path / "list.csv"
        file.write_text(text, encoding="utf-8")
        page.goto("/people/import/")
        page.get_by_label("Your list").set_input_files(file)
        page.get_by_role("button", name="Upload the list").click()
        expect(page.get_by_label("DOB")).to_have_value("born_on")
        page.get_by_role("button", name="Check the list").click()

    upload(LIST)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mend 1 row first")
    expect(page.get_by_text("There is no day “31/02/1979” in the calendar")).to_be_visible()
    if javascript:
        looks_right(page)

    upload(LIST.replace("31/02/1979", "28/02/1979"))
    expect(page.get_by_text("somebody we know already")).to_be_visible()
    page.get_by_label("I have looked at these rows").check()
    page.get_by_role("button", name="Add 2 people").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 people are added")
    assert Person.objects.count() == 3

    page.goto("/people/duplicates/")
    page.get_by_role("link", name=re.compile("^Compare")).first.click()
    expect(page.get_by_role("button", name="The same person")).to_be_visible()
    if javascript:
        looks_right(page)
    page.get_by_role("button", name="The same person").click()
    page.get_by_label("How do you know that they are one person?").fill("The same day of birth, and Rob told us")
    page.get_by_role("button", name="Put the two records together").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two records became one")
    assert Person.objects.count() == 2
