from datetime import date

import pytest

from tests.spec.release.cases import CASES, PAGE, calendar, page, said, verdict_of
from throughgate.release.rules.day import Nation
from throughgate.release.rules.working_days import (
    last_followed_working_day_before,
    last_working_day_before,
    release_day_warnings,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_a_day(case):
    assert said(verdict_of(case)) == case.facts


@pytest.mark.parametrize("row", calendar()[1], ids=lambda row: f"{row['on']} {row['nation']}")
def test_a_date(row):
    on, nation = date.fromisoformat(row["on"]), Nation(row["nation"])
    assert " ".join(one.kind for one in release_day_warnings(on, nation)) == row["warnings"]
    assert str(last_working_day_before(on, nation)) == row["working day before"]
    assert str(last_followed_working_day_before(on, nation)) == row["followed by one"]


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "If the difference is wanted: python -m tests.spec.release.cases"
