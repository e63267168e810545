"""axe finds nothing, and nothing scrolls sideways, on any page of a small demonstration charity."""

import pytest
from playwright.sync_api import Page

from tests.browser import DESK, PHONE, axe_findings, sideways
from throughgate.accounts.models import User
from throughgate.demo.charity import DEMO_DOMAIN, load_charity
from tools.pages import pages

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


SIZES = {"desk": DESK, "phone": PHONE}


def test_axe_finds_nothing_on_any_page(open_as):
    """The charity is loaded once for both sizes: that takes as long as many pages."""
    load_charity(people=45)
    found = {}
    for role, listed in pages().items():
        user = None if role == "visitor" else User.objects.get(email=f"{role}@{DEMO_DOMAIN}")
        for width, size in SIZES.items():
            page = open_as(user, size=size)
            for name, path in listed:
                if wrong := _wrong(page, name, path):
                    found[f"{role}: {name} ({width})"] = wrong
    assert not found


def _wrong(page: Page, name: str, path: str) -> list[str]:
    status = page.goto(path).status
    problems = list(axe_findings(page))
    if status != (404 if name == "not found" else 200):
        problems.append(f"answers {status}")
    if sideways(page) > 0:
        problems.append(f"scrolls sideways by {sideways(page)} px")
    return problems
