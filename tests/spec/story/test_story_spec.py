"""The cases of story.txt stand, with what they come to, in docs/spec/story.md: read and agreed there."""

import pytest

from tests.spec.cases import written_of
from tests.spec.story.cases import CASES, PAGE, page, table


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_case_comes_to_what_the_page_says(case):
    assert written_of(PAGE, case).rstrip().endswith("\n".join(table(case)))


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "If the difference is wanted: python -m tests.spec.story.cases"
