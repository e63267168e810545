"""Standardised mean differences against their formula."""

from __future__ import annotations

import numpy as np
import pytest

from throughgate_evidence import evaluate
from throughgate_evidence.balance import band_of


@pytest.mark.parametrize(
    ("smd", "band"),
    [(0, "green"), (0.05, "green"), (-0.0501, "amber"), (0.1, "amber"), (-0.1001, "red"), (float("inf"), "red")],
)
def test_bands(smd, band):
    assert band_of(smd) == band


def ages(rows, mark):
    return np.array([row["age"] for row in rows if row["treated"] == mark], dtype=float)


@pytest.mark.parametrize("scale", ["pooled", "treated"])
def test_smd_before(people, rows, scale):
    treated, comparison = ages(rows, 1), ages(rows, 0)
    variance = {"pooled": (treated.var(ddof=1) + comparison.var(ddof=1)) / 2, "treated": treated.var(ddof=1)}[scale]
    found = evaluate(people, treated="treated", covariates=["age", "area"], outcomes=["reoffended"], smd_scale=scale)
    assert found.balance[0].smd_before == pytest.approx((treated.mean() - comparison.mean()) / np.sqrt(variance))
    assert found.balance[0].variance_ratio_before == pytest.approx(treated.var(ddof=1) / comparison.var(ddof=1))


def test_every_level_of_a_category_is_there_and_shares_sum_to_one(people):
    found = evaluate(people, treated="treated", covariates=["age", "area"], outcomes=["reoffended"])
    levels = [row for row in found.balance if row.covariate == "area"]
    assert {row.level for row in levels} == {"north", "south", "east"}
    assert sum(row.is_reference for row in levels) == 1
    for name in ("mean_treated_before", "mean_comparison_before", "mean_treated_after", "mean_comparison_after"):
        assert sum(getattr(row, name) for row in levels) == pytest.approx(1)


def test_matching_brings_the_groups_together(people):
    found = evaluate(people, treated="treated", covariates=["age", "convictions"], outcomes=["reoffended"])
    assert max(abs(row.smd_after) for row in found.balance) < max(abs(row.smd_before) for row in found.balance)
