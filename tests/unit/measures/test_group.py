"""Figures over many: first and latest paired, what is missing, and what is withheld."""

from decimal import Decimal

from throughgate.measures.rules.change import Verdict
from throughgate.measures.rules.group import Course, pair, people_told, shown
from throughgate.measures.shipping import shipped_instruments

PHQ = shipped_instruments()["phq-9"].scales["total"]


def course(*values):
    return Course(tuple(None if value is None else Decimal(value) for value in values))


def test_first_and_latest_of_whoever_has_both():
    found = pair(PHQ, [course(20, 5, 10)] * 6 + [course(8), course(None, 9), course(None)])
    assert (found.people, found.pairs, found.once, found.unscored) == (9, 6, 2, 1)
    assert (found.first, found.latest, found.change) == (Decimal("20.0"), Decimal("10.0"), Decimal("-10.0"))
    assert found.verdicts[Verdict.BETTER] == "6"


def test_four_pairs_are_withheld():
    found = pair(PHQ, [course(20, 10)] * 4)
    assert found.is_withheld and found.first is None and found.latest is None and not found.verdicts


def test_five_pairs_are_told():
    assert pair(PHQ, [course(20, 10)] * 5).latest == Decimal("10.0")


def test_a_small_count_cannot_be_reckoned_from_the_others():
    told = shown({Verdict.BETTER: 20, Verdict.SAME: 9, Verdict.WORSE: 2})
    assert told == {Verdict.BETTER: "20", Verdict.SAME: "withheld", Verdict.WORSE: "withheld"}


def test_nothing_is_withheld_where_nothing_is_small():
    assert shown({Verdict.BETTER: 20, Verdict.SAME: 9, Verdict.WORSE: 0})[Verdict.WORSE] == "0"


def test_a_few_missing_cannot_be_reckoned_from_everybody():
    assert people_told(pair(PHQ, [course(20, 10)] * 10 + [course(8)] * 2)) == "withheld"
    assert people_told(pair(PHQ, [course(20, 10)] * 10 + [course(8)] * 5)) == "15"
    assert people_told(pair(PHQ, [course(20, 10)] * 10)) == "10"
