"""The cases of promises.txt stand, with what they come to, in docs/spec/promises.md: read and agreed there."""

import pytest

from tests.spec.cases import written_of
from tests.spec.programmes.promise_cases import CASES, PAGE, page, table


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_case_comes_to_what_the_page_says(case):
    assert [line for line in written_of(PAGE, case).splitlines() if line.startswith("|")] == table(case)


def test_the_page_is_up_to_date():
    words = "Read the difference; if it is wanted: python -m tests.spec.programmes.promise_cases"
    assert PAGE.read_text(encoding="utf-8") == page(), words
