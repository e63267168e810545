"""What every way of matching takes and gives: people in rows, a specification, weights and sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ..engines.sums import Booleans, Floats, Integers

Method = Literal["radius", "nearest", "optimal", "full", "exact", "cem", "subclass", "ipw", "overlap", "entropy"]
Estimand = Literal["ATT", "ATE", "ATC"]
Distance = Literal["logit", "propensity", "mahalanobis", "robust-mahalanobis", "euclidean"]
CaliperScale = Literal["sd", "distance"]
Discard = Literal["none", "treated", "comparison", "both"]


@dataclass(frozen=True)
class Units:
    """n people in the order of the file. `covariates` (n, p) in the units of the file, categories as indicators.

    `logit` (n,) of the propensity; `exact` and `antiexact` (n, k) codes of categories, k may be 0; `weights` (n,) of
    sampling, all 1 where there are none.
    """

    treated: Booleans
    logit: Floats
    covariates: Floats
    names: tuple[str, ...]
    weights: Floats
    exact: Integers
    antiexact: Integers


@dataclass(frozen=True)
class MatchSpec:
    """How to match. `caliper` is a multiple of the SD (ddof 1) of the logit over everyone where `caliper_scale` is
    ``sd``, and a distance on the scale of `distance` (for Mahalanobis distances: of the logit) where it is
    ``distance``; None for no caliper. For the distance ``propensity`` read propensity for logit.

    `most_comparison` and `most_treated` bound how many of a group one set of full matching may have; None is no bound.
    """

    method: Method = "radius"
    estimand: Estimand = "ATT"
    distance: Distance = "logit"
    caliper: float | None = 0.2
    caliper_scale: CaliperScale = "sd"
    ratio: int = 1
    replace: bool = False
    discard: Discard = "none"
    subclasses: int = 6
    cutpoints: dict[str, int] = field(default_factory=dict)
    trim: float | None = None
    seed: int = 1
    most_comparison: int | None = None
    most_treated: int | None = None


@dataclass(frozen=True)
class Matching:
    """`weights` (n,), 0 for who is left out; they sum to the number of matched people of the estimand's group in each
    group. `sets` (n,) number of the pair or set, −1 for none (and for all where sets overlap); `pairs` (k, 2) rows of
    a treated and a comparison person and `distances` (k,) between them, k may be 0; `discarded` (n,) before matching.
    """

    spec: MatchSpec
    weights: Floats
    sets: Integers
    pairs: Integers
    distances: Floats
    discarded: Booleans
    width: float | None = None
