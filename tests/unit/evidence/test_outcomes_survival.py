"""Curves, means and hazards: counted rows are people, sets matter, and what cannot be said is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughgate_evidence.outcomes.cox import fit_cox
from throughgate_evidence.outcomes.lognormal import fit_lognormal_aft
from throughgate_evidence.outcomes.survival import SurvivalResult, compare_survival
from throughgate_evidence.refusals import EvidenceInputError

SETTINGS = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 10_000)
People = tuple[np.ndarray, np.ndarray, np.ndarray]


def made_up(seed: int, people: int = 80) -> People:
    """Whole weeks up to 26, with ties; about half have the event."""
    random = np.random.default_rng(seed)
    treated = np.arange(people) % 2 == 0
    time = np.minimum(np.ceil(random.exponential(np.where(treated, 40, 25))), 26)
    return time, ((time < 26) | (random.random(people) < 0.1)).astype(float), treated


def same(one: SurvivalResult, other: SurvivalResult) -> None:
    assert one.rmst.se == pytest.approx(other.rmst.se)
    assert one.hazard.ratio == pytest.approx(other.hazard.ratio)
    assert one.hazard.se_log == pytest.approx(other.hazard.se_log)
    assert one.treated.lower == pytest.approx(other.treated.lower)
    assert one.treated.at_risk == other.treated.at_risk
    assert (one.n_treated, one.events_comparison) == (other.n_treated, other.events_comparison)


@SETTINGS
@given(seed=seeds)
def test_counted_rows_are_as_many_people(seed):
    time, event, treated = made_up(seed)
    weights = np.where(treated, 1.0, 0.5 + (time % 3) / 2)
    rows, people = np.unique(np.stack([time, event, treated, weights]), axis=1, return_counts=True)
    one = compare_survival(time, event, treated, weights)
    same(one, compare_survival(rows[0], rows[1], rows[2] == 1, rows[3], people=people))


@SETTINGS
@given(seed=seeds)
def test_everyone_a_set_of_their_own_is_no_sets(seed):
    time, event, treated = made_up(seed)
    weights = np.random.default_rng(seed).uniform(0.2, 2, time.size)
    one = compare_survival(time, event, treated, weights)
    same(one, compare_survival(time, event, treated, weights, clusters=np.arange(time.size)))


@SETTINGS
@given(seed=seeds, factor=st.floats(0.1, 10))
def test_scale_of_weights_changes_nothing(seed, factor):
    time, event, treated = made_up(seed)
    weights = np.random.default_rng(seed).uniform(0.2, 2, time.size)
    same(compare_survival(time, event, treated, weights), compare_survival(time, event, treated, factor * weights))


@SETTINGS
@given(seed=seeds)
def test_curves_fall_within_their_limits(seed):
    found = compare_survival(*made_up(seed))
    for curve in (found.treated, found.comparison):
        survival = np.array(curve.survival)
        assert curve.times[0] == 0
        assert survival[0] == 1
        assert (np.diff(survival) <= 1e-12).all()
        assert (np.array(curve.lower) <= survival + 1e-12).all()
        assert (np.array(curve.upper) >= survival - 1e-12).all()
        assert (np.diff(curve.at_risk) <= 0).all()


def test_a_pair_that_shares_its_fate_tells_less():
    time, event, _ = made_up(3)
    doubled, sets = np.repeat(time, 2), np.repeat(np.arange(time.size), 2)
    treated = np.repeat(np.arange(time.size) % 2 == 0, 2)
    alone = compare_survival(doubled, np.repeat(event, 2), treated)
    paired = compare_survival(doubled, np.repeat(event, 2), treated, clusters=sets)
    assert paired.rmst.se == pytest.approx(np.sqrt(2) * alone.rmst.se)
    assert paired.hazard.se_log == pytest.approx(np.sqrt(2) * alone.hazard.se_log)


def test_error_of_the_restricted_mean_is_the_spread_of_estimates():
    found = [compare_survival(*made_up(seed, 200), horizon=20).rmst for seed in range(200)]
    spread = np.std([one.difference for one in found])
    assert np.mean([one.se for one in found]) == pytest.approx(spread, rel=0.12)


def test_later_events_count_for_nothing():
    time, event, treated = made_up(4)
    found = compare_survival(time, event, treated, horizon=10)
    cut = compare_survival(np.minimum(time, 10), event * (time <= 10), treated)
    assert found == cut
    assert found.treated.times[-1] == 10


def test_unknown_times_leave():
    time, event, treated = made_up(5)
    time[:4], event[4] = np.nan, np.nan
    assert compare_survival(time, event, treated).n_treated == 37


def test_no_hazard_ratio_where_a_group_has_no_event():
    time, event, treated = made_up(6)
    found = compare_survival(time, np.where(treated, 0, event), treated)
    assert found.hazard is None
    assert found.rmst is not None
    assert found.treated.survival == (1.0, 1.0)


def test_no_hazard_ratio_without_limit():
    """The treated all have the event while nobody else has; the others only after the last of them."""
    found = compare_survival(np.array([1.0, 2, 3, 7, 8, 3]), np.array([1.0, 1, 1, 1, 1, 0]), np.arange(6) < 3)
    assert found.hazard is None


def test_nobody_left_at_the_end():
    found = compare_survival(np.array([1.0, 2, 3, 1, 2, 3]), np.ones(6), np.arange(6) < 3)
    assert found.treated.survival[-1] == pytest.approx(0)
    assert np.isfinite(found.treated.upper).all()
    assert np.isfinite(found.rmst.se)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"time": np.array([1.0, -2, 3, 4])}, "Row 2: a time"),
        ({"event": np.array([0.0, 1, 2, 1])}, "Row 3: whether"),
        ({"weights": np.array([1.0, 1, 1, np.inf])}, "Row 4: a weight"),
        ({"treated": np.ones(4, dtype=bool)}, "Nobody of the comparison group"),
        ({"horizon": 9.0}, "beyond 2"),
        ({"horizon": -1.0}, "above 0"),
        ({"people": np.full(4, 2), "clusters": np.arange(4)}, "matched sets"),
        ({"weights": np.ones(3)}, "one value for each row"),
    ],
)
def test_refusals(change, message):
    good = {"time": np.array([1.0, 2, 3, 4]), "event": np.ones(4), "treated": np.arange(4) < 2}
    with pytest.raises(EvidenceInputError, match=message):
        compare_survival(**(good | change))


@pytest.mark.parametrize(
    ("columns", "event", "message"),
    [
        (lambda x: np.column_stack([x, x * 2 + 1]), 1.0, "b says nothing"),
        (lambda x: np.column_stack([x, np.ones(x.size)]), 1.0, "b is the same for everybody"),
        (lambda x: np.column_stack([x, np.where(x > 0, np.nan, x)]), 1.0, "missing or infinite"),
        (lambda x: np.column_stack([x, x]), 0.0, "Nobody had the event"),
    ],
)
def test_cox_refusals(columns, event, message):
    x = np.linspace(-1, 1, 30)
    with pytest.raises(EvidenceInputError, match=message):
        fit_cox(np.arange(30.0), np.full(30, event), columns(x), ["a", "b"])


def test_separation_is_named():
    random = np.random.default_rng(1)
    event = (np.arange(60) < 20).astype(float)
    columns = np.column_stack([random.normal(size=60), event])
    with pytest.raises(EvidenceInputError, match=r"marks has no limit.*separation"):
        fit_cox(random.uniform(1, 9, 60), event, columns, ["age", "marks"])


def test_lognormal_finds_what_was_put_in():
    random = np.random.default_rng(2)
    x = random.normal(size=(4_000, 2))
    time = np.exp(1 + 0.5 * x[:, 0] - 0.3 * x[:, 1] + 0.8 * random.normal(size=4_000))
    model = fit_lognormal_aft(np.minimum(time, 5), time <= 5, x, ["a", "b"])
    assert model.coefficients == pytest.approx([0.5, -0.3, 1.0], abs=0.05)
    assert model.sigma == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize(("time", "event"), [([0.0, 1.0], [1, 1]), ([1.0, 2.0], [0, 0])])
def test_lognormal_refusals(time, event):
    with pytest.raises(EvidenceInputError):
        fit_lognormal_aft(np.array(time), np.array(event), np.array([[0.0], [1.0]]), ["a"])
