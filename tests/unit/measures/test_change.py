"""Reliable change, against the worked example of Jacobson and Truax (1991) and the edges of what is shipped."""

from decimal import Decimal

import pytest

from throughgate.measures.grammar import Change, Missing, Scale
from throughgate.measures.rules.change import Verdict, change_index, is_reliable, judge
from throughgate.measures.shipping import shipped_instruments


def test_the_worked_example():
    """A couple's adjustment goes from 32.5 to 47.5; the spread is 7.5 and the reliability .80: the index is 3.16."""
    assert change_index(Decimal("32.5"), Decimal("47.5"), 7.5, 0.80) == pytest.approx(3.16, abs=0.005)


def test_reckoned_from_spread_and_reliability():
    change = Change(sd_hundredths=750, reliability_hundredths=80, source="The example.")
    assert is_reliable(change, Decimal("32.5"), Decimal("47.5"))
    assert not is_reliable(change, Decimal("32.5"), Decimal("41.7"))  # 1.94
    assert is_reliable(change, Decimal("32.5"), Decimal("41.9"))  # 1.98


@pytest.mark.parametrize(
    ("slug", "before", "after", "verdict"),
    [
        ("phq-9", 15, 10, Verdict.SAME),
        ("phq-9", 15, 9, Verdict.BETTER),
        ("phq-9", 9, 15, Verdict.WORSE),
        ("phq-9", 9, 14, Verdict.SAME),
        ("gad-7", 12, 9, Verdict.SAME),
        ("gad-7", 12, 8, Verdict.BETTER),
        ("gad-7", 8, 12, Verdict.WORSE),
        ("audit-c", 12, 0, Verdict.UNJUDGED),
        ("barc-10", 10, 60, Verdict.UNJUDGED),
        ("core-10", 20, 14, Verdict.BETTER),
        ("core-10", 20, 15, Verdict.SAME),
    ],
)
def test_at_the_edges(slug, before, after, verdict):
    assert judge(shipped_instruments()[slug].scales["total"], Decimal(before), Decimal(after)) is verdict


def test_higher_may_be_better():
    scale = Scale(
        title="Hope",
        better="higher",
        missing=Missing(most=0, source="None."),
        change=Change(points=5, source="Made up."),
    )
    assert judge(scale, Decimal(10), Decimal(15)) is Verdict.BETTER
    assert judge(scale, Decimal(15), Decimal(10)) is Verdict.WORSE
