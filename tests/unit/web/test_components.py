import copy
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
import showcase
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def only_this_room(settings):
    """The frame as it stands on its own: no room above fills its context."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [HERE / "templates"]
    templates[0]["OPTIONS"]["context_processors"] = ["django.template.context_processors.request"]
    settings.TEMPLATES = templates


@pytest.fixture
def page(rf):
    context = showcase.context()
    context["messages"] = [Message(constants.SUCCESS, "Saved <it>"), Message(constants.ERROR, "Not saved")]
    return render_to_string("all_components.html", context, rf.get("/people/?page=4&show=overdue"))


def test_obeys_the_content_security_policy(page):
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son[a-z]+=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"(src|href)=\"(https?:)?//", page)


def test_ids_are_unique_but_for_the_two_forms(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert {name for name in ids if ids.count(name) > 1 and not name.startswith("id_")} == set()


def test_title_is_the_blocks_and_the_product(page):
    assert "<title>Every component – Throughgate</title>" in page


def test_frame_has_its_parts(page):
    assert 'href="#main-content"' in page
    assert '<main class="tg-main' in page
    assert 'aria-current="page">Today' in page
    assert re.search(r'action="/search/" method="post" role="search"', page)
    assert 'action="/out/" method="post"' in page
    assert "Record a contact" in page
    assert "Demonstration: invented people" in page


def test_messages_are_escaped_and_announced_by_weight(page):
    assert "Saved &lt;it&gt;" in page
    assert re.search(r'tg-notification--action" role="status">.*?Saved', page, re.S)
    assert re.search(r'tg-notification--overdue" role="alert">.*?Not saved', page, re.S)


def test_pages_keep_the_rest_of_the_query(page):
    assert "?page=5&amp;show=overdue" in page


def test_an_action_says_what_it_is_about(page):
    assert 'Record<span class="govuk-visually-hidden">: Treatment plan review, Carl Dunmore</span>' in page


def test_frame_without_anything_stands():
    html = render_to_string("web/base.html", {})
    assert "Sign out" not in html
    assert "Record a contact" not in html
    assert "<nav" not in html


def test_a_form_with_errors_says_so_in_the_title():
    html = render_to_string("web/base.html", {"form": SimpleNamespace(errors=["x"])})
    assert "<title>Error: " in html


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_error_pages_stand_without_any_context(code):
    html = render_to_string(f"{code}.html")
    assert html.count("<h1") == 1
    assert "Go to the first page" in html


def test_confirm_asks_in_its_own_form(rf):
    parts = {
        "title": "Remove Bob from this team?",
        "action_url": "/go/",
        "action_label": "Remove Bob",
        "cancel_url": "/back/",
        "harmful": True,
    }
    html = render_to_string("web/components/confirm.html", parts, rf.get("/"))
    assert 'name="csrfmiddlewaretoken"' in html
    assert "govuk-button--warning" in html
    assert 'href="/back/"' in html
