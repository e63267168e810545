"""Entropy balancing: the equations that define it, a general solver, and what has no solution."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from throughgate_evidence.matching import MatchSpec, Units
from throughgate_evidence.refusals import EvidenceInputError
from throughgate_evidence.weighting import entropy_weights, weigh
from throughgate_evidence.weighting.entropy import dual

NAMES = ("age", "prio", "married")


def make_people(people=200, seed=4):
    random = np.random.default_rng(seed)
    x = np.column_stack([random.normal(35, 9, people), random.poisson(4, people), random.random(people) < 0.4])
    return x.astype(float), random.random(people) < 0.4


def units_of(x, treated, sampling=None):
    n = len(x)
    none = np.empty((n, 0), dtype=np.int64)
    return Units(treated, np.zeros(n), x, NAMES, np.ones(n) if sampling is None else sampling, none, none)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.lists(st.floats(-0.6, 0.6), min_size=3, max_size=3))
def test_means_are_met_and_weights_are_log_linear(seed, shift):
    x, _ = make_people(seed=seed)
    base = np.random.default_rng(seed).random(len(x)) + 0.1
    target = x.mean(axis=0) + np.array(shift) * x.std(axis=0)
    found = entropy_weights(x, base, target, NAMES)
    assert found.sum() == pytest.approx(1)
    assert found @ x == pytest.approx(target, rel=1e-8)
    design = np.column_stack([np.ones(len(x)), x])
    logs = np.log(found / base)
    assert design @ np.linalg.lstsq(design, logs, rcond=None)[0] == pytest.approx(logs, abs=1e-6)


def test_equals_a_general_convex_solver():
    """Minimise Σ w log(w/q) under the equations themselves, without the dual."""
    x, _ = make_people(25)
    base = np.random.default_rng(1).random(25) + 0.2
    base /= base.sum()
    target = x.mean(axis=0) + np.array([0.3, -0.2, 0.1]) * x.std(axis=0)
    general = optimize.minimize(
        lambda w: w @ np.log(w / base),
        base,
        jac=lambda w: np.log(w / base) + 1,
        bounds=[(1e-9, 1)] * 25,
        constraints=[
            {"type": "eq", "fun": lambda w: w.sum() - 1},
            {"type": "eq", "fun": lambda w: ((w @ x) - target) / x.std(axis=0)},
        ],
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-14},
    )
    assert entropy_weights(x, base, target, NAMES) == pytest.approx(general.x, abs=2e-6)


def test_means_met_already_change_no_weight():
    x, _ = make_people()
    base = np.random.default_rng(3).random(len(x))
    assert entropy_weights(x, base, base @ x / base.sum(), NAMES) == pytest.approx(base / base.sum())


def test_who_takes_no_part_gets_nothing():
    x, _ = make_people()
    base = np.ones(len(x))
    base[:50] = 0
    found = entropy_weights(x, base, x.mean(axis=0), NAMES)
    assert (found[:50] == 0).all() and (found[50:] > 0).all()


def test_columns_that_say_the_same_do_no_harm():
    x, _ = make_people()
    doubled = np.column_stack([x, 2 * x[:, 0] + 3])
    target = x.mean(axis=0) + 0.2 * x.std(axis=0)
    found = entropy_weights(doubled, np.ones(len(x)), np.append(target, 2 * target[0] + 3), (*NAMES, "again"))
    assert found == pytest.approx(entropy_weights(x, np.ones(len(x)), target, NAMES), rel=1e-6)


@pytest.mark.parametrize(("estimand", "moved"), [("ATT", (False, True)), ("ATC", (True, False)), ("ATE", (True, True))])
def test_the_estimands_group_stays_and_the_other_meets_its_means(estimand, moved):
    x, treated = make_people()
    sampling = np.random.default_rng(6).integers(1, 4, len(x)).astype(float)
    found = weigh(units_of(x, treated, sampling), MatchSpec(method="entropy", estimand=estimand)).weights
    aim = {"ATT": treated, "ATC": ~treated, "ATE": np.ones(len(x), dtype=bool)}[estimand]
    target = sampling[aim] @ x[aim] / sampling[aim].sum()
    for group, changes in zip((treated, ~treated), moved, strict=True):
        assert found[group] @ x[group] / found[group].sum() == pytest.approx(target, rel=1e-9)
        assert found[group].sum() == pytest.approx(sampling[aim].sum())
        assert changes == (not np.allclose(found[group], sampling[group]))


def test_a_mean_outside_the_range_names_the_covariate():
    x, _ = make_people()
    target = x.mean(axis=0)
    target[1] = x[:, 1].max() + 1
    with pytest.raises(EvidenceInputError, match="average of prio to be met"):
        entropy_weights(x, np.ones(len(x)), target, NAMES)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_mark_that_all_or_none_have_is_at_the_end_of_the_range(share):
    x, _ = make_people()
    target = x.mean(axis=0)
    target[2] = share
    with pytest.raises(EvidenceInputError, match="average of married"):
        entropy_weights(x, np.ones(len(x)), target, NAMES)


def test_means_that_cannot_be_met_together_name_the_covariates():
    """Whoever is older has more convictions; nobody can be weighted to be old with few."""
    age = np.linspace(20, 60, 50)
    x = np.column_stack([age, age / 10, np.arange(50) % 2])
    with pytest.raises(EvidenceInputError, match="averages of (age and prio|prio and age) all at once"):
        entropy_weights(x, np.ones(50), np.array([50.0, 3.0, 0.5]), NAMES)


def test_a_column_that_never_changes_is_met_or_refused():
    x, _ = make_people()
    x[:, 2] = 1.0
    target = x.mean(axis=0)
    assert entropy_weights(x, np.ones(len(x)), target, NAMES) == pytest.approx(np.full(len(x), 1 / len(x)))
    with pytest.raises(EvidenceInputError, match="married"):
        entropy_weights(x, np.ones(len(x)), target - np.array([0, 0, 0.5]), NAMES)


def test_means_are_met_within_each_stratum():
    x, treated = make_people()
    codes = np.arange(len(x))[:, None] % 2
    found = weigh(replace(units_of(x, treated), exact=codes), MatchSpec(method="entropy")).weights
    for here in (codes[:, 0] == 0, codes[:, 0] == 1):
        mine, others = here & treated, here & ~treated
        assert found[others].sum() == pytest.approx(mine.sum())
        assert found[others] @ x[others] / found[others].sum() == pytest.approx(x[mine].mean(axis=0))


def test_a_stratum_without_a_solution_is_named_by_its_size():
    x, treated = make_people()
    codes = np.zeros((len(x), 1), dtype=np.int64)
    codes[np.flatnonzero(treated)[:2]] = codes[np.flatnonzero(~treated)[:3]] = 1
    with pytest.raises(EvidenceInputError, match=r"subgroup \(2 in the smaller group, 3 in the larger\): Entropy"):
        weigh(replace(units_of(x, treated), exact=codes), MatchSpec(method="entropy"))


def test_a_step_that_is_far_too_long_makes_no_warning():
    """Where everybody's exponent is far below 0 the sum would be 0 without the largest taken out."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value, weights = dual(np.array([[1.0], [2.0]]), np.array([0.5, 0.5]), np.array([-5000.0]))
    assert value == pytest.approx(np.log(0.5) - 5000) and weights == pytest.approx([1, 0])
