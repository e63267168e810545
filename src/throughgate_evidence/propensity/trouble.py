"""What cannot be modelled: constant columns, columns that repeat others, and columns that separate the groups.

Separation (Albert and Anderson 1984) is found as coefficients that never settle. The direction they run in is 0 for
everybody who can be compared, so who moves along it is who cannot; the sums over these people say what they share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..engines.sums import Description, Engine, Floats, Moments, overall_standard
from ..frame import WHETHER
from ..refusals import EvidenceInputError

# Share of a column's variation that no earlier column explains, under which it is called collinear.
LEAST_OWN_VARIATION = 1e-9
# Of the largest part in a direction of separation, the share under which a column has no part in it.
LEAST_PART = 0.05
MOST_NAMED = 4
MEND = "Leave one of them out, or join rare categories."


def called(name: str) -> str:
    """A column at the beginning of a sentence; the mark of what is missing speaks for itself."""
    return f"W{name[1:]}" if name.startswith(WHETHER) else f"Covariate {name}"


def column_ranges(description: Description) -> Floats:
    """Highest less lowest value of each covariate, in standard deviations of everyone."""
    treated, comparison = description.treated.covariates, description.comparison.covariates
    width = np.maximum(treated.highest, comparison.highest) - np.minimum(treated.lowest, comparison.lowest)
    sd: Floats = np.sqrt((treated.variance + comparison.variance) / 2)
    return np.asarray(width / np.where(sd > 0, sd, 1.0), dtype=float)


def check_constants(description: Description, names: Sequence[str]) -> None:
    treated, comparison = description.treated.covariates, description.comparison.covariates
    for at, name in enumerate(names):
        values = {treated.lowest[at], treated.highest[at], comparison.lowest[at], comparison.highest[at]}
        if len(values) == 1:
            raise EvidenceInputError(
                f"{called(name)} has the same value ({values.pop():g}) for everybody, so it tells nothing about who "
                "was treated. Leave it out."
            )


def check_separation(description: Description, names: Sequence[str]) -> None:
    """A column that splits the groups on its own: every treated value on one side of every comparison value."""
    treated, comparison = description.treated.covariates, description.comparison.covariates
    for at, name in enumerate(names):
        if treated.highest[at] > comparison.lowest[at] and comparison.highest[at] > treated.lowest[at]:
            continue
        raise EvidenceInputError(
            f"{called(name)} separates the groups: {one_sided(description, at, name) or ranges(description, at)}. "
            "Nobody could be compared fairly on it: leave it out, join it with another category, or leave such records "
            "out."
        )


def ranges(description: Description, at: int) -> str:
    treated, comparison = description.treated.covariates, description.comparison.covariates
    return (
        f"it is {spread(treated.lowest[at], treated.highest[at])} for treated people and "
        f"{spread(comparison.lowest[at], comparison.highest[at])} for the comparison"
    )


def spread(lowest: float, highest: float) -> str:
    return f"always {lowest:g}" if lowest == highest else f"{lowest:g} to {highest:g}"


def one_sided(description: Description, at: int, name: str) -> str:
    """Such as "all 12 people with it are in the comparison", for a column of 0 and 1; empty for others."""
    treated, comparison = description.treated.covariates, description.comparison.covariates
    groups = (("in the programme", treated, comparison), ("in the comparison", comparison, treated))
    for where, group, other in groups:
        if not (is_mark(group, at) and other.variance[at] == 0):
            continue
        value = 1 - round(float(other.mean[at]))
        which = what_is_shared(name, value)
        if group.weight[at] != group.count[at]:
            return f"everybody with {which} is {where}"
        people = float(group.mean[at] if value else 1 - group.mean[at]) * int(group.count[at])
        return f"{everybody(round(people))} with {which} {'is' if round(people) == 1 else 'are'} {where}"
    return ""


def what_is_shared(name: str, value: int) -> str:
    if name.startswith(WHETHER):
        return trait(name, value)
    return "it" if "=" in name and value == 1 else f"the value {value}"


def everybody(people: int) -> str:
    return "the only person" if people == 1 else f"all {people:,} people"


def is_mark(moments: Moments, at: int) -> bool:
    """Only 0 and 1: between them, no other values have the variance m (1 − m) n / (n − 1)."""
    if (moments.lowest[at], moments.highest[at]) != (0.0, 1.0):
        return False
    mean, weight, weight2 = moments.mean[at], moments.weight[at], moments.weight2[at]
    return bool(np.isclose(moments.variance[at], mean * (1 - mean) / (1 - weight2 / weight**2), rtol=1e-9))


def check_collinearity(information: Floats, names: Sequence[str]) -> None:
    """At the start all weights are equal, so the information is the correlation matrix of the columns, times a
    number.
    """
    scale = np.sqrt(np.diag(information))
    correlation = information / np.outer(scale, scale)
    kept: list[int] = [0]
    for at in range(1, len(scale)):
        among = correlation[np.ix_(kept, kept)]
        explained = np.linalg.solve(among, correlation[kept, at])
        if 1.0 - float(explained @ correlation[kept, at]) < LEAST_OWN_VARIATION:
            others = [
                names[column - 1] for column, share in zip(kept, explained, strict=True) if column and abs(share) > 1e-4
            ]
            raise EvidenceInputError(
                f"{called(names[at - 1])} says nothing that {' and '.join(others)} "
                f"{'does' if len(others) == 1 else 'do'} not say already (collinearity). Leave one of them out."
            )
        kept.append(at)


@dataclass(frozen=True)
class ToldApart:
    """People of one group whom the model tells apart: how many, and mean and variance (c,) of what they are like."""

    group: str
    people: int
    mean: Floats
    variance: Floats


def separation_error(
    engine: Engine, description: Description, names: Sequence[str], direction: Floats | None
) -> EvidenceInputError:
    """`direction` (p+1,): where the coefficients were still going on the standard scale, None where it is not known."""
    if direction is None or not np.isfinite(direction).all():
        return EvidenceInputError(
            f"The covariates together tell exactly who was treated (separation): {', '.join(names)}. {MEND}"
        )
    parts = np.abs(direction[1:]) * column_ranges(description)
    order = [int(at) for at in np.argsort(-parts, kind="stable") if parts[at] >= LEAST_PART * parts.max()]
    named = [names[at] for at in sorted(order[:MOST_NAMED])]
    found = told_apart(engine, description, direction)
    return EvidenceInputError(
        f"The covariates {', '.join(named)} together tell exactly who was treated (separation)"
        f"{whom(found, names, order)}, so there is nobody to compare some people with. {MEND}"
    )


def told_apart(engine: Engine, description: Description, direction: Floats) -> list[ToldApart]:
    """Who moves along the direction by at least half of what moves most; the others stay where they are."""
    standard = overall_standard(description)
    scores = engine.score(direction)
    sums = engine.interval_sums(np.array([-0.5, 0.5]))
    records = engine.treated_records()
    moved = records.covariates[scores.treated > 0.5]
    found = []
    if len(moved):
        found.append(ToldApart("in the programme", len(moved), moved.mean(axis=0), moved.var(axis=0)))
    if sums.interval.size and sums.interval[0] == 0:
        mean = sums.x[0] / sums.weight[0]
        found.append(ToldApart("in the comparison", int(sums.people[0]), mean, sums.xx[0] / sums.weight[0] - mean**2))
    return [
        ToldApart(each.group, each.people, each.mean * standard.scale + standard.centre, each.variance)
        for each in found
    ]


def whom(found: Sequence[ToldApart], names: Sequence[str], order: Sequence[int]) -> str:
    """Such as ": all 97 people with one = 1 and other = 1 are in the programme"; empty where they share nothing."""
    said = []
    for each in found:
        shared = [at for at in order[:MOST_NAMED] if each.variance[at] < 1e-9]
        if shared:
            traits = " and ".join(trait(names[at], float(each.mean[at])) for at in sorted(shared))
            verb = "is" if each.people == 1 else "are"
            said.append(f"{everybody(each.people)} with {traits} {verb} {each.group}")
    return f": {', and '.join(said)}" if said else ""


def trait(name: str, value: float) -> str:
    """A level of a category by its name alone, and what is missing in words."""
    value = round(value, 9) + 0.0
    if name.startswith(WHETHER):
        known = f"{name.removeprefix(WHETHER).removesuffix(' is missing')} recorded"
        return f"no {known}" if value == 1 else known
    return name if "=" in name and value == 1 else f"{name} = {value:g}"
