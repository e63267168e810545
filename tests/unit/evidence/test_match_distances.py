"""Distances between covariates, against scipy and against the definition."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import rankdata

from tests.unit.evidence.matched_people import make_units
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.matching import MatchSpec, match
from throughgate_evidence.matching.distances import settle, space_of


@pytest.fixture
def units():
    random = np.random.default_rng(4)
    covariates = np.column_stack([random.normal(size=(40, 3)), random.integers(0, 2, 40), random.exponential(9, 40)])
    return make_units(np.zeros(15), np.zeros(25), covariates=covariates)


def within(units):
    """Covariance about each group's own mean."""
    centred = units.covariates.copy()
    for group in (units.treated, ~units.treated):
        centred[group] -= centred[group].mean(axis=0)
    return centred.T @ centred / (units.treated.size - 2)


def between(units, distance):
    space = space_of(units, distance)
    return cdist(space, space)


def test_mahalanobis(units):
    expected = cdist(units.covariates, units.covariates, "mahalanobis", VI=np.linalg.inv(within(units)))
    assert np.allclose(between(units, "mahalanobis"), expected, atol=1e-10)


def test_euclidean_in_standard_deviations(units):
    expected = cdist(units.covariates, units.covariates, "seuclidean", V=np.diag(within(units)))
    assert np.allclose(between(units, "euclidean"), expected, atol=1e-10)


def test_robust_mahalanobis_is_that_of_ranks_with_the_variance_of_untied_ones(units):
    ranks = rankdata(units.covariates, axis=0)
    untied = np.var(np.arange(40) + 1.0, ddof=1)
    covariance = np.corrcoef(ranks.T) * untied
    expected = cdist(ranks, ranks, "mahalanobis", VI=np.linalg.inv(covariance))
    assert np.allclose(between(units, "robust-mahalanobis"), expected, atol=1e-10)


def test_robust_mahalanobis_feels_no_change_of_scale(units):
    bent = make_units(np.zeros(15), np.zeros(25), covariates=np.exp(units.covariates / 9))
    assert np.allclose(between(units, "robust-mahalanobis"), between(bent, "robust-mahalanobis"), atol=1e-8)


@pytest.mark.parametrize("distance", ["mahalanobis", "robust-mahalanobis", "euclidean"])
def test_what_says_nothing_new_changes_nothing(units, distance):
    """A constant column, and for Mahalanobis a column that repeats another."""
    constant = np.column_stack([units.covariates, np.full(40, 7.0)])
    more = make_units(np.zeros(15), np.zeros(25), covariates=constant)
    assert np.allclose(between(more, distance), between(units, distance), atol=1e-8)


def test_a_column_twice_is_no_second_direction(units):
    twice = make_units(
        np.zeros(15), np.zeros(25), covariates=np.column_stack([units.covariates, units.covariates[:, 0]])
    )
    assert np.allclose(between(twice, "mahalanobis"), between(units, "mahalanobis"), atol=1e-8)


def test_sampling_weights_count_as_copies():
    """A weight of 2 is the same as the record twice, up to the degrees of freedom."""
    columns = np.array([[1, 2], [4, 1], [3, 3], [0, 1], [5, 5.0]])
    weighted = make_units([0, 0], [0, 0, 0], covariates=columns, weights=[2, 1, 1, 2, 1])
    rows = [0, 0, 1, 2, 3, 3, 4]
    copied = make_units([0, 0, 0], [0, 0, 0, 0], covariates=columns[rows])
    ratio = between(weighted, "mahalanobis")[0, 3] / between(copied, "mahalanobis")[0, 4]
    other = between(weighted, "mahalanobis")[1, 2] / between(copied, "mahalanobis")[2, 3]
    assert ratio == pytest.approx(other)


@pytest.mark.parametrize("distance", ["mahalanobis", "robust-mahalanobis", "euclidean"])
def test_no_covariate_that_varies(distance):
    units = make_units([0], [0, 0], covariates=[[1], [1], [1]])
    with pytest.raises(EvidenceInputError, match="No covariate varies"):
        match(units, MatchSpec(method="nearest", distance=distance))


def test_noise_of_fractions_is_a_tie():
    settled = settle(np.array([0.1 + 0.2, 0.3, 1.0, 2.0]))
    assert settled[0] == settled[1]
    assert np.unique(settled).size == 3
