"""Scores over time, and the wheel."""

from datetime import date

from throughgate.web.pictures import ScoreMark, Spoke, Zone, draw_scores, draw_wheel

ZONES = [Zone(0, "Minimal"), Zone(5, "Mild"), Zone(10, "Moderate")]
MARKS = [ScoreMark(date(2026, 1, 5), 14, "14 of 21, moderate"), ScoreMark(date(2026, 3, 5), 4, "4 of 21, minimal")]


def test_every_zone_has_its_name_and_the_picture_its_words():
    drawn = draw_scores(MARKS, ZONES, 0, 21, "Worry over time")
    assert all(f">{zone.title}</text>" in drawn for zone in ZONES)
    assert "Mon 5 Jan 2026: 14 of 21, moderate." in drawn


def test_a_lower_score_stands_lower():
    heights = [float(part.split('"')[0]) for part in draw_scores(MARKS, ZONES, 0, 21, "Worry").split('cy="')[1:]]
    assert heights[0] < heights[1]


def test_one_alone_and_two_on_one_day_can_be_drawn():
    assert "<circle" in draw_scores(MARKS[:1], [], 0, 21, "Worry")
    same = [MARKS[0], ScoreMark(MARKS[0].on, 2, "2 of 21, minimal")]
    assert draw_scores(same, ZONES, 0, 21, "Worry").count("<circle") == 2


def test_the_wheel_tells_what_was_not_talked_about():
    spokes = [Spoke("Home", 4, 2, 5), Spoke("Money", None), Spoke("Work", 1)]
    drawn = draw_wheel(spokes, 5, "Jo’s own view")
    assert "Home: 4 of 5, first 2, to get to 5." in drawn and "Money: not talked about." in drawn
