from datetime import UTC, date, datetime

import pytest

from throughgate.web.icons import ICONS
from throughgate.web.templatetags import web

CONTRACT = [
    "contact",
    "phone",
    "gate",
    "home",
    "id",
    "family",
    "group",
    "clinical",
    "work",
    "plan",
    "report",
    "measure",
    "court",
    "travel",
    "note",
    "warning",
    "check",
    "clock",
    "person",
    "people",
    "search",
    "calendar",
    "lock",
    "chart",
    "book",
]


@pytest.mark.parametrize("name", CONTRACT)
def test_draws_each_icon_hidden_from_screen_readers(name):
    assert name in ICONS
    assert 'aria-hidden="true"' in web.icon(name)


def test_an_unknown_icon_is_a_note():
    assert web.icon("nonsense") == web.icon("note")


@pytest.mark.parametrize("state", ["overdue", "due", "upcoming", "met", "met_late", "waived", "not_done", "undated"])
def test_each_state_says_itself_in_words_and_in_a_drawing(state):
    shown = web.state_tag(state)
    assert web.STATES[state][0] in shown
    assert "<svg" in shown


def test_text_of_a_tag_is_escaped():
    assert "<script>" not in web.tag("<script>", "due")


def test_an_unknown_tone_is_quiet():
    assert "tg-tag--quiet" in web.tag("x", "purple")


def test_a_day_carries_its_machine_form():
    assert web.day(date(2026, 12, 3)) == '<time datetime="2026-12-03">Thu 3 Dec 2026</time>'
    assert web.day_short(date(2026, 12, 3)) == '<time datetime="2026-12-03">3 Dec</time>'


def test_a_moment_is_told_in_london_time():
    assert "Mon 1 Jun 2026 at 15:05" in web.moment(datetime(2026, 6, 1, 14, 5, tzinfo=UTC))


@pytest.mark.parametrize("filter_", [web.day, web.day_short, web.moment])
def test_no_day_is_nothing(filter_):
    assert filter_(None) == ""
