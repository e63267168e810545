"""Weights by inverse probability and overlap: their definitions, bounds and refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from throughgate_evidence.matching import MatchSpec, Units, effective_sample_size
from throughgate_evidence.refusals import EvidenceInputError
from throughgate_evidence.weighting import estimand_of, weigh

LOGITS = st.integers(4, 30).flatmap(lambda size: arrays(np.float64, size, elements=st.floats(-30, 30)))
ESTIMANDS = ("ATT", "ATC", "ATE")


def make_units(logit, treated=None, sampling=None):
    n = len(logit)
    marks = np.arange(n) % 2 == 0 if treated is None else treated
    none = np.empty((n, 0), dtype=np.int64)
    return Units(marks, logit, np.empty((n, 0)), (), np.ones(n) if sampling is None else sampling, none, none)


def spec_of(estimand="ATT", method="ipw", **settings):
    return MatchSpec(method=method, estimand=estimand, **settings)


@pytest.mark.parametrize(
    ("method", "estimand", "formula"),
    [
        ("ipw", "ATT", lambda z, e: np.where(z, 1, e / (1 - e))),
        ("ipw", "ATC", lambda z, e: np.where(z, (1 - e) / e, 1)),
        ("ipw", "ATE", lambda z, e: np.where(z, 1 / e, 1 / (1 - e))),
        ("overlap", "ATT", lambda z, e: np.where(z, 1 - e, e)),
    ],
)
def test_proportional_to_the_definition_in_each_group(method, estimand, formula):
    logit = np.random.default_rng(1).normal(size=60)
    units = make_units(logit)
    expected = formula(units.treated, 1 / (1 + np.exp(-logit)))
    found = weigh(units, spec_of(estimand, method)).weights
    for group in (units.treated, ~units.treated):
        assert found[group] / found[group].sum() == pytest.approx(expected[group] / expected[group].sum())


@settings(deadline=None)
@given(LOGITS, st.sampled_from(ESTIMANDS))
def test_both_groups_sum_to_the_people_of_the_estimand(logit, estimand):
    units = make_units(logit)
    found = weigh(units, spec_of(estimand)).weights
    size = {"ATT": units.treated.sum(), "ATC": (~units.treated).sum(), "ATE": logit.size}[estimand]
    assert found[units.treated].sum() == pytest.approx(size)
    assert found[~units.treated].sum() == pytest.approx(size)


@settings(deadline=None)
@given(LOGITS)
def test_overlap_weights_stay_within_one_and_sum_alike(logit):
    units = make_units(logit)
    found = weigh(units, spec_of(method="overlap")).weights
    assert found[units.treated].max() <= 1 + 1e-12
    assert found[units.treated].sum() == pytest.approx(found[~units.treated].sum())


@settings(deadline=None)
@given(LOGITS, st.sampled_from(ESTIMANDS), st.randoms(use_true_random=False))
def test_order_of_records_changes_nothing(logit, estimand, random):
    shuffled = list(range(logit.size))
    random.shuffle(shuffled)
    units = make_units(logit)
    moved = make_units(logit[shuffled], units.treated[shuffled])
    one, other = weigh(units, spec_of(estimand)).weights, weigh(moved, spec_of(estimand)).weights
    assert np.allclose(other, one[shuffled], rtol=1e-9, atol=0)


@pytest.mark.parametrize("estimand", ESTIMANDS)
@pytest.mark.parametrize("method", ["ipw", "overlap"])
def test_no_logit_is_too_large(estimand, method):
    found = weigh(make_units(np.array([-900.0, -800, 0, 1, 700, 900])), spec_of(estimand, method)).weights
    assert np.isfinite(found).all() and found.sum() > 0


@pytest.mark.parametrize("estimand", ESTIMANDS)
def test_whole_sampling_weights_are_people(estimand):
    logit = np.linspace(-2, 2, 9)
    times = np.array([1, 2, 3, 1, 2, 3, 1, 2, 3])
    treated = np.arange(9) % 2 == 0
    weighted = weigh(make_units(logit, treated, times.astype(float)), spec_of(estimand)).weights
    repeated = weigh(make_units(np.repeat(logit, times), np.repeat(treated, times)), spec_of(estimand)).weights
    starts = np.concatenate([[0], np.cumsum(times)[:-1]])
    assert weighted == pytest.approx(repeated[starts] * times)


@pytest.mark.parametrize(("estimand", "left_out"), [("ATT", [5]), ("ATC", [0]), ("ATE", [0, 5])])
def test_a_bound_leaves_out_where_the_weights_of_the_estimand_grow(estimand, left_out):
    logit = np.log(np.array([0.04, 0.06, 0.5, 0.5, 0.94, 0.96]) / (1 - np.array([0.04, 0.06, 0.5, 0.5, 0.94, 0.96])))
    found = weigh(make_units(logit), spec_of(estimand, trim=0.05))
    assert np.flatnonzero(found.discarded).tolist() == left_out
    assert (found.weights[found.discarded] == 0).all()


def test_a_quantile_cuts_the_largest_weights_down():
    logit = np.random.default_rng(2).normal(size=400)
    plain, cut = (weigh(make_units(logit), spec_of(trim=trim)) for trim in (None, 0.9))
    comparison = plain.weights[1::2]
    capped = np.minimum(comparison, np.quantile(comparison, 0.9))
    assert cut.weights[1::2] / cut.weights[1::2].sum() == pytest.approx(capped / capped.sum())
    assert not cut.discarded.any()
    assert effective_sample_size(cut.weights[1::2]) > effective_sample_size(comparison)


def test_people_outside_the_other_groups_range_may_be_discarded():
    units = make_units(np.array([-1.0, -2, 3, 1]))
    assert weigh(units, spec_of(discard="both")).discarded.tolist() == [False, True, True, False]
    assert weigh(units, spec_of(discard="treated")).discarded.tolist() == [False, False, True, False]


def test_there_are_no_sets_and_no_pairs():
    found = weigh(make_units(np.zeros(4)), spec_of())
    assert (found.sets == -1).all() and found.pairs.shape == (0, 2) and found.distances.size == 0


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (MatchSpec(method="radius"), "no way of weighting"),
        (spec_of(method="overlap", trim=0.9), "Trimming is for ipw only"),
        (spec_of(method="entropy", trim=0.9), "no longer be balanced"),
        (spec_of(trim=1.5), "which is no share"),
        (spec_of(trim=0.0), "which is no share"),
        (spec_of(trim=float("nan")), "which is no share"),
    ],
)
def test_refusals(spec, words):
    with pytest.raises(EvidenceInputError, match=words):
        weigh(make_units(np.zeros(4)), spec)


def test_columns_that_must_differ_are_refused():
    units = replace(make_units(np.zeros(4)), antiexact=np.zeros((4, 1), dtype=np.int64))
    with pytest.raises(EvidenceInputError, match="no columns can be made to differ"):
        weigh(units, spec_of())


def in_strata(codes, logit=None, sampling=None):
    units = make_units(np.linspace(-2, 1, len(codes)) if logit is None else logit, sampling=sampling)
    return replace(units, exact=np.array(codes, dtype=np.int64)[:, None])


def part(units, rows):
    return Units(
        units.treated[rows],
        units.logit[rows],
        units.covariates[rows],
        (),
        units.weights[rows],
        units.exact[rows][:, :0],
        units.antiexact[rows],
    )


@pytest.mark.parametrize("method", ["ipw", "overlap"])
@pytest.mark.parametrize("estimand", ESTIMANDS)
def test_each_stratum_is_weighted_as_if_it_were_all(method, estimand):
    units = in_strata([0] * 9 + [1] * 14 + [7] * 5, sampling=np.linspace(0.5, 2, 28))
    found, spec = weigh(units, spec_of(estimand, method)), spec_of(estimand, method)
    for code in (0, 1, 7):
        rows = np.flatnonzero(units.exact[:, 0] == code)
        assert found.weights[rows] == pytest.approx(weigh(part(units, rows), spec).weights)
    assert found.weights[units.treated].sum() == pytest.approx(found.weights[~units.treated].sum())


@pytest.mark.parametrize(("estimand", "size"), [("ATT", 10), ("ATC", 10), ("ATE", 20)])
def test_totals_are_those_of_one_stratum(estimand, size):
    found = weigh(in_strata([0] * 10 + [1] * 10), spec_of(estimand))
    assert found.weights[::2].sum() == pytest.approx(size) and found.weights[1::2].sum() == pytest.approx(size)


def test_a_stratum_without_one_group_is_left_out():
    found = weigh(in_strata([0, 0, 0, 0, 1, 2, 1]), spec_of("ATE"))
    assert found.weights[4:].tolist() == [0, 0, 0]
    assert (found.weights[:4] > 0).all()


def test_strata_that_never_meet_are_refused():
    with pytest.raises(EvidenceInputError, match="the same values in the columns to match exactly on"):
        weigh(in_strata([0, 1, 0, 1]), spec_of())


def test_nobody_left_is_said():
    with pytest.raises(EvidenceInputError, match="Nobody of the treated group is left"):
        weigh(make_units(np.array([5.0, -1, 5, -1])), spec_of(trim=0.1))


def test_overlap_has_an_estimand_of_its_own():
    assert [estimand_of(spec_of(method=method)) for method in ("ipw", "overlap", "entropy")] == ["ATT", "ATO", "ATT"]
