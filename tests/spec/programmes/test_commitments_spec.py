"""The cases of commitments.txt stand, with what they come to, in docs/spec/commitments.md: read and agreed there."""

import pytest

from tests.spec.cases import written_of
from tests.spec.programmes.cases import CASES, PAGE, page, settled, table


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_case_comes_to_what_the_page_says(case):
    assert [line for line in written_of(PAGE, case).splitlines() if line.startswith("|")] == table(case)


def test_the_page_is_up_to_date():
    words = "Read the difference; if it is wanted: python -m tests.spec.programmes.cases"
    assert PAGE.read_text(encoding="utf-8") == page(), words


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_at_most_one_is_next_of_each_element(case):
    commitments, _ = settled(case)
    nexts = [one.element for one in commitments if one.is_next and not one.element.startswith("measure:")]
    assert len(nexts) == len(set(nexts))
