"""What every step of an evaluation shares: the records, the model, and the comparison made with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from ..comparison import Comparison, MatchedRows, SummedRadius, prepare
from ..engines import choose_engine
from ..engines.sums import Integers
from ..frame import Frame, OutcomeColumn, Rows, load_rows, refuse_unfit
from ..matching import Units
from ..outcomes import Kind
from ..progress import Progress
from ..propensity import PropensityModel, predict
from ..request import Request, unused_choices
from ..statements import listed

# With fewer people of a group than this the interval of inverse weights for everybody was seen to be too short.
FEWEST_FOR_EVERYBODY = 120
EVERYWHERE = (-np.inf, np.inf)
# How questionnaires are mostly coded.
NO_AND_YES = (1.0, 2.0)


class Study:
    """One evaluation under way. `main` is the comparison that was asked for; others can be made beside it."""

    def __init__(self, frame: Frame, request: Request, progress: Progress) -> None:
        self.frame, self.request, self.progress = frame, request, progress
        self.notes: list[str] = [*frame.notes, *unused_words(request)]
        progress(0.2, "Describing both groups")
        self.ground = prepare(frame, choose_engine(frame, request.engine), progress)
        progress(0.7, "Matching")
        self.main = self.compare()
        self.notes += short_words(request, self.main)

    @cached_property
    def rows(self) -> Rows:
        return load_rows(self.frame)

    def units(self, model: PropensityModel | None = None) -> Units:
        """Everybody in memory, with the logits of `model`, or of the one that was asked for."""
        rows = self.rows
        return Units(
            treated=rows.treated,
            logit=predict(model or self.ground.model, rows.covariates),
            covariates=rows.covariates,
            names=rows.names,
            weights=rows.weights,
            exact=rows.exact,
            antiexact=rows.antiexact,
        )

    def compare(
        self,
        model: PropensityModel | None = None,
        within: tuple[float, float] = EVERYWHERE,
        without: Collection[int] = (),
    ) -> Comparison:
        """The comparison by another `model`, which does `without` some design columns, or among people whose logit
        lies `within` limits.
        """
        if self.request.by_sums:
            return SummedRadius(self.ground, (model or self.ground.model).coefficients, self.request.spec, within)
        units = self.units(model)
        kept = np.flatnonzero((units.logit >= within[0]) & (units.logit <= within[1]))
        return self.matched(units, None if kept.size == units.logit.size else kept, without)

    def matched(self, units: Units, kept: Integers | None = None, without: Collection[int] = ()) -> MatchedRows:
        """Rows `kept` (k,) of everybody, matched; all of them where it is None. The caliper stays that of everybody."""
        outcomes, spec, columns = self.rows.outcomes, self.request.spec, self.frame.covariates
        if without:
            staying = [at for at in range(len(columns)) if at not in without]
            columns, units = tuple(columns[at] for at in staying), take_columns(units, staying)
        if kept is None:
            return MatchedRows(columns, outcomes, units, spec, self.progress)
        if self.main.width is not None:
            spec = replace(spec, caliper=self.main.width, caliper_scale="distance")
        return MatchedRows(columns, outcomes[kept], take_units(units, kept), spec, self.progress, refitted=False)

    @property
    def outcomes(self) -> list[tuple[int, OutcomeColumn]]:
        """Outcomes that are compared as they are, with their number; times and events of survival are not."""
        timed = {at for pair in self.frame.survival.values() for at in pair}
        named = set(self.request.outcomes)
        return [
            (at, column) for at, column in enumerate(self.frame.outcomes) if column.name in named and at not in timed
        ]

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kind of every outcome; raises EvidenceInputError where its values do not fit what was declared."""
        return {column.name: self.kind_of(column) for _, column in self.outcomes}

    def kind_of(self, column: OutcomeColumn) -> Kind:
        declared = self.request.kinds.get(column.name)
        if declared in ("rate", "frequency") or (declared is None and column.marks == NO_AND_YES):
            refuse_unfit(self.frame, column, declared)
        kind = declared or infer_kind(column)
        if declared is None:
            self.notes += marks_words(column, kind)
        return kind

    def label_of(self, name: str) -> str:
        return self.request.labels.get(name, name.replace("_", " "))


def short_words(request: Request, main: Comparison) -> list[str]:
    """A few people who stand for everybody, by weights that were estimated from as few (bench/coverage_ways.py)."""
    spec = request.spec
    if spec.method != "ipw" or spec.estimand != "ATE" or min(main.n_treated, main.n_comparison) >= FEWEST_FOR_EVERYBODY:
        return []
    return [
        f"By inverse weights a group of fewer than {FEWEST_FOR_EVERYBODY} people stands for everybody here. The 95% "
        "interval of a rate is then too short: of 60 people it held the truth 91 times in 100. Overlap weights, or an "
        "effect on the people of the programme (ATT), do not ask so much of so few."
    ]


def unused_words(request: Request) -> list[str]:
    """Said in the report: a choice that does nothing is easily taken for one that was carried out."""
    names = [name.replace("_", " ") for name in unused_choices(request.spec)]
    if not names:
        return []
    return [f"The method {request.spec.method} makes no use of {listed(names)}: what was asked there changed nothing."]


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


def marks_words(column: OutcomeColumn, kind: Kind) -> list[str]:
    if column.marks is None:
        return []
    low, high = (f"{value:g}" for value in column.marks)
    return [
        f"{column.name} holds only {low} and {high}, and was read as {kind}. If they stand for no and yes, "
        "write 0 and 1: then it is a rate."
    ]


def take_units(units: Units, kept: Integers) -> Units:
    return Units(
        treated=units.treated[kept],
        logit=units.logit[kept],
        covariates=units.covariates[kept],
        names=units.names,
        weights=units.weights[kept],
        exact=units.exact[kept],
        antiexact=units.antiexact[kept],
    )


def take_columns(units: Units, columns: Sequence[int]) -> Units:
    return replace(units, covariates=units.covariates[:, columns], names=tuple(units.names[at] for at in columns))


def with_key(units: Units, codes: Integers) -> Units:
    """The same people, who are matched only with people of the same `codes` (n,)."""
    return replace(units, exact=np.column_stack([units.exact, codes]))
