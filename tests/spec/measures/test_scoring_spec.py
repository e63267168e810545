"""Every edge of every instrument's scoring, as its authors publish it."""

from pathlib import Path

import pytest

from tests.spec.cases import Case, read_cases
from throughgate.measures.rules.scoring import score
from throughgate.measures.rules.words import in_sentence, number
from throughgate.measures.shipping import shipped_instruments

CASES = read_cases(Path(__file__).with_name("scoring.txt"), r"(score|filled) ")


def told(case: Case) -> list[str]:
    slug, _, points = case.given[0].partition(": ")
    instrument = shipped_instruments()[slug]
    scored = [key for key, item in instrument.items.items() if item.scored]
    given = [None if one == "-" else int(one) for one in points.split()]
    found = score(instrument, dict(zip(scored, given, strict=True)))["total"]
    if found.value is None:
        return ["score none"]
    band = f", {in_sentence(found.band)}" if found.band else ""
    lines = [f"score {number(found.value)} of {found.high}{band}"]
    return [*lines, f"filled {found.filled}"] if found.filled else lines


def test_every_complete_instrument_with_a_score_has_its_edges():
    told_of = {case.given[0].partition(":")[0] for case in CASES}
    assert told_of >= {slug for slug, one in shipped_instruments().items() if one.is_usable and one.scales}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.chapter}: {case.title}")
def test_scored_as_published(case):
    assert told(case) == case.facts
