"""A real browser on a real server. `open_as` gives a page that is signed in as one of the cast."""

import os
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.browser import DESK, PHONE, chromium
from throughgate.accounts.models import User

# Playwright's loop runs in this thread; the tests read the database beside it, never from within it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def size(request) -> dict[str, int]:
    return request.param


@pytest.fixture
def open_as(browser, live_server) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_page(user: User | None, *, size: dict[str, int] = DESK, javascript: bool = True) -> Page:
        context = browser.new_context(viewport=size, base_url=live_server.url, java_script_enabled=javascript)
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user:
            sign_in(context, user, live_server.url)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def sign_in(context, user: User, url: str) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def axe_findings(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule and element."""
    violations = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['target']}" for v in violations for node in v["nodes"]]


def sideways(page: Page) -> int:
    """By how many pixels the page scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
