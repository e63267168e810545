"""A real browser on a real server. `open_as` gives a page that is signed in as one of the cast."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests.browser import DESK, PHONE
from throughgate.accounts.models import User

# Playwright's loop runs in this thread; the tests read the database beside it, never from within it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


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
