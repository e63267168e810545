"""What happened to both groups: outcomes, times to an event, subgroups."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..balance import Gate, assess_rows, judge
from ..comparison import Comparison, MatchedRows
from ..engines.sums import Booleans
from ..frame import OutcomeColumn
from ..outcomes import SE_METHODS, Estimate, Kind, compare, raw_sample
from ..outcomes.defaults import Way, default_interval
from ..outcomes.multiplicity import correct
from ..outcomes.rows import compare_rows
from ..outcomes.subgroups import SubgroupResult, compare_subgroups, count_without
from ..outcomes.survival import SurvivalResult, compare_survival
from ..refusals import EvidenceInputError
from ..results import OutcomeResult
from .base import Study, take_units, with_key


def compare_outcomes(study: Study) -> tuple[OutcomeResult, ...]:
    """Every outcome, with p corrected over those that are primary."""
    found = []
    for done, (at, column) in enumerate(study.outcomes):
        study.progress(0.85 + 0.05 * done / len(study.outcomes), f"Comparing {column.name}")
        found.append(compare_outcome(study, at, column))
    return correct_outcomes(study, found)


def compare_outcome(study: Study, at: int, column: OutcomeColumn) -> OutcomeResult:
    request, kind = study.request, study.kinds[column.name]
    refuse_unknown(study, at, column)
    plain = study.main.estimate(at, "sandwich")
    refuse_unmatched_outcome(study, column, plain)
    how = interval_of(study, kind, is_alike(plain))
    beside = "sandwich" if how == "welch" else "welch"
    return OutcomeResult(
        name=column.name,
        label=study.label_of(column.name),
        kind=kind,
        kind_declared=column.name in request.kinds,
        matched=estimate(study, study.main, at, how),
        second=plain if beside == "sandwich" else study.main.estimate(at, beside),
        raw=compare_everybody(study, at),
        adjusted=study.main.adjusted(at) if request.spec.estimand == "ATT" else None,
        severity=column.name in request.severity,
        primary=column.name not in request.secondary,
        marks=column.marks,
    )


def refuse_unknown(study: Study, at: int, column: OutcomeColumn) -> None:
    """Nobody of one group has it recorded; said before anything is divided by their number."""
    place = f"{study.frame.source.name}, column {column.name}"
    description = study.ground.description
    for group, name in ((description.treated, "in the programme"), (description.comparison, "of the comparison")):
        if not group.outcomes.count[at]:
            raise EvidenceInputError(f"{place}: nobody {name} has it recorded. Fill it, or leave this outcome out.")


def refuse_unmatched_outcome(study: Study, column: OutcomeColumn, found: Estimate) -> None:
    if not (found.n_treated and found.n_comparison):
        place = f"{study.frame.source.name}, column {column.name}"
        raise EvidenceInputError(
            f"{place}: nobody of one group who was matched has it recorded. Match less strictly, or leave it out."
        )


def compare_everybody(study: Study, at: int) -> Estimate:
    """Before matching; with the weights of the sample where there are any."""
    if study.frame.weighted:
        return compare_rows(study.rows.outcomes[:, at], study.rows.treated, study.rows.weights)
    description = study.ground.description
    return compare(raw_sample(description.treated, at), raw_sample(description.comparison, at), SE_METHODS["raw"])


def is_alike(found: Estimate) -> bool:
    """Whether everybody of one group has the same: nobody with the outcome, or (of a rate) everybody."""
    nobody = 0 in (found.events_treated, found.events_comparison)
    return nobody or 1.0 in (found.treated, found.comparison)


def interval_of(study: Study, kind: Kind, alike: bool) -> str:
    """``sandwich``, ``welch`` or ``resampling``."""
    if study.request.interval != "auto":
        return study.request.interval
    way: Way = "sums" if study.request.by_sums else "rows"
    chosen = default_interval(kind, study.main.n_treated, way, alike=alike)
    return "sandwich" if chosen == "sandwich" else "resampling"


def estimate(study: Study, comparison: Comparison, at: int, how: str) -> Estimate:
    """Where nothing can be drawn again (nobody has the outcome, say) the sandwich stands in, and says so."""
    if how != "resampling":
        return comparison.estimate(at, how)
    request = study.request
    try:
        drawn = comparison.resampled(
            at, request.draws, request.spec.seed, lambda done, words: study.progress(0.85, f"{words} ({done:.0%})")
        )
    except EvidenceInputError:
        return comparison.estimate(at, "sandwich")
    return drawn if drawn.lower is not None else comparison.estimate(at, "sandwich")


def correct_outcomes(study: Study, found: list[OutcomeResult]) -> tuple[OutcomeResult, ...]:
    method = study.request.correction
    if method == "none":
        return tuple(found)
    primary = [outcome for outcome in found if outcome.primary]
    corrected = correct([None if outcome.matched is None else outcome.matched.p for outcome in primary], method)
    by_name = {outcome.name: p for outcome, p in zip(primary, corrected, strict=True)}
    return tuple(replace(outcome, p_corrected=by_name.get(outcome.name)) for outcome in found)


def compare_survivals(study: Study) -> tuple[SurvivalResult, ...]:
    """Curves, mean time within the horizon and hazard ratio of each time to an event that was named."""
    found = []
    for name, (time, event) in study.frame.survival.items():
        study.progress(0.9, f"Following people to {name}")
        lives = study.main.lives(time, event)
        found.append(
            compare_survival(
                lives.time,
                lives.event,
                lives.treated,
                lives.weights,
                name=name,
                label=study.label_of(name),
                clusters=lives.clusters,
                people=lives.people,
                unit=study.request.units.get(name),
            )
        )
    return tuple(found)


def compare_within_subgroups(study: Study) -> tuple[SubgroupResult, ...]:
    """Each declared column: everybody is matched again with people of the same level only, then compared by level."""
    found: list[SubgroupResult] = []
    for column in study.frame.subgroups:
        study.progress(0.92, f"Comparing within {column}")
        labels = np.array(["" if text is None else str(text) for text in study.rows.subgroups[column]])
        codes = np.unique(labels, return_inverse=True)[1].astype(np.int64)
        kept = np.flatnonzero(labels != "")
        refuse_one_sided(column, study.rows.treated[kept])
        matched = study.matched(with_key(study.units(), codes), kept if kept.size < labels.size else None)
        outcomes = {name.name: matched.outcomes[:, at] for at, name in study.outcomes}
        results = compare_subgroups(
            column,
            labels[kept],
            outcomes,
            matched.units.treated,
            matched.weights,
            matched.clusters,
            without_level=count_without(labels, study.rows.treated),
        )
        found += [replace(each, gate=gate_within(study, matched, labels[kept] == each.level)) for each in results]
    return tuple(found)


def refuse_one_sided(column: str, treated: Booleans) -> None:
    for people, group in ((treated, "in the programme"), (~treated, "of the comparison")):
        if not people.any():
            raise EvidenceInputError(
                f"Column {column}: nobody {group} has it recorded, so nothing can be compared within its values. Leave "
                "the subgroup out."
            )


def gate_within(study: Study, matched: MatchedRows, here: Booleans) -> Gate | None:
    """Whether the groups are alike among the people `here` (n,): in one level, as in all, by the SDs of its own people.
    None where a group has nobody matched there: then it has no result either.
    """
    rows = np.flatnonzero(here)
    units, request = take_units(matched.units, rows), study.request
    try:
        balance = assess_rows(units, matched.weights[rows], request.smd_scale, matched.columns)
    except EvidenceInputError:
        return None
    return judge(balance, force=request.headline_anyway)
