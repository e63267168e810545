"""Somebody whose session ended while they wrote finds their words again, without any script."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser import PHONE
from throughgate.casework.models import ContactPerson

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Rang her sister.\nShe would like to come on Friday."
PASSWORD = "correct horse battery"


@pytest.mark.parametrize("in_another_tab", [False, True], ids=["on the way", "in another tab"])
def test_words_written_while_signed_out_are_sent_after_signing_in(open_as, alice, person, in_another_tab):
    page = open_as(alice, size=PHONE, javascript=False)
    page.goto(f"/contacts/record/?person={person.ref}&kind=one-to-one")
    page.get_by_label(re.compile("What happened")).fill(WORDS)
    page.get_by_label("45 min").check()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    if in_another_tab:
        _sign_in_in_another_tab(page, alice)
    page.get_by_role("button", name="Save this contact").click()
    if not in_another_tab:
        _sign_in(page, alice)
    expect(page.get_by_role("heading", name="What you typed is still here")).to_be_visible()
    expect(page.locator("main")).to_contain_text("She would like to come on Friday.")
    page.get_by_role("button", name="Send what you typed").click()
    expect(page.locator("main")).to_contain_text("She would like to come on Friday.")
    part = ContactPerson.objects.get()
    assert (part.note.split(), part.entry.minutes, part.entry.by) == (WORDS.split(), 45, alice)


def _sign_in(page, user) -> None:
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _sign_in_in_another_tab(page, user) -> None:
    other = page.context.new_page()
    other.goto("/accounts/login/")
    _sign_in(other, user)
    expect(other.get_by_role("link", name="Today").first).to_be_visible()
    other.close()
