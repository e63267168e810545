"""A driver's week as a picture."""

from throughgate.web.pictures.hours import HoursOfDay, draw_hours

WEEK = [HoursOfDay("Monday", [(480, 720), (780, 1080)]), HoursOfDay("Tuesday", [])]


def test_it_says_in_words_what_it_shows():
    drawn = draw_hours(WEEK, "Victor")
    assert "The week of Victor" in drawn
    assert "Monday 08:00 to 12:00 and 13:00 to 18:00; Tuesday not" in drawn


def test_a_span_for_each_time_they_are_there():
    assert draw_hours(WEEK).count("tg-hours__there") == 2


def test_what_lies_before_the_picture_begins_is_drawn_at_its_edge():
    drawn = draw_hours([HoursOfDay("Monday", [(0, 300)])])
    assert 'y="6" width="27.4" height="2"' in drawn


def test_names_are_escaped():
    assert "<b>" not in draw_hours(WEEK, "<b>")
