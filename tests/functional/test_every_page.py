"""axe finds nothing, and nothing scrolls sideways, on any page of a small demonstration charity."""

import pytest

from tests.browser import DESK, PHONE, axe_findings, sideways
from throughgate.accounts.models import User
from throughgate.demo.charity import DEMO_DOMAIN, load_charity
from tools.pages import pages

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_page(open_as, size):
    load_charity(people=45)
    found = {}
    for role, listed in pages().items():
        user = None if role == "visitor" else User.objects.get(email=f"{role}@{DEMO_DOMAIN}")
        page = open_as(user, size=size)
        for name, path in listed:
            page.goto(path)
            problems = axe_findings(page)
            if sideways(page) > 0:
                problems.append(f"scrolls sideways by {sideways(page)} px")
            if problems:
                found[f"{role}: {name}"] = problems
    assert not found
