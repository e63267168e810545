"""Everything that cannot be matched is refused with what to do about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.evidence.matched_people import make_units
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.matching import MatchSpec, match

PEOPLE = make_units([0, 1], [0, 1, 2])
PAIRING = ["radius", "nearest", "optimal", "full"]


def refused(units, words, **choices):
    with pytest.raises(EvidenceInputError, match=words):
        match(units, MatchSpec(**choices))


@pytest.mark.parametrize("method", PAIRING)
@pytest.mark.parametrize("caliper", [0, -0.1, float("nan"), float("inf")])
def test_a_caliper_of_nothing_matches_nobody_and_says_so(method, caliper):
    refused(PEOPLE, "matches nobody: give a number above 0", method=method, caliper=caliper)


@pytest.mark.parametrize("method", PAIRING)
@pytest.mark.parametrize("scale", ["sd", "distance"])
def test_a_caliper_that_matches_nobody(method, scale):
    units = make_units([0], [3, 4])
    refused(
        units, "A caliper of 0.01.* matches nobody: .*Use a wider", method=method, caliper=0.01, caliper_scale=scale
    )


@pytest.mark.parametrize("method", [*PAIRING, "subclass"])
def test_exact_columns_that_never_meet(method):
    units = make_units([0, 0], [0, 0], exact=[1, 2, 3, 4])
    refused(units, "the same values in the columns to match exactly on", method=method)


def test_more_partners_than_there_are_people():
    refused(PEOPLE, "A ratio of 4 is more than the 3 comparison people", method="nearest", replace=True, ratio=4)
    refused(
        PEOPLE, "more than the 2 treated people", method="nearest", replace=True, ratio=3, estimand="ATC", caliper=None
    )


def test_more_partners_than_in_the_stratum_are_all_of_them():
    units = make_units([0, 1], [0, 1, 2], exact=[1, 2, 1, 2, 2])
    found = match(units, MatchSpec(method="nearest", replace=True, ratio=3, caliper=None))
    assert sorted(map(tuple, found.pairs.tolist())) == [(0, 2), (1, 3), (1, 4)]


def test_more_classes_than_can_be_told_apart():
    refused(PEOPLE, "1001 subclasses are more than can be told apart", method="subclass", subclasses=1_001)


@pytest.mark.parametrize("method", PAIRING)
def test_antiexact_columns_that_forbid_everybody(method):
    units = make_units([0], [0, 0], antiexact=[1, 1, 1])
    refused(units, "matches nobody", method=method)


@pytest.mark.parametrize("method", ["nearest", "optimal", "full"])
def test_antiexact_columns_that_forbid_everybody_without_a_caliper(method):
    units = make_units([0], [0, 0], antiexact=[1, 1, 1])
    refused(units, "antiexact columns allow", method=method, caliper=None)


@pytest.mark.parametrize("method", ["exact", "cem", "subclass"])
def test_antiexact_columns_where_sets_are_compared(method):
    refused(make_units([0], [0], antiexact=[1, 2]), "cannot be had with the method", method=method)


@pytest.mark.parametrize("method", ["nearest", "optimal"])
def test_no_average_effect_on_everyone_from_pairs(method):
    refused(PEOPLE, "cannot give the average effect on everyone", method=method, estimand="ATE")


@pytest.mark.parametrize("method", ["nearest", "optimal"])
def test_too_few_for_the_ratio(method):
    refused(PEOPLE, "3 comparison people, too few to give 2 treated people 2 each", method=method, ratio=2)


@pytest.mark.parametrize("method", ["ipw", "overlap", "entropy"])
def test_weighting_is_not_matching(method):
    refused(PEOPLE, "use weigh", method=method)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"method": "genetic"}, "There is no matching method 'genetic': use radius or"),
        ({"estimand": "ATO"}, "There is no estimand 'ATO'"),
        ({"distance": "cosine"}, "There is no distance 'cosine'"),
        ({"caliper_scale": "cm"}, "There is no caliper scale"),
        ({"discard": "all"}, "There is no kind of discarding"),
        ({"caliper": None}, "Radius matching needs a caliper"),
        ({"distance": "mahalanobis"}, "Radius matching works along the propensity"),
        ({"method": "subclass", "distance": "euclidean"}, "Subclass matching works along the propensity"),
        ({"method": "nearest", "ratio": 0}, "A ratio of 0"),
        ({"method": "subclass", "subclasses": 1}, "1 subclasses do not divide"),
        ({"method": "full", "most_treated": 0}, "at most 0 people"),
        ({"method": "optimal", "replace": True}, "uses each person once"),
    ],
)
def test_choices_that_cannot_be_carried_out(choices, words):
    refused(PEOPLE, words, **choices)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"treated": np.zeros(5, dtype=bool)}, "no treated people"),
        ({"treated": np.ones(5, dtype=bool)}, "no comparison people"),
        ({"logit": np.array([0, 0, np.nan, 0, 0])}, "logit of the propensity of record 3 is not a finite"),
        ({"logit": np.array([0, np.inf, 0, 0, 0])}, "record 2"),
        ({"logit": np.zeros(4)}, "logit has 4 rows where there are 5 people"),
        ({"weights": np.array([1, 1, 1, 1, 0.0])}, "Record 5 has a sampling weight of 0"),
        ({"names": ("a", "b")}, "1 covariates have 2 names"),
    ],
)
def test_people_that_cannot_be_matched(changes, words):
    refused(replace(PEOPLE, **changes), words)


def test_a_covariate_that_is_no_number():
    units = make_units([0], [0], covariates=[[1], [np.nan]])
    refused(units, "The x0 of record 2 is not a finite number", method="cem")
    assert match(units, MatchSpec()).weights.tolist() == [1, 1]


def test_no_common_support():
    refused(make_units([3, 4], [0, 1]), "no common support", discard="both")


def test_progress_ends_at_everything():
    seen = []
    match(PEOPLE, MatchSpec(method="full"), lambda done, message: seen.append((done, message)))
    assert seen[-1][0] == 1
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert all(message for _, message in seen)
