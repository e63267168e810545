"""Figures over many: first and latest paired, what is missing, and what is withheld."""

from decimal import Decimal

import pytest

from throughgate.measures.rules.change import Verdict
from throughgate.measures.rules.group import Course, pair, tell
from throughgate.measures.shipping import shipped_instruments

PHQ = shipped_instruments()["phq-9"].scales["total"]


def course(*values):
    return Course(tuple(None if value is None else Decimal(value) for value in values))


def test_first_and_latest_of_whoever_has_both():
    found = pair(PHQ, [course(20, 5, 10)] * 6 + [course(8), course(None, 9)] * 2 + [course(None)])
    assert (found.people, found.pairs, found.once, found.unscored) == (11, 6, 4, 1)
    assert (found.first, found.latest, found.change) == (Decimal("20.0"), Decimal("10.0"), Decimal("-10.0"))
    assert tell(found).verdicts[Verdict.BETTER] == "6"


def test_four_pairs_are_withheld():
    found = pair(PHQ, [course(20, 10)] * 4)
    assert found.first is None and found.latest is None
    assert (tell(found).pairs, tell(found).verdicts[Verdict.BETTER]) == ("withheld", "withheld")


def test_five_pairs_are_told():
    assert pair(PHQ, [course(20, 10)] * 5).latest == Decimal("10.0")


def told(better=0, same=0, worse=0, once=0):
    courses = [course(20, 10)] * better + [course(10, 10)] * same + [course(10, 20)] * worse + [course(8)] * once
    return tell(pair(PHQ, courses))


def test_a_small_count_cannot_be_reckoned_from_the_others():
    assert list(told(20, 9, 2).verdicts.values()) == ["20", "withheld", "withheld"]


def test_two_small_counts_that_are_few_together_take_a_third_with_them():
    assert set(told(10, 1, 1).verdicts.values()) == {"withheld"}


def test_nothing_is_withheld_where_nothing_is_small():
    assert list(told(20, 9, 0).verdicts.values()) == ["20", "9", "0"]


@pytest.mark.parametrize(
    ("pairs", "once", "words"),
    [
        (10, 2, ("12", "withheld", "withheld")),
        (3, 9, ("12", "withheld", "withheld")),
        (10, 5, ("15", "10", "5")),
        (10, 0, ("10", "10", "0")),
    ],
)
def test_few_cannot_be_reckoned_from_everybody(pairs, once, words):
    found = told(pairs, once=once)
    assert (found.people, found.pairs, found.missing) == words
