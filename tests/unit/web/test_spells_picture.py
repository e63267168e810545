"""Where somebody was, as a picture: every stretch and every day is in its words, and no label touches another."""

import re
from datetime import date, timedelta

import pytest

from throughgate.web.pictures import KnownDay, Stretch, draw_spells

TODAY = date(2026, 11, 20)
INSIDE = Stretch("Send (HMP)", date(2025, 1, 6), date(2026, 3, 2), "inside")
OUTSIDE = Stretch("Outside", date(2026, 3, 2), None, "outside")


def height(svg: str) -> int:
    return int(re.search(r'viewBox="0 0 1000 (\d+)"', svg)[1])


def test_it_says_in_words_what_it_draws():
    svg = draw_spells([INSIDE, OUTSIDE], [KnownDay("Licence ends", date(2027, 6, 1))], TODAY)
    assert "Send (HMP), Mon 6 Jan 2025 to Mon 2 Mar 2026." in svg
    assert "Outside, Mon 2 Mar 2026 until now." in svg
    assert "Licence ends: Tue 1 Jun 2027." in svg


def test_days_that_lie_close_take_two_lanes():
    close = [KnownDay(f"A day with a long name {n}", TODAY + timedelta(days=100 + n)) for n in range(2)]
    assert height(draw_spells([INSIDE, OUTSIDE], close, TODAY)) > height(
        draw_spells([INSIDE, OUTSIDE], close[:1], TODAY)
    )


def test_a_day_that_fits_nowhere_keeps_its_mark_and_its_words():
    close = [KnownDay(f"A day with a long name {n}", TODAY + timedelta(days=100 + n)) for n in range(4)]
    svg = draw_spells([INSIDE, OUTSIDE], close, TODAY)
    assert svg.count("<circle") == 4
    assert svg.count("A day with a long name") == 4 + 2  # each in the description, two drawn


def test_what_came_in_today_is_drawn():
    svg = draw_spells([Stretch("Send (HMP)", TODAY, None, "inside")], [], TODAY)
    assert 'class="tg-spells__band tg-spells__band--inside"' in svg


@pytest.mark.parametrize("days", range(10, 260, 10))
def test_a_label_stands_whole_or_not_at_all(days):
    out = Stretch("Outside", TODAY - timedelta(days=days), None, "outside")
    svg = draw_spells([Stretch("Send (HMP)", TODAY - timedelta(days=1200), out.from_on, "inside"), out], [], TODAY)
    drawn = re.findall(r'tg-spells__label"[^>]*>([^<]*)<', svg)
    assert {"Today", "Send (HMP)"} <= set(drawn) <= {"Today", "Send (HMP)", "Outside"}


def test_names_are_escaped():
    assert "<b>" not in draw_spells([Stretch("<b>Send", TODAY - timedelta(days=400), None, "inside")], [], TODAY)
