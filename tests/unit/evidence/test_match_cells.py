"""Exact and coarsened exact matching, subclasses, and how far apart the groups are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.evidence.matched_people import groups_of_people, make_units
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.matching import MatchSpec, match, multivariate_imbalance
from throughgate_evidence.matching.cells import coarsen, sturges_bins
from throughgate_evidence.matching.strata import row_codes
from throughgate_evidence.matching.subclass import join_classes

ESTIMANDS = ["ATT", "ATC", "ATE"]


def totals(units, matching):
    """Sum of weights of the treated and of the comparison people."""
    return matching.weights[units.treated].sum(), matching.weights[~units.treated].sum()


def expected_total(units, matching, estimand):
    counted = {"ATT": units.treated, "ATC": ~units.treated, "ATE": True}[estimand]
    return units.weights[(matching.weights > 0) & counted].sum()


@pytest.mark.parametrize("estimand", ESTIMANDS)
@pytest.mark.parametrize("method", ["exact", "cem", "subclass", "full"])
@settings(max_examples=40, deadline=None)
@given(units=groups_of_people(covariates=1, weighted=True, twins=True))
def test_weights_sum_to_the_people_of_the_estimand(method, estimand, units):
    matching = match(units, MatchSpec(method=method, estimand=estimand, cutpoints={"x0": 3}, caliper=None))
    expected = expected_total(units, matching, estimand)
    assert totals(units, matching) == pytest.approx((expected, expected))


@settings(max_examples=60, deadline=None)
@given(groups_of_people(covariates=2, exact=True, twins=True))
def test_exact_sets_are_alike_in_everything(units):
    columns = np.column_stack([units.covariates, units.exact])
    shared = {tuple(row) for row in columns[units.treated]} & {tuple(row) for row in columns[~units.treated]}
    matching = match(units, MatchSpec(method="exact"))
    assert [tuple(row) in shared for row in columns] == (matching.sets >= 0).tolist()
    assert len(shared) == matching.sets.max() + 1
    for number in range(matching.sets.max() + 1):
        assert np.unique(columns[matching.sets == number], axis=0).shape[0] == 1


def test_coarsened_exact_matching_by_hand():
    """Two bins of 0 to 10: 5 is a cutpoint and belongs to the upper one."""
    units = make_units([0, 0], [0, 0, 0], covariates=[[1], [5], [4], [0], [10]])
    matching = match(units, MatchSpec(method="cem", cutpoints={"x0": 2}))
    assert matching.sets.tolist() == [0, 1, 0, 0, 1]
    assert matching.weights.tolist() == [1, 1, 0.5, 0.5, 1]


def test_cutpoints_that_keep_or_leave_out_a_covariate():
    units = make_units([0], [0, 0], covariates=[[1, 1], [1, 2], [1.001, 1]])
    kept = match(units, MatchSpec(method="cem", cutpoints={"x0": 0, "x1": 1}))
    assert (kept.weights > 0).tolist() == [True, True, False]
    left_out = match(units, MatchSpec(method="cem", cutpoints={"x0": 1, "x1": 0}))
    assert (left_out.weights > 0).tolist() == [True, False, True]


def test_an_indicator_keeps_its_two_values():
    assert coarsen(np.array([0.0, 1.0, 1.0, 0.0]), sturges_bins(4)).tolist() == [0, 2, 2, 0]


def test_sturges_rule():
    """ceil(log₂ n + 1), as R's nclass.Sturges: 11 for 614."""
    assert [sturges_bins(people) for people in (1, 8, 9, 614)] == [1, 4, 5, 11]


@pytest.mark.parametrize(
    ("cutpoints", "words"), [({"age": 3}, "'age', which is not among"), ({"x0": -1}, "x0 cannot be cut into -1 bins")]
)
def test_wrong_cutpoints(cutpoints, words):
    with pytest.raises(EvidenceInputError, match=words):
        match(make_units([0], [0]), MatchSpec(method="cem", cutpoints=cutpoints))


@pytest.mark.parametrize("method", ["exact", "cem"])
def test_nobody_in_the_same_cell(method):
    with pytest.raises(EvidenceInputError, match="Nobody is matched"):
        match(make_units([0], [1]), MatchSpec(method=method))


@pytest.mark.parametrize("estimand", ESTIMANDS)
@settings(max_examples=60, deadline=None)
@given(units=groups_of_people(most=15, exact=True, twins=True), subclasses=st.integers(2, 8))
def test_every_subclass_has_people_of_both_groups(estimand, units, subclasses):
    matching = match(units, MatchSpec(method="subclass", subclasses=subclasses, estimand=estimand))
    inside = matching.sets >= 0
    groups = [set(matching.sets[inside & (units.treated == group)].tolist()) for group in (True, False)]
    assert groups[0] == groups[1] == set(range(matching.sets.max() + 1))


def test_subclasses_are_quantiles_of_the_treated():
    """Cuts at 1.8, 3.6, 5.4 and 7.2, as R's quantile(0:9, 1:4 / 5)."""
    units = make_units(range(10), np.arange(10) + 0.5)
    sets = match(units, MatchSpec(method="subclass", subclasses=5)).sets
    assert np.bincount(sets[units.treated]).tolist() == [2, 2, 2, 2, 2]
    assert np.bincount(sets[~units.treated]).tolist() == [2, 2, 1, 2, 3]


def test_classes_without_one_group_are_joined():
    treated = np.array([True, False, False, True, False, True])
    assert join_classes(np.array([0, 1, 2, 3, 3, 4]), treated, 5).tolist() == [0, 0, 1, 1, 1, 1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 2**62), st.integers(-(2**40), 2**40)), min_size=1))
def test_codes_of_rows_are_equal_where_rows_are(rows):
    codes = row_codes(np.array(rows, dtype=np.int64))
    assert len(set(rows)) == codes.max() + 1 == np.unique(codes).size
    assert len({(row, code) for row, code in zip(rows, codes.tolist(), strict=True)}) == len(set(rows))


def test_imbalance_by_hand():
    """Shares of the values: ½ ½ against ¼ ¾ before; the same after weighting."""
    units = make_units([0, 1], [0, 1, 1, 1], covariates=[[0], [1], [0], [1], [1], [1]])
    found = multivariate_imbalance(units, match(units, MatchSpec(method="exact")))
    assert (found.before, found.after, found.cells) == (pytest.approx(0.25), pytest.approx(0), 2)


@settings(max_examples=40, deadline=None)
@given(groups_of_people(most=15, covariates=1))
def test_imbalance_lies_between_nothing_and_all(units):
    found = multivariate_imbalance(units, match(units, MatchSpec(method="subclass")))
    assert 0 <= found.before <= 1 + 1e-12
    assert 0 <= found.after <= 1 + 1e-12


def test_imbalance_of_groups_far_apart_is_whole():
    units = make_units([0, 1], [0, 1], covariates=[[0], [1], [2], [3]])
    assert multivariate_imbalance(units, match(units, MatchSpec(caliper=1))).before == 1
