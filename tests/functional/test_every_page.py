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
    """The charity is loaded once, and each page once for both widths: neither the server nor a script asks for it."""
    load_charity(people=45)
    found = {}
    for role, listed in pages().items():
        page = open_as(None if role == "visitor" else User.objects.get(email=f"{role}@{DEMO_DOMAIN}"))
        for name, path in listed:
            status = page.goto(path).status
            if status != (404 if name == "not found" else 200):
                found[f"{role}: {name}"] = [f"answers {status}"]
            for width, size in SIZES.items():
                page.set_viewport_size(size)
                if wrong := _wrong(page):
                    found[f"{role}: {name} ({width})"] = wrong
    assert not found


def _wrong(page: Page) -> list[str]:
    over = sideways(page)
    return [*axe_findings(page), *([f"scrolls sideways by {over} px"] if over > 0 else [])]
