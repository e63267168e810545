"""Nearest neighbour matching against a plain search over all pairs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.evidence.matched_people import caliper, groups_of_people, make_units, may_meet, same_pairs, shuffled
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.matching import MatchSpec, Units, match
from throughgate_evidence.matching.free_line import FreeLine

widths = st.sampled_from([0.125, 0.5, 1.0, 50.0])
ratios = st.integers(1, 3)


def plain_search(units: Units, width: float, ratio: int, replace: bool) -> list[tuple[int, int]]:
    """Largest logit first, everybody once before anybody twice; of equals the first in the file."""
    one, other = np.flatnonzero(units.treated), np.flatnonzero(~units.treated)
    allowed, free = may_meet(units, width), np.ones(other.size, dtype=bool)
    pairs = []
    for _ in range(ratio):
        for at in np.argsort(-units.logit[one], kind="stable"):
            gap = np.where(allowed[at] & free, np.abs(units.logit[other] - units.logit[one[at]]), np.inf)
            if np.isfinite(gap.min()):
                best = int(gap.argmin())
                pairs.append((int(one[at]), int(other[best])))
                allowed[at, best], free[best] = False, replace
    return sorted(pairs)


def enough(units, ratio, width=np.inf):
    left = (~units.treated).sum() >= ratio * units.treated.sum()
    return left and may_meet(units, width).any()


@settings(max_examples=60, deadline=None)
@given(groups_of_people(most=7, exact=True, antiexact=True), widths, ratios)
def test_without_replacement_equals_a_plain_search(units, width, ratio):
    assume(enough(units, ratio, width))
    found = match(units, caliper(width, method="nearest", ratio=ratio))
    assert sorted(map(tuple, found.pairs.tolist())) == plain_search(units, width, ratio, replace=False)


@settings(max_examples=60, deadline=None)
@given(groups_of_people(antiexact=True), widths, ratios)
def test_with_replacement_equals_a_plain_search(units, width, ratio):
    assume(may_meet(units, width).any() and ratio <= (~units.treated).sum())
    found = match(units, caliper(width, method="nearest", ratio=ratio, replace=True))
    assert sorted(map(tuple, found.pairs.tolist())) == plain_search(units, width, ratio, replace=True)


@settings(max_examples=60, deadline=None)
@given(groups_of_people(), widths, ratios)
def test_with_replacement_all_at_once(units, width, ratio):
    assume(may_meet(units, width).any() and ratio <= (~units.treated).sum())
    found = match(units, caliper(width, method="nearest", ratio=ratio, replace=True))
    assert sorted(map(tuple, found.pairs.tolist())) == plain_search(units, width, ratio, replace=True)


@settings(max_examples=60, deadline=None)
@given(groups_of_people(most=7, exact=True, weighted=True), widths, ratios)
def test_weights_sum_to_the_matched_treated(units, width, ratio):
    assume(enough(units, ratio, width))
    matching = match(units, caliper(width, method="nearest", ratio=ratio))
    matched = units.treated & (matching.weights > 0)
    assert matching.weights[matched] == pytest.approx(units.weights[matched])
    assert matching.weights[~units.treated].sum() == pytest.approx(units.weights[matched].sum())


@settings(max_examples=60, deadline=None)
@given(groups_of_people(most=7, exact=True, antiexact=True), widths, ratios)
def test_pairs_keep_to_the_rules(units, width, ratio):
    assume(enough(units, ratio, width))
    matching = match(units, caliper(width, method="nearest", ratio=ratio))
    treated, comparison = matching.pairs.T
    assert (np.bincount(comparison) <= 1).all()
    assert (np.bincount(treated) <= ratio).all()
    assert (matching.distances <= width).all()
    assert (units.exact[treated] == units.exact[comparison]).all()
    assert (units.antiexact[treated] != units.antiexact[comparison]).all()
    assert (matching.sets[treated] == matching.sets[comparison]).all()


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), ratios, st.booleans())
def test_order_of_records_changes_nothing_without_ties(seed, ratio, replace):
    random = np.random.default_rng(seed)
    units = make_units(random.normal(0.5, 1, 8), random.normal(0, 1, 30))
    order = random.permutation(38)
    spec = MatchSpec(method="nearest", ratio=ratio, replace=replace, caliper=2)
    assert np.allclose(match(shuffled(units, order), spec).weights, match(units, spec).weights[order], atol=1e-12)


def test_ties_go_to_the_first_in_the_file():
    """The last treated is as far from row 3 as from row 4."""
    matching = match(make_units([1, 0], [1, -0.5, 0.5, 0.5]), MatchSpec(method="nearest", caliper=None))
    assert matching.pairs.tolist() == [[0, 2], [1, 3]]


def test_the_hardest_to_match_choose_first():
    """Largest logit first: 2 takes 1.5, which 1 would have liked as well."""
    spec = MatchSpec(method="nearest", caliper=None)
    assert match(make_units([1, 2], [1.5, 0]), spec).pairs.tolist() == [[0, 3], [1, 2]]


def test_effect_on_the_comparison_starts_with_the_smallest():
    """Of 1 and 2 the comparison person at 1 chooses first; pairs keep the treated in front."""
    matching = match(make_units([1.5, 4], [1, 2]), MatchSpec(method="nearest", caliper=None, estimand="ATC"))
    assert matching.pairs.tolist() == [[0, 2], [1, 3]]
    assert matching.weights.tolist() == [1, 1, 1, 1]


def test_everybody_has_a_partner_before_anybody_has_two():
    matching = match(make_units([3, 0], [2, 1, 1.5, 9]), MatchSpec(method="nearest", caliper=None, ratio=2))
    assert matching.pairs.tolist() == [[0, 2], [0, 4], [1, 3], [1, 5]]


def test_fewer_than_the_ratio_within_the_caliper_still_count_as_one_person():
    matching = match(make_units([0], [0.1, 5]), caliper(1, method="nearest", ratio=2))
    assert matching.weights.tolist() == [1, 1, 0]


def test_mahalanobis_distance_within_a_caliper_of_the_logit():
    """Row 3 is the same person on the covariates but out of the caliper; row 2 is near enough on the logit."""
    units = make_units([0, 0], [0.4, 2, 0.2], covariates=[[0, 0], [5, 3], [1, 1], [0, 0], [4, 3]])
    matching = match(units, caliper(0.5, method="nearest", distance="mahalanobis"))
    assert matching.pairs.tolist() == [[0, 2], [1, 4]]
    assert matching.width == 0.5


@pytest.mark.parametrize("replace", [True, False])
@settings(max_examples=40, deadline=None)
@given(units=groups_of_people(most=6, antiexact=True, covariates=2), ratio=ratios)
def test_in_space_nobody_is_paired_twice_with_the_same(replace, units, ratio):
    assume(enough(units, ratio, 1.0) and (units.covariates[units.treated].std(axis=0) > 0).any())
    matching = match(units, caliper(1.0, method="nearest", distance="mahalanobis", ratio=ratio, replace=replace))
    assert np.unique(matching.pairs, axis=0).shape == matching.pairs.shape
    assert all(may_meet(units, 1.0)[tuple(pair)] for pair in places(units, matching.pairs))
    assert replace or (np.bincount(matching.pairs[:, 1]) <= 1).all()


def places(units, pairs):
    """Rows of the file as places within each group."""
    number = np.where(units.treated, np.cumsum(units.treated), np.cumsum(~units.treated)) - 1
    return number[pairs].tolist()


def test_too_few_people_to_choose_from():
    with pytest.raises(
        EvidenceInputError, match="There are 1 comparison people, too few to give 2 treated people 1 each"
    ):
        match(make_units([0, 1], [0]), MatchSpec(method="nearest", caliper=None))


def test_a_million_people_are_no_trouble():
    """A thousand treated among a million: two people for every hundredth of a logit would not be found otherwise."""
    random = np.random.default_rng(3)
    units = make_units(random.normal(1, 1, 1_000), random.normal(0, 1, 1_000_000))
    matching = match(units, MatchSpec(method="nearest"))
    assert np.unique(matching.pairs[:, 1]).size == 1_000
    assert matching.distances.sum() < 1


def test_same_result_twice():
    units = make_units([0.5, 0.25, 0], [0.5, 0.25, 0.25, 0])
    spec = MatchSpec(method="nearest")
    assert same_pairs(match(units, spec), match(units, spec))


def test_a_line_gives_everybody_in_order_of_distance():
    line = FreeLine(np.arange(5), np.array([2.0, 0.0, 1.0, 1.0, 3.0]))
    line.take(0)
    assert [row for _, row, _ in line.outward(1.5, 3)] == [0, 2, 3, 4]
    assert line.nearest(1.5, 3) == (0.5, 0, 3)
