"""The chain from a file to a finding: read, model, match, balance, compare, say."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from os import PathLike
from pathlib import Path
from typing import Literal, TypeVar, get_args

import duckdb
import numpy as np

from .balance import CovariateBalance, SmdScale, assess_balance, comparison_means, treated_means
from .disclosure import Disclosure, control_balance, control_outcome
from .engines import EngineName, choose_engine
from .engines.sums import Description, Engine, IntervalSums, Standard, TreatedRecords, overall_standard
from .frame import Frame, MissingPolicy, OutcomeColumn, constant_message, read_frame
from .matching import RadiusMatch, effective_sample_size, lay_reach, match_radius
from .outcomes import SE_METHODS, Interval, Kind, compare, plain_sample, raw_sample, weighted_sample
from .propensity import PropensityModel, fit_propensity
from .refusals import EvidenceInputError
from .results import AttritionStep, Evaluation, OutcomeResult, Settings
from .statements import state

Method = Literal["radius"]
Progress = Callable[[float, str], None]
Text = TypeVar("Text", bound=str)
ASSUMED = ("caliper", "bands", "interval")


def no_progress(done: float, message: str) -> None:
    """Nobody is watching."""


def evaluate(
    source: str | PathLike[str],
    *,
    treated: str,
    covariates: Sequence[str],
    outcomes: Sequence[str],
    method: Method = "radius",
    caliper: float = 0.2,
    kinds: Mapping[str, Kind] | None = None,
    labels: Mapping[str, str] | None = None,
    categorical: Sequence[str] = (),
    missing: MissingPolicy = "leave-out",
    interval: Interval = "sandwich",
    smd_scale: SmdScale = "pooled",
    disclosure: Disclosure = "standard",
    engine: EngineName = "auto",
    title: str | None = None,
    progress: Progress = no_progress,
) -> Evaluation:
    """Compare people of a programme with matched people who were not in it.

    `source` is a CSV (UTF-8) or Parquet file, one row for each person. `treated` holds 0/1 or true/false;
    `covariates` are what people were like before; `outcomes` what happened afterwards, empty where it does not apply.
    `caliper` is a multiple of the standard deviation of the logit over all records. `progress` is called with the
    share done, 0 to 1, and a message.

    Raises EvidenceInputError, with a message that is safe to show, for anything that is wrong with the file or the
    choices.
    """
    check_choices(method, caliper, interval, smd_scale, disclosure)
    kinds, labels = check_names("kinds", kinds, outcomes), check_names("labels", labels, outcomes)
    progress(0.0, "Reading the file")
    try:
        with closing(
            read_frame(
                Path(source),
                treated=treated,
                covariates=covariates,
                outcomes=outcomes,
                categorical=categorical,
                missing=missing,
            )
        ) as frame:
            checked = check_kinds(frame, kinds)
            progress(0.2, "Describing both groups")
            chain = Chain(frame, choose_engine(frame, engine), caliper, progress)
            progress(0.85, "Comparing outcomes")
            results = tuple(
                control_outcome(chain.compare_outcome(at, column, checked, labels, interval), disclosure)
                for at, column in enumerate(frame.outcomes)
            )
            sizes = (chain.description.treated.people, chain.description.comparison.people, chain.n_treated)
            balance = tuple(control_balance(row, sizes, disclosure) for row in chain.balance(smd_scale))
    except duckdb.Error as error:
        raise EvidenceInputError(
            f"{Path(source).name} could not be read through: it is damaged or cut short. Export it again."
        ) from error
    settings = Settings(
        source=frame.source.name,
        treated=treated,
        covariates=tuple(covariates),
        references={column.source: column.reference for column in frame.covariates if column.reference is not None},
        method=method,
        caliper=caliper,
        interval=interval,
        smd_scale=smd_scale,
        missing=missing,
        disclosure=disclosure,
        engine=chain.engine.name,
        assumed=ASSUMED,
    )
    progress(1.0, "Done")
    return Evaluation(
        version=package_version(),
        title=title or f"Evaluation of {frame.source.name}",
        settings=settings,
        rows_read=frame.rows_read,
        rows_left_out=frame.left_out,
        n_treated=chain.description.treated.people,
        n_comparison_pool=chain.description.comparison.people,
        n_treated_matched=chain.n_treated,
        n_comparison_matched=chain.n_comparison,
        ess=chain.ess,
        caliper=caliper,
        caliper_width=chain.width,
        propensity_deviance=chain.model.deviance,
        propensity_iterations=chain.model.iterations,
        attrition=chain.attrition(),
        balance=balance,
        outcomes=results,
        findings=tuple(state(result) for result in results),
    )


class Chain:
    """The steps of one evaluation, each computed once, in order, from the sums that the engine gives."""

    description: Description
    standard: Standard
    model: PropensityModel
    sums: IntervalSums
    match: RadiusMatch
    treated: TreatedRecords

    def __init__(self, frame: Frame, engine: Engine, caliper: float, progress: Progress) -> None:
        self.frame, self.engine = frame, engine
        self.description = engine.describe()
        check_constants(frame, self.description)
        self.standard = overall_standard(self.description)
        engine.standardise(self.standard)
        names = [column.name for column in frame.covariates]
        self.model = fit_propensity(
            engine,
            self.description,
            names,
            lambda done: progress(0.3 + 0.4 * (1 - 0.8**done), f"Modelling who was treated (pass {done})"),
        )
        progress(0.7, "Matching")
        scores = engine.score(self.model.coefficients)
        self.width = caliper * scores.sd
        reach = lay_reach(scores.treated, self.width)
        self.sums = engine.interval_sums(reach.breaks)
        self.match = match_radius(reach, self.sums.interval, self.sums.people)
        self.treated = engine.treated_records()
        self.n_treated = int(self.match.matched.sum())
        self.n_comparison = int(self.sums.people[self.match.weights > 0].sum())
        self.ess = effective_sample_size(self.match.weights, self.sums.people)
        if not self.n_treated:
            raise EvidenceInputError(
                f"A caliper of {caliper:g} standard deviations matches nobody: no comparison person is that "
                f"much alike. "
                "Use a wider caliper, or fewer covariates."
            )

    def balance(self, scale: SmdScale) -> tuple[CovariateBalance, ...]:
        after = treated_means(self.treated.covariates[self.match.matched], self.standard)
        comparison = comparison_means(self.sums, self.match.weights, self.standard)
        return assess_balance(self.frame.covariates, self.description, after, comparison, scale)

    def compare_outcome(
        self, at: int, column: OutcomeColumn, kinds: Mapping[str, Kind], labels: Mapping[str, str], interval: Interval
    ) -> OutcomeResult:
        treated = plain_sample(self.treated.outcomes[self.match.matched, at])
        centre = float(self.standard.outcome_centre[at])
        first, second = (
            compare(treated, weighted_sample(self.sums, self.match.weights, at, centre, way), SE_METHODS[way])
            for way in (interval, *(way for way in get_args(Interval) if way != interval))
        )
        raw = compare(
            raw_sample(self.description.treated, at), raw_sample(self.description.comparison, at), SE_METHODS["raw"]
        )
        return OutcomeResult(
            name=column.name,
            label=labels.get(column.name, column.name),
            kind=kinds.get(column.name) or infer_kind(column),
            kind_declared=column.name in kinds,
            matched=first,
            second=second,
            raw=raw,
        )

    def attrition(self) -> tuple[AttritionStep, ...]:
        read, complete = self.frame.people_read, self.frame.people_complete
        steps = (
            ("In the file", *read),
            ("With every covariate known", *complete),
            ("Matched", self.n_treated, self.n_comparison),
        )
        return tuple(AttritionStep(step, one, other, one / read[0], other / read[1]) for step, one, other in steps)


def check_choices(method: str, caliper: float, interval: str, smd_scale: str, disclosure: str) -> None:
    for name, value, allowed in (
        ("method", method, get_args(Method)),
        ("interval", interval, get_args(Interval)),
        ("SMD scale", smd_scale, get_args(SmdScale)),
        ("disclosure control", disclosure, get_args(Disclosure)),
    ):
        if value not in allowed:
            raise EvidenceInputError(f"There is no {name} {value!r}: use {' or '.join(allowed)}.")
    if not (math.isfinite(caliper) and caliper > 0):
        raise EvidenceInputError(f"A caliper of {caliper:g} matches nobody: give a number above 0, such as 0.2.")


def check_names(what: str, given: Mapping[str, Text] | None, outcomes: Sequence[str]) -> Mapping[str, Text]:
    stray = next((name for name in given or {} if name not in outcomes), None)
    if stray is not None:
        raise EvidenceInputError(f"{what.capitalize()} are given for {stray!r}, which is not among the outcomes.")
    return given or {}


def check_kinds(frame: Frame, kinds: Mapping[str, Kind]) -> Mapping[str, Kind]:
    for column in frame.outcomes:
        kind = kinds.get(column.name)
        if kind is not None and kind not in get_args(Kind):
            raise EvidenceInputError(f"There is no kind of outcome {kind!r}: use one of {', '.join(get_args(Kind))}.")
        if kind == "rate" and not column.zero_or_one:
            raise EvidenceInputError(f"{frame.source.name}, column {column.name}: a rate needs 0 or 1 in every row.")
        if kind == "frequency" and not column.whole:
            raise EvidenceInputError(
                f"{frame.source.name}, column {column.name}: a frequency needs whole numbers from 0 up."
            )
    return kinds


def infer_kind(column: OutcomeColumn) -> Kind:
    """0 and 1 is a rate; a name that speaks of days, weeks or months is a time; other whole numbers from 0 are a
    frequency.
    """
    if column.zero_or_one:
        return "rate"
    words = column.name.lower().replace("-", "_").replace(" ", "_").split("_")
    for kind in ("days", "weeks", "months"):
        if kind in words or kind[:-1] in words:
            return kind
    return "frequency" if column.whole else "amount"


def check_constants(frame: Frame, description: Description) -> None:
    treated, comparison = description.treated.covariates, description.comparison.covariates
    lowest = np.minimum(treated.lowest, comparison.lowest)
    highest = np.maximum(treated.highest, comparison.highest)
    for column, low, high in zip(frame.covariates, lowest, highest, strict=True):
        if low == high:
            raise EvidenceInputError(constant_message(frame.source.name, column.source, f"{low:g}"))


def package_version() -> str:
    try:
        return version("throughgate")
    except PackageNotFoundError:
        return "unreleased"
