"""Linking against numbers made elsewhere, and against people for whom the truth is known."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from statsmodels.stats.proportion import proportion_confint

from throughgate_evidence.link.linking import LinkSettings, link
from throughgate_evidence.link.measuring import measure, wilson
from throughgate_evidence.link.synthetic import make_truth_set

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(("count", "of"), [(0, 10), (1, 10), (5, 10), (10, 10), (81, 263), (4_503, 4_507)])
def test_wilson_is_that_of_statsmodels(count, of):
    found = wilson(count, of)
    assert (found.lower, found.upper) == pytest.approx(proportion_confint(count, of, method="wilson"), abs=1e-12)


def test_wilson_as_published():
    """81 of 263: .2553 to .3662 (Newcombe 1998, Statistics in Medicine 17, table I, method 3)."""
    found = wilson(81, 263)
    assert (f"{found.lower:.4f}", f"{found.upper:.4f}") == ("0.2553", "0.3662")


@pytest.mark.parametrize(
    ("one", "other", "similarity"),
    [("MARTHA", "MARHTA", "0.961"), ("DWAYNE", "DUANE", "0.840"), ("DIXON", "DICKSONX", "0.813")],
)
def test_likeness_of_names_as_published(one, other, similarity):
    """Winkler (1990): the similarity that the rules and the model go by."""
    ((found,),) = duckdb.execute("SELECT jaro_winkler_similarity(?, ?)", [one, other]).fetchall()
    assert f"{found:.3f}" == similarity


@pytest.mark.slow
@pytest.mark.parametrize(("method", "recall"), [("deterministic", 0.93), ("probabilistic", 0.97), ("both", 0.97)])
def test_known_truth(tmp_path, method, recall):
    """1,000 people among 20,000 records. In the bench, 5,000 among 50,000: .948, .982 and .978, precision over .999."""
    made = make_truth_set(1_000, 20_000, seed=11)
    found = measure(link(*made.write(tmp_path), LinkSettings(method=method), today=TODAY), made.truth)
    assert found.overall.recall.share > recall
    assert found.overall.precision.share > 0.995
