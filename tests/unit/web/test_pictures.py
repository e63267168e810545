import re
import string
from datetime import date
from itertools import combinations

import pytest
import showcase
from hypothesis import given
from hypothesis import strategies as st

from throughgate.web import pictures
from throughgate.web.pictures.circle import DESK, HEADING, PHONE
from throughgate.web.pictures.path import _place_labels
from throughgate.web.pictures.svg import text_width, wrapped

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


AROUND = st.builds(
    pictures.Around,
    name=st.text(string.ascii_letters + "ÀÉŁ -’", min_size=1, max_size=40).filter(str.strip),
    role=st.sampled_from(["", "Friend", "Community offender manager at the probation office of the town"]),
    barred=st.sampled_from(["", "No contact at all with each other"]),
    side=st.sampled_from(["", "left", "right"]),
)
SIZES = {"tg-circle__name": None, "tg-circle__role": 14, "tg-circle__barred": 14}


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@given(people=st.lists(AROUND, min_size=1, max_size=30))
def test_around_a_person_everything_is_inside_and_nothing_covers_another(size, people):
    drawing = showcase.Drawing(pictures.draw_circle(people, "Andie", "Family", "Working with them", size))
    _, _, width, height = map(float, drawing.all("svg")[0][0]["viewbox"].split())
    boxes = [_text_box(text, words, size) for text, words in drawing.all("text") if text["class"] in SIZES]
    dots = [dot for dot, _ in drawing.all("circle") if "tg-circle__dot " in dot["class"]]
    boxes += [_dot_box(*(float(dot[name]) for name in ("cx", "cy", "r"))) for dot in dots]
    assert len(dots) == len(people)
    for one in boxes:
        assert one[0] >= 0 and one[2] <= width and one[1] >= HEADING and one[3] <= height
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def _text_box(text, words, size):
    high = SIZES[text["class"]] or size.name
    x, y, wide = float(text["x"]), float(text["y"]), text_width(words, high)
    left = x if text["text-anchor"] == "start" else x - wide
    return left, y - high * 0.72, left + wide, y + high * 0.2


def _dot_box(x, y, r):
    return x - r, y - r, x + r, y + r


def test_every_name_around_a_person_can_be_read_on_a_phone():
    people = [pictures.Around("Maximilian Featherstone", "Friend")] * 20
    drawing = showcase.Drawing(pictures.draw_circle(people, "Andie", size=PHONE))
    names = " ".join(words for text, words in drawing.all("text") if text["class"] == "tg-circle__name")
    assert names.count("Maximilian") == names.count("Feath") == 20


@given(st.text(max_size=60), st.integers(30, 300), st.integers(1, 3))
def test_lines_are_never_wider_than_their_room(text, width, most):
    lines = wrapped(text, width, 14, most)
    assert 1 <= len(lines) <= most and all(text_width(line, 14) <= width for line in lines)


@pytest.mark.parametrize(("value", "most", "width"), [(5, 10, "50"), (0, 10, "0"), (20, 10, "100"), (1, 0, "0")])
def test_a_bar_is_as_long_as_its_share(value, most, width):
    assert f'width="{width}" height="10"/></svg>' in pictures.draw_bar(value, most, "action")
