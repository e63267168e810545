"""What is refused before any matching, and what is said when nobody is matched."""

from __future__ import annotations

import math
from typing import get_args

import numpy as np

from ..engines.sums import Floats
from ..refusals import EvidenceInputError
from .units import CaliperScale, Discard, Distance, Estimand, Matching, MatchSpec, Method, Units

WEIGHTING = ("ipw", "overlap", "entropy")
# These look for partners of one group, so they cannot speak of everyone.
ONE_SIDED = ("nearest", "optimal")
BY_SETS = ("exact", "cem", "subclass")
ON_A_LINE = ("logit", "propensity")
# Quantiles nearer to each other than this say the same; radius matching goes finer.
MOST_SUBCLASSES = 1_000
# A caliper decides who matches here; elsewhere it is not used.
USES_CALIPER = ("radius", "nearest", "optimal", "full")


def check_spec(spec: MatchSpec) -> None:
    """Raises EvidenceInputError for a specification that no method can carry out."""
    check_choice("matching method", spec.method, get_args(Method))
    check_choice("estimand", spec.estimand, get_args(Estimand))
    check_choice("distance", spec.distance, get_args(Distance))
    check_choice("caliper scale", spec.caliper_scale, get_args(CaliperScale))
    check_choice("kind of discarding", spec.discard, get_args(Discard))
    check_numbers(spec)
    check_together(spec)


def check_choice(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise EvidenceInputError(f"There is no {what} {value!r}: use {' or '.join(allowed)}.")


def check_numbers(spec: MatchSpec) -> None:
    if spec.caliper is not None and not (math.isfinite(spec.caliper) and spec.caliper > 0):
        raise EvidenceInputError(f"A caliper of {spec.caliper:g} matches nobody: give a number above 0, such as 0.2.")
    if spec.ratio < 1:
        raise EvidenceInputError(f"A ratio of {spec.ratio} matches nobody: give 1 or more people for each.")
    check_subclasses(spec.subclasses)
    for limit in (spec.most_comparison, spec.most_treated):
        if limit is not None and limit < 1:
            raise EvidenceInputError(f"Sets of at most {limit} people of a group match nobody: give 1 or more.")


def check_subclasses(subclasses: int) -> None:
    if subclasses < 2:
        raise EvidenceInputError(f"{subclasses} subclasses do not divide anybody: give 2 or more.")
    if subclasses > MOST_SUBCLASSES:
        raise EvidenceInputError(
            f"{subclasses} subclasses are more than can be told apart: give up to {MOST_SUBCLASSES:,}; 5 to 10 are "
            "usual."
        )


def check_together(spec: MatchSpec) -> None:
    """Choices that are fine alone, not together."""
    if spec.method in WEIGHTING:
        raise EvidenceInputError(f"{spec.method} is weighting and makes no pairs or sets: use weigh() for it.")
    if spec.estimand == "ATE" and spec.method in ONE_SIDED:
        raise EvidenceInputError(
            f"{spec.method.capitalize()} matching finds partners for one group, so it cannot give the average effect "
            "on everyone (ATE). Use ATT or ATC, or full matching, subclassification or radius for ATE."
        )
    if spec.method in ("radius", "subclass") and spec.distance not in ON_A_LINE:
        raise EvidenceInputError(
            f"{spec.method.capitalize()} matching works along the propensity, not on {spec.distance} distance. "
            "Use logit or propensity, or nearest, optimal or full matching."
        )
    if spec.method == "radius" and spec.caliper is None:
        raise EvidenceInputError("Radius matching needs a caliper, such as 0.2 standard deviations of the logit.")
    if spec.method == "optimal" and spec.replace:
        raise EvidenceInputError(
            "Optimal matching uses each person once. With replacement, nearest matching is already the optimum."
        )


def check_units(units: Units, spec: MatchSpec) -> None:
    """Raises EvidenceInputError that names the record, counted from 1, for numbers that cannot be matched on."""
    check_shapes(units)
    for treated, whom in ((True, "treated"), (False, "comparison")):
        if not (units.treated == treated).any():
            raise EvidenceInputError(f"There are no {whom} people, so nobody can be matched.")
    check_finite(units.logit, "logit of the propensity")
    check_finite(units.weights, "sampling weight")
    if (units.weights <= 0).any():
        record = int(np.argmax(units.weights <= 0)) + 1
        raise EvidenceInputError(f"Record {record} has a sampling weight of 0 or less. Leave it out, or mend it.")
    if spec.method in ("exact", "cem") or spec.distance not in ON_A_LINE:
        for name, column in zip(units.names, units.covariates.T, strict=True):
            check_finite(column, name)
    if spec.method in BY_SETS and units.antiexact.shape[1]:
        raise EvidenceInputError(
            f"Columns that must differ (antiexact) cannot be had with the method {spec.method}, where whole sets are "
            "compared. Use radius, nearest, optimal or full matching."
        )


def check_shapes(units: Units) -> None:
    people = units.treated.shape[0]
    for name in ("logit", "covariates", "weights", "exact", "antiexact"):
        rows = getattr(units, name).shape[0]
        if rows != people:
            raise EvidenceInputError(f"{name} has {rows} rows where there are {people} people. Give one row for each.")
    if units.covariates.shape[1] != len(units.names):
        raise EvidenceInputError(f"{units.covariates.shape[1]} covariates have {len(units.names)} names.")


def check_finite(column: Floats, name: str) -> None:
    finite = np.isfinite(column)
    if not finite.all():
        record = int(np.argmin(finite)) + 1
        raise EvidenceInputError(
            f"The {name} of record {record} is not a finite number. Give it a number, or leave the record out."
        )


def check_found(matching: Matching) -> Matching:
    """The matching itself; raises EvidenceInputError that says how to mend it where nobody is in it."""
    if (matching.weights > 0).any():
        return matching
    spec = matching.spec
    if spec.method == "cem":
        raise EvidenceInputError(
            "Nobody is matched: no treated and comparison person fall into the same cell. Use fewer cutpoints or fewer "
            "covariates."
        )
    if spec.method == "exact":
        raise EvidenceInputError(
            "Nobody is matched: no treated and comparison person are the same on every covariate. Use fewer "
            "covariates, or coarsened exact matching."
        )
    raise EvidenceInputError(nobody_near(spec))


def nobody_near(spec: MatchSpec) -> str:
    if spec.caliper is None:
        return "Nobody is matched: nobody is left whom the exact and antiexact columns allow. Use fewer of them."
    unit = " standard deviations" if spec.caliper_scale == "sd" else ""
    return (
        f"A caliper of {spec.caliper:g}{unit} matches nobody: no comparison person is that much alike. "
        "Use a wider caliper, or fewer covariates or exact columns."
    )
