"""How far a result can be trusted: hidden differences, single covariates, the edges, tiny changes, and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..comparison import Lives, MatchedRows
from ..disclosure import control_outcome
from ..engines.sums import Floats
from ..frame import columns_of
from ..matching import Fragility, measure_fragility
from ..outcomes import Estimate, plain_sample
from ..power import Timing, too_early
from ..propensity import fit_without
from ..refusals import EvidenceInputError
from ..results import OutcomeResult
from ..sensitivity import (
    Bounds,
    Limits,
    OutcomeSensitivity,
    TrimRule,
    e_value_of,
    leave_one_out,
    rosenbaum_bounds,
    summarise,
    trimming,
    weight_bounds,
)
from ..statements import NEEDED_LIMIT, is_significant
from .base import Study

# With ``auto``, comparisons are made again only up to so many numbers (rows × columns): a few seconds of work.
MOST_REFITTED = 2_000_000
# One-to-one matching is tried again so often, up to so many people.
MOST_JITTERED = 200_000
# The Justice Data Lab takes no submission of fewer people.
FEWEST_FOLLOWED = 60
HALF_A_TIMING = (
    "Whether it is too early to ask was not looked at: the plan says only one of when each person's follow-up began "
    "and until when outcomes are known."
)
PAIRS = frozenset({"nearest", "optimal"})
SETS = PAIRS | {"full", "exact", "cem", "subclass"}


def ask_sensitivity(study: Study, outcomes: tuple[OutcomeResult, ...]) -> tuple[OutcomeSensitivity, ...]:
    """For every outcome that has an estimate."""
    if study.request.sensitivity == "none":
        return ()
    numbers = {column.name: at for at, column in study.outcomes}
    stated = {outcome.name: outcome for outcome in outcomes if outcome.matched is not None}
    bounds = {name: hidden_bounds(study, numbers[name], outcome) for name, outcome in stated.items()}
    again = refits(study, [numbers[name] for name in stated]) if worth_refitting(study) else {}
    nothing: tuple[tuple[tuple[str, Estimate], ...], tuple[tuple[str, int, Estimate], ...]] = ((), ())
    return tuple(
        summarise(
            name,
            None if outcome.matched is None else e_value_of(outcome.matched, outcome.kind, ess=study.main.ess),
            stated_bounds(bounds[name], outcome),
            *again.get(numbers[name], nothing),
        )
        for name, outcome in stated.items()
    )


def stated_bounds(bounds: Bounds | None, outcome: OutcomeResult) -> Bounds | None:
    """Γ comes from a test of its own: where the stated p is not significant there is nothing that Γ could undo."""
    plain = None if outcome.matched is None else outcome.matched.p
    p = plain if outcome.p_corrected is None else outcome.p_corrected
    if bounds is None or (p is not None and is_significant(p)):
        return bounds
    return replace(bounds, critical=None)


def worth_refitting(study: Study) -> bool:
    return study.request.sensitivity == "full" or worth_loading(study)


def worth_loading(study: Study) -> bool:
    return sum(study.frame.people_complete) * len(study.frame.covariates) <= MOST_REFITTED


def hidden_bounds(study: Study, at: int, outcome: OutcomeResult) -> Bounds | None:
    """Γ: of pairs and sets by their own test, of weights by weights; None where neither can be had."""
    main, spec = study.main, study.request.spec
    try:
        if isinstance(main, MatchedRows) and spec.method in SETS and not (spec.replace and spec.method == "nearest"):
            return rosenbaum_bounds(study.rows.outcomes[:, at], main.units.treated, main.matching.sets)
        if spec.method == "overlap" or spec.estimand != "ATT" or study.frame.weighted:
            # The treated have weights too, which these bounds do not know.
            return None
        if outcome.kind == "amount" and not worth_loading(study):
            # Of amounts nearly every person is a row of their own.
            return None
        lives = study.main.lives(at, at)
        mine = lives.treated
        return weight_bounds(plain_sample(lives.time[mine]), *pool_of(lives))
    except EvidenceInputError:
        return None


def pool_of(lives: Lives) -> tuple[Floats, Floats, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    pool = ~lives.treated
    return lives.time[pool], lives.weights[pool], lives.people[pool]


Again = tuple[tuple[tuple[str, Estimate], ...], tuple[tuple[str, int, Estimate], ...]]


def refits(study: Study, outcomes: list[int]) -> dict[int, Again]:
    """By outcome: the estimate without each covariate, and among people within each rule of trimming."""
    names = [name for name in study.request.covariates if len(study.request.covariates) > 1]

    def without(name: str) -> dict[int, Estimate]:
        columns = columns_of(study.frame.covariates, name)
        model = fit_without(study.ground.engine, study.ground.model, columns)
        comparison = study.compare(model, without=columns)
        return {at: comparison.estimate(at, "sandwich") for at in outcomes}

    def within(limits: Limits) -> tuple[int, dict[int, Estimate]]:
        comparison = study.compare(within=(limits.lowest, limits.highest))
        return comparison.n_treated, {at: comparison.estimate(at, "sandwich") for at in outcomes}

    left_out = leave_one_out(without, names, lambda done, words: study.progress(0.93 + 0.04 * done, words))
    missing = [name for name in names if name not in dict(left_out)]
    if missing:
        study.notes.append(f"Without {' or without '.join(missing)} no comparison could be made.")
    mine, others = logits(study)
    rules: tuple[TrimRule, ...] = ("crump", "common support", "tails") if others else ("crump", "tails")
    trimmed = trimming(
        within, mine, others or (0.0, 0.0), lambda done, words: study.progress(0.97 + 0.02 * done, words), rules
    )
    return {
        at: (
            tuple((name, found[at]) for name, found in left_out),
            tuple((words, people, found[at]) for words, people, found in trimmed),
        )
        for at in outcomes
    }


def logits(study: Study) -> tuple[Floats, tuple[float, float] | None]:
    """Of the treated people (m,), and the lowest and highest of the others; None where these are too many to look at
    one by one.
    """
    if study.request.by_sums and not worth_loading(study):
        return study.ground.engine.score(study.ground.model.coefficients).treated, None
    units = study.units()
    others = units.logit[~units.treated]
    return units.logit[units.treated], (float(others.min()), float(others.max()))


def try_fragility(study: Study, outcomes: tuple[OutcomeResult, ...]) -> Fragility | None:
    """For one-to-one pairs by propensity: how far the first outcome's result moves with a tiny change of the model."""
    spec = study.request.spec
    if spec.method not in PAIRS or spec.ratio > 1 or not outcomes or study.request.sensitivity == "none":
        return None
    units = study.units()
    if spec.method == "optimal" and units.treated.size > 5_000 or units.treated.size > MOST_JITTERED:
        return None
    at = next(at for at, column in study.outcomes if column.name == outcomes[0].name)
    draws = 50 if units.treated.size <= 20_000 else 10
    try:
        return measure_fragility(units, spec, study.rows.outcomes[:, at], draws=draws, seed=spec.seed)
    except EvidenceInputError:
        return None


def ask_timing(study: Study, outcomes: tuple[OutcomeResult, ...]) -> Timing | None:
    """Whether enough people have been followed in full; needs the start dates and the day the outcomes reach to."""
    request = study.request
    if study.frame.index_date is None or request.data_until is None:
        study.notes += [] if request.data_until == request.index_date else [HALF_A_TIMING]
        return None
    days = study.rows.index_days
    if days is None:
        return None
    mine = days[study.rows.treated]
    return too_early(
        mine[~np.isnan(mine)].astype(np.int64),
        data_until=request.data_until,
        needed=request.needed or people_for([control_outcome(outcome, request.disclosure) for outcome in outcomes]),
        follow_up_days=request.follow_up_days,
        waiting_days=request.waiting_days,
    )


def people_for(outcomes: Sequence[OutcomeResult]) -> int:
    """With whom the first primary outcome that is shown would be settled, if it is as large as it looks; at least as
    many as the Justice Data Lab takes. A number that no programme has is no reason to wait.
    """
    first = next((outcome.matched for outcome in outcomes if outcome.primary and outcome.matched), None)
    if first is None or first.number_needed is None or (first.p is not None and is_significant(first.p)):
        return FEWEST_FOLLOWED
    return FEWEST_FOLLOWED if first.number_needed > NEEDED_LIMIT else max(first.number_needed, FEWEST_FOLLOWED)
