"""Whatever stands in the files of a sound zip, a pack is read or refused in words; nothing else comes of it."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.unit.fidelity.packs.charity import TEXTS, pack
from throughgate.fidelity.rules.pack_file import PackError
from throughgate.fidelity.selectors.pack_reading import Preview, preview_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]
anything = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
PLACES = st.sampled_from(sorted(TEXTS))
VALUES = st.sampled_from(
    ["", "yes", "0", "-1", "99999999999999999999", "[]", "{}", "[[]]", "{a: b}", "~", "'", "*a", "!!set {}"]
)


def read_or_refused(user, texts):
    try:
        assert isinstance(preview_of(user, pack(texts)), Preview)
    except PackError as refused:
        assert all(error.what and error.mend and error.line > 0 for error in refused.errors)


@anything
@given(PLACES, st.data())
def test_a_value_that_is_something_else(mona, place, data):
    """One line says, after its colon, what nobody would write there."""
    lines = TEXTS[place].splitlines()
    at = data.draw(st.sampled_from([n for n, line in enumerate(lines) if ":" in line]))
    lines[at] = f"{lines[at].partition(':')[0]}: {data.draw(VALUES)}"
    read_or_refused(mona, {**TEXTS, place: "\n".join(lines) + "\n"})


@anything
@given(PLACES, st.data())
def test_lines_that_are_missing_or_twice(mona, place, data):
    lines = TEXTS[place].splitlines()
    at, times = data.draw(st.integers(0, len(lines) - 1)), data.draw(st.sampled_from([0, 2]))
    read_or_refused(mona, {**TEXTS, place: "\n".join([*lines[:at], *lines[at : at + 1] * times, *lines[at + 1 :]])})


@anything
@given(PLACES, st.text(max_size=80))
@example("model.yaml", "model: x")
@example("questions/needs.yaml", "version: 1")
@example("questions/bank/garden.yaml", "bank: garden\nversion: 1\ntitle: G\nitems: {}")
def test_any_text(mona, place, text):
    read_or_refused(mona, {**TEXTS, place: text.encode("utf-8", "replace").decode()})


@anything
@given(st.sets(PLACES))
def test_files_that_are_left_out(mona, places):
    read_or_refused(mona, {place: text for place, text in TEXTS.items() if place not in places})
