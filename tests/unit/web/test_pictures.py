import re
from datetime import date

import pytest
import showcase
from hypothesis import given
from hypothesis import strategies as st

from throughgate.web import pictures
from throughgate.web.pictures.path import _place_labels

ALL = [
    pictures.draw_path(showcase.path(), "Andie"),
    pictures.draw_path_small(showcase.path(), "Andie"),
    pictures.draw_theory(showcase.chains(), "Theory of change"),
    pictures.draw_circle(showcase.around(), "Andrea Bell"),
]


@pytest.mark.parametrize("drawn", ALL, ids=["path", "small", "theory", "circle"])
def test_has_a_title_a_description_and_no_inline_style(drawn):
    drawing = showcase.Drawing(drawn)
    assert drawing.open == []
    assert drawing.all("svg")[0][0]["role"] == "img"
    assert drawing.all("title")[0][1]
    assert drawing.all("desc")[0][1]
    assert "style=" not in drawn


@pytest.mark.parametrize("drawn", ALL, ids=["path", "small", "theory", "circle"])
def test_is_light(drawn):
    assert len(drawn) < 8_000


@pytest.mark.parametrize("here", [-1, -0.5, 0, 0.3, 1])
def test_the_path_says_where_the_person_is(here):
    said = pictures.path_words(showcase.path(here))
    assert said.startswith(
        {True: "Now in custody", False: "Now at the gate"}[here < 0] if here <= 0 else "Now in the community"
    )
    assert "Conditional release: Thu 3 Dec 2026" in said


def test_a_path_without_a_release_date_says_so():
    path = pictures.Path((), -0.5, "Release", None)
    assert "no date yet" in pictures.draw_path(path)
    assert "no date yet" in pictures.draw_path_small(path)


def test_names_are_escaped():
    drawn = pictures.draw_circle([pictures.Around("<b>Sam</b>", "Brother & friend")], "Andie")
    assert "<b>" not in drawn
    assert "&lt;b&gt;Sam" in drawn


@given(
    st.lists(
        st.builds(
            pictures.Stop,
            label=st.text("abcdefghij klm", min_size=1, max_size=60),
            on=st.none() | st.just(date(2026, 12, 3)),
            reached=st.booleans(),
            where=st.floats(-1, 1),
        ),
        max_size=14,
    ),
    st.floats(-1, 1),
)
def test_labels_on_the_path_never_touch(stops, here):
    drawn = pictures.draw_path(pictures.Path(tuple(stops), here, "Release", None))
    assert showcase.Drawing(drawn).open == []
    ordered = sorted(stops, key=lambda stop: stop.where)
    labels = [label for label in _place_labels(ordered, 500) if label]
    for one in labels:
        for other in labels:
            if one is not other and one.lane == other.lane:
                assert one.right <= other.left or other.right <= one.left


def test_the_table_has_release_in_its_place():
    rows = pictures.path_rows(showcase.path(0.4))
    assert [row.label for row in rows][3:6] == ["Family workshop", "Conditional release", "First visit"]
    assert rows[4].reached


def test_equal_boxes_of_a_theory_are_drawn_once():
    drawn = pictures.draw_theory(showcase.chains(), "Theory of change")
    assert len(re.findall("tg-theory__box--activity", drawn)) == 4
    assert len(re.findall("tg-theory__box--mechanism", drawn)) == 3
    assert len(re.findall("tg-theory__box--measure", drawn)) == 2


def test_boxes_of_a_column_do_not_overlap():
    drawing = showcase.Drawing(pictures.draw_theory(showcase.chains(), "Theory of change"))
    boxes = [(float(rect["x"]), float(rect["y"]), float(rect["height"])) for rect, _ in drawing.all("rect")]
    for x, y, height in boxes:
        assert not [1 for other_x, other_y, _ in boxes if other_x == x and y < other_y < y + height]


@pytest.mark.parametrize("many", [1, 2, 7, 16])
def test_names_around_a_person_have_a_row_each(many):
    people = [pictures.Around(f"Person {n}", "Friend") for n in range(many)]
    drawing = showcase.Drawing(pictures.draw_circle(people, "Andie"))
    names = {(text["text-anchor"], text["y"]) for text, _ in drawing.all("text") if text["class"] == "tg-circle__name"}
    assert len(names) == many


@pytest.mark.parametrize(("value", "most", "width"), [(5, 10, "50"), (0, 10, "0"), (20, 10, "100"), (1, 0, "0")])
def test_a_bar_is_as_long_as_its_share(value, most, width):
    assert f'width="{width}" height="10"/></svg>' in pictures.draw_bar(value, most, "action")
