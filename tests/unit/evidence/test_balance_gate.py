"""The gate, edge by edge."""

from __future__ import annotations

import pytest

from throughgate_evidence.balance import CovariateBalance, band_of, judge


def row(name: str, smd: float) -> CovariateBalance:
    return CovariateBalance(name, name, None, False, 0.5, smd, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, band_of(smd))


def rows(*smds: float) -> list[CovariateBalance]:
    return [row(f"x{at}", smd) for at, smd in enumerate(smds)]


@pytest.mark.parametrize(
    ("smds", "band", "headline"),
    [
        ([], "green", True),
        ([0.0, -0.05], "green", True),
        ([0.0, 0.0501], "amber", True),
        ([-0.1], "amber", True),
        ([0.0, -0.1001], "red", False),
        ([float("inf")], "red", False),
        ([float("nan")], "red", False),
    ],
)
def test_the_worst_covariate_decides(smds, band, headline):
    gate = judge(rows(*smds))
    assert (gate.band, gate.headline, gate.forced) == (band, headline, False)


def test_names_and_counts():
    gate = judge(rows(0.01, -0.07, 0.2, -0.3, 0.06))
    assert gate.red == ("x3", "x2")
    assert gate.amber == ("x1", "x4")
    assert gate.counts == {"green": 1, "amber": 2, "red": 2}


def test_forced_only_where_it_made_a_difference():
    assert (judge(rows(0.2), force=True).headline, judge(rows(0.2), force=True).forced) == (True, True)
    assert (judge(rows(0.1), force=True).headline, judge(rows(0.1), force=True).forced) == (True, False)


def test_products_only_warn():
    gate = judge(rows(0.01), products=[row("age²", 0.4), row("age × prio", 0.02)])
    assert gate.headline and gate.band == "green"
    assert gate.products_red == ("age²",)
    assert gate.products == {"green": 1, "amber": 0, "red": 1}
