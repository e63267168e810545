"""Pooling over sites: invariants, what is refused, and what is not shown."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughgate_evidence.disclosure import control_pooled
from throughgate_evidence.outcomes import Estimate
from throughgate_evidence.pooling import SiteSummary, effect_of, pool, summary_of, to_json
from throughgate_evidence.refusals import EvidenceInputError
from throughgate_evidence.report import pooled_sentences, render_pooled

EFFECTS = st.lists(
    st.tuples(st.floats(-2, 2), st.floats(0.05, 1)).map(lambda pair: tuple(round(part, 4) for part in pair)),
    min_size=3,
    max_size=8,
)
TOWNS = ("Arden", "Brook", "Cove", "Dale", "Elm", "Fern", "Glen", "Heath")


def sites(*effects):
    return [SiteSummary(name, one, se) for name, (one, se) in zip(TOWNS, effects, strict=False)]


def counted(site, a, n1, c, n2, dose=None):
    return SiteSummary(site, n_treated=n1, n_comparison=n2, events_treated=a, events_comparison=c, dose=dose)


LARGE = [counted("Arden", 30, 100, 80, 200), counted("Brook", 60, 150, 90, 180), counted("Cove", 45, 160, 70, 170)]


@settings(deadline=None, max_examples=50)
@given(EFFECTS, st.sampled_from(["reml", "dl"]), st.floats(-3, 3))
def test_moving_every_site_moves_the_average(effects, method, shift):
    one = pool(sites(*effects), method)
    other = pool(sites(*((effect + shift, se) for effect, se in effects)), method)
    assert other.estimate == pytest.approx(one.estimate + shift, abs=1e-7)
    assert (other.tau2, other.q) == pytest.approx((one.tau2, one.q), rel=1e-5, abs=1e-7)


@settings(deadline=None, max_examples=50)
@given(EFFECTS, st.sampled_from(["reml", "dl"]))
def test_within_the_range_of_the_sites_and_order_changes_nothing(effects, method):
    found, turned = pool(sites(*effects), method), pool(list(reversed(sites(*effects))), method)
    estimates = [effect for effect, _ in effects]
    assert min(estimates) - 1e-9 <= found.estimate <= max(estimates) + 1e-9
    assert turned.estimate == pytest.approx(found.estimate, abs=1e-9)
    assert sum(site.weight for site in found.sites) == pytest.approx(1)
    assert found.tau2_lower <= found.tau2_upper and 0 <= found.i2 <= 1


@settings(deadline=None, max_examples=30)
@given(EFFECTS)
def test_without_a_site_is_pooling_the_others(effects):
    summaries = sites(*effects)
    found = pool(summaries).sites[0].without
    others = pool(summaries[1:])
    assert (found.estimate, found.lower, found.upper, found.p) == (
        others.estimate,
        others.lower,
        others.upper,
        others.p,
    )


@settings(deadline=None, max_examples=50)
@given(EFFECTS)
def test_reml_is_the_highest_restricted_likelihood(effects):
    """Against a grid over τ²; the likelihood is written out here."""
    y, se = np.array(effects).T

    def likelihood(tau2):
        w = 1 / (se**2 + tau2)
        apart = y - w @ y / w.sum()
        return 0.5 * (np.log(w).sum() - np.log(w.sum()) - w @ apart**2)

    found = likelihood(pool(sites(*effects)).tau2)
    near = pool(sites(*effects)).tau2
    assert all(found >= likelihood(near * factor) - 1e-9 for factor in (0.9, 0.99, 1.01, 1.1))


def test_sites_that_agree_have_no_spread():
    found = pool(sites((0.2, 0.1), (0.2, 0.1), (0.2, 0.1)))
    assert (found.tau2, found.i2, found.q) == pytest.approx((0, 0, 0), abs=1e-12)
    assert (found.estimate, found.lower, found.upper) == pytest.approx((0.2, 0.2, 0.2))


def test_two_sites_have_no_prediction_and_nothing_to_leave_out():
    found = pool(sites((0.1, 0.1), (0.4, 0.2)))
    assert (found.prediction_lower, found.sites[0].without) == (None, None)


def test_prediction_is_wider_than_the_average():
    found = pool(sites((0.1, 0.1), (0.8, 0.1), (-0.5, 0.1), (0.4, 0.2)))
    assert found.prediction_lower < found.lower < found.upper < found.prediction_upper


def test_an_empty_cell_has_a_half_added():
    """metafor: escalc("RR", ai=0, bi=20, ci=4, di=16) and escalc("RD", …)."""
    site = counted("Arden", 0, 20, 4, 20)
    ratio, difference = effect_of(site, "risk ratio"), effect_of(site, "difference")
    assert (ratio.estimate, ratio.variance) == pytest.approx((-2.19722457734, 2.126984126984))
    assert (difference.estimate, difference.variance) == pytest.approx((-0.1904761904762, 0.00912428463449))


def test_an_adjusted_estimate_goes_before_raw_counts_and_makes_no_ratio():
    site = replace(LARGE[0], estimate=-0.2, se=0.05)
    assert effect_of(site, "difference").estimate == -0.2
    with pytest.raises(EvidenceInputError, match="Arden .* would undo the matching"):
        effect_of(site, "risk ratio")


def test_a_summary_of_an_estimate():
    estimate = Estimate(60, 200, 10, 50, 0.17, 0.25, -0.08, 0.05, 90.0, -0.18, 0.02, 0.1, "sandwich", 500)
    assert summary_of("Arden", estimate, 3.0) == SiteSummary("Arden", -0.08, 0.05, 60, 200, 10, 50, 3.0)
    assert summary_of("Arden", None) == SiteSummary("Arden")


def test_a_site_that_withheld_its_figures_is_left_out_and_named():
    found = pool([*LARGE, SiteSummary("Dale", n_treated=12)])
    assert (found.n_sites, found.left_out) == (3, ("Dale",))


@pytest.mark.parametrize(
    ("summaries", "options", "words"),
    [
        (LARGE[:1], {}, "at least two sites with an estimate"),
        ([], {}, "there are 0"),
        (LARGE[:1] * 2, {}, "Site Arden is there twice"),
        ([*LARGE[:1], replace(LARGE[0], site=" arden ")], {}, "arden  is there twice"),
        (sites((0.1, 0.0), (0.2, 0.1)), {}, "Site Arden: a standard error of 0"),
        (sites((0.1, float("nan")), (0.2, 0.1)), {}, "Site Arden: a standard error of nan"),
        (sites((float("inf"), 0.1), (0.2, 0.1)), {}, "not a finite number"),
        ([counted("Arden", 7, 5, 1, 9)], {}, "7 people of the treatment group had the outcome, out of 5"),
        ([counted("Arden", 0, 0, 1, 9)], {}, "nobody in the treatment group"),
        (LARGE, {"method": "ml"}, "no method 'ml'"),
        (LARGE, {"measure": "odds"}, "no measure 'odds'"),
        (LARGE, {"by_dose": True}, "Site Arden has no dose"),
        ([replace(site, dose=1.0) for site in LARGE], {"by_dose": True}, "at least 3 sites that differ"),
    ],
)
def test_refusals(summaries, options, words):
    with pytest.raises(EvidenceInputError, match=words):
        pool(summaries, **options)


def test_large_sites_are_shown_in_full():
    found = pool(LARGE)
    assert found == pool(LARGE, disclosure="none")
    assert (found.hidden, found.n_treated, found.n_comparison) == (0, 410, 550)


def test_a_small_site_counts_but_is_not_shown_nor_to_be_worked_out():
    small = counted("Dale", 2, 30, 9, 40)
    found, open_ = pool([*LARGE, small]), pool([*LARGE, small], disclosure="none")
    assert [site.site for site in found.sites if not site.shown] == ["Arden", "Dale"]
    for site in found.sites:
        if not site.shown:
            assert {site.estimate, site.se, site.weight, site.n_treated, site.events_treated, site.without} == {None}
    assert all(site.without is None for site in found.sites)
    assert found.estimate != open_.estimate
    assert found.estimate == pytest.approx(open_.estimate, abs=open_.se / 10)
    assert any("count in the average" in note for note in found.notes)


@pytest.mark.parametrize(("events", "shown"), [(4, False), (5, True), (25, True), (26, False), (0, True), (30, True)])
def test_the_edge_of_a_small_cell(events, shown):
    found = pool([*LARGE, counted("Dale", events, 30, 12, 40)])
    assert next(site for site in found.sites if site.site == "Dale").shown is shown


@pytest.mark.parametrize(("people", "shown"), [(9, False), (10, True)])
def test_the_edge_of_a_small_group(people, shown):
    found = pool([*sites((0.1, 0.1), (0.2, 0.2), (0.3, 0.2)), SiteSummary("Dale", 0.2, 0.3, people, 50)])
    assert next(site for site in found.sites if site.site == "Dale").shown is shown


def test_totals_go_where_the_hidden_are_few_together():
    few = [counted("Dale", 2, 4, 9, 40), counted("Elm", 2, 5, 9, 40)]
    found = pool([*LARGE, *few])
    assert (found.n_treated, found.n_comparison) == (None, 630)


def test_controlling_twice_changes_nothing():
    found = pool([*LARGE, counted("Dale", 2, 30, 9, 40)])
    assert control_pooled(found) == found


def test_json_is_whole():
    data = json.loads(to_json(pool([*LARGE, counted("Dale", 2, 30, 9, 40)])))
    assert data["hidden"] == 2
    assert data["sites"][0]["estimate"] is None
    assert set(data) == set(pool(LARGE).__dataclass_fields__)


def test_sites_that_agree_too_well_are_warned_of():
    alike = [SiteSummary("North", -0.11, 0.05), SiteSummary("South", -0.11, 0.05)]
    assert any("more closely than chance" in note for note in pool(alike).notes)
    assert not pool(alike, knapp_hartung=False).notes


def test_sites_that_differ_as_chance_makes_them_are_not():
    apart = [SiteSummary("North", -0.11, 0.05), SiteSummary("South", -0.02, 0.05), SiteSummary("West", -0.15, 0.05)]
    assert not pool(apart).notes


def test_sites_that_agree_to_the_last_digit_have_no_spread():
    """Rounding must not leave them less than none, of which no p could be had."""
    for at in range(1, 60):
        found = pool(sites(*[(at / 7, 0.3 + at / 13)] * 2))
        assert (found.q, found.q_p, found.i2) == pytest.approx((0, 1, 0), abs=1e-6)
        assert found.q >= 0 and "NaN" not in to_json(found)


@pytest.mark.parametrize(
    "effects", [((0.0, 0.1), (0.0, 0.1)), ((-0.0040, 0.0005), (-0.0001, 0.0004), (-0.0010, 0.0005))]
)
def test_a_limit_of_0_is_not_significant_for_having_been_rounded(effects):
    found = pool(sites(*effects))
    rounded = replace(found, lower=round(found.lower, 2), upper=round(found.upper, 2))
    assert found.p > 0.05 and not found.significant
    assert "Direction not settled" in render_pooled(rounded)


def test_significance_is_settled_before_disclosure_rounds_the_limits():
    summaries = [counted("Isle", 3, 100, 9, 100), *LARGE]
    shown, exact = pool(summaries), pool(summaries, disclosure="none")
    assert shown.hidden == 2
    assert shown.significant == exact.significant == (exact.p <= 0.05)


def test_a_site_whose_groups_are_not_alike_is_named():
    found = pool([*sites((-0.1, 0.05), (-0.02, 0.06)), SiteSummary("Isle", -0.2, 0.05, not_alike=True)])
    assert found.notes[-1].startswith("At Isle the groups are not alike after matching")
    assert any("At Isle" in words for words in pooled_sentences(found))
    assert "At Isle" in render_pooled(found)
