"""The chain from a file to a finding: read, model, match, balance, compare, ask how far to trust it, say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar, Unpack

import duckdb
import numpy as np

from .balance import judge
from .comparison import MatchedRows
from .disclosure import control
from .frame import read_frame
from .matching import Table, pairs_table, sets_table, weights_table
from .progress import Progress, no_progress
from .protocol import LockedPlan, PlanCheck, check_plan, plan_check, settings_from, timing_from
from .refusals import EvidenceInputError
from .request import Choices, Request, make_request, refuse_half_a_timing
from .results import AttritionStep, Evaluation, Settings
from .study import (
    Study,
    ask_sensitivity,
    ask_timing,
    compare_outcomes,
    compare_survivals,
    compare_within_subgroups,
    try_fragility,
)
from .version import package_version
from .weighting import estimand_of

Source = str | PathLike[str]
Found = TypeVar("Found")
ASSUMED = ("caliper", "bands", "interval")


@dataclass(frozen=True)
class MatchedTables:
    """Every person's weight and set, every pair and every set, by the identifiers of the file. They name people: for
    the organisation that gave the file, never for publication. None where a method makes no pairs or sets.
    """

    weights: Table
    pairs: Table | None
    sets: Table | None


def evaluate(
    source: Source,
    *,
    treated: str,
    covariates: Sequence[str],
    outcomes: Sequence[str] = (),
    title: str | None = None,
    plan: Source | None = None,
    reasons: Mapping[str, str] | None = None,
    progress: Progress = no_progress,
    **choices: Unpack[Choices],
) -> Evaluation:
    """Compare people of a programme with people like them who were not in it.

    `source` is a CSV (UTF-8) or Parquet file, one row for each person. `treated` holds 0/1 or true/false;
    `covariates` are what people were like before; `outcomes` what happened afterwards, empty where it does not apply.
    `progress` is called with the share done, 0 to 1, and a message. `plan` is a locked analysis plan: every difference
    from it is listed, with the `reasons` that are given by name of the setting.

    Choices, all with a default: how to match (`method`, `estimand`, `distance`, `caliper`, `caliper_scale`, `ratio`,
    `replace`, `discard`, `exact`, `antiexact`, `subclasses`, `cutpoints`, `trim`; see `MatchSpec`), what to model
    (`categorical`, `interactions`, `weights`, `missing`), what happened (`kinds`, `labels`, `survival`, `secondary`,
    `severity`, `subgroups`), how sure (`interval`, `draws`, `seed`, `correction`, `sensitivity`), what is shown
    (`smd_scale`, `disclosure`, `headline_anyway`), whether it is time (`index_date`, `data_until`, `needed`,
    `follow_up_days`, `waiting_days`) and where (`engine`). docs/reference/evidence-command.md says what each means.

    Raises EvidenceInputError, with a message that is safe to show, for anything that is wrong with the file or the
    choices.
    """
    asked = ask(source, (treated, covariates, outcomes), title, plan, reasons, choices)
    return run(asked.path, asked.request, progress, asked.evaluate)


def evaluate_with_tables(
    source: Source,
    *,
    treated: str,
    covariates: Sequence[str],
    outcomes: Sequence[str] = (),
    title: str | None = None,
    plan: Source | None = None,
    reasons: Mapping[str, str] | None = None,
    progress: Progress = no_progress,
    **choices: Unpack[Choices],
) -> tuple[Evaluation, MatchedTables]:
    """`evaluate`, and the tables of the very matching that it rests on."""
    asked = ask(source, (treated, covariates, outcomes), title, plan, reasons, choices)
    return run(asked.path, asked.request, progress, lambda study: (asked.evaluate(study), lay_tables(study)))


def matched_tables(
    source: Source,
    *,
    treated: str,
    covariates: Sequence[str],
    outcomes: Sequence[str] = (),
    progress: Progress = no_progress,
    **choices: Unpack[Choices],
) -> MatchedTables:
    """Who was compared with whom, and how much each counts: the matching of `evaluate` with the same arguments."""
    request = make_request(treated, covariates, outcomes, choices)
    return run(Path(source), request, progress, lay_tables)


@dataclass(frozen=True)
class Asked:
    """An evaluation that can be made: everything about it has been checked but the file."""

    path: Path
    request: Request
    title: str | None
    locked: LockedPlan | None
    reasons: Mapping[str, str] | None

    def evaluate(self, study: Study) -> Evaluation:
        done = None if self.locked is None else check_against(self.locked, study, self.path, self.reasons)
        return control(assemble(study, self.title, done), self.request.disclosure)


def ask(
    source: Source,
    columns: tuple[str, Sequence[str], Sequence[str]],
    title: str | None,
    plan: Source | None,
    reasons: Mapping[str, str] | None,
    choices: Mapping[str, Any],
) -> Asked:
    """`columns`: treated, covariates, outcomes."""
    locked = None if plan is None else check_plan(plan)
    planned = {} if locked is None else timing_from(locked.plan)
    refuse_half_a_timing(choices, {} if locked is None else settings_from(locked.plan))
    return Asked(Path(source), make_request(*columns, planned | dict(choices)), title, locked, reasons)


def run(path: Path, request: Request, progress: Progress, work: Callable[[Study], Found]) -> Found:
    """Open the file, make the comparison, do `work` with it, close the file."""
    progress(0.0, "Reading the file")
    try:
        with closing(read_frame(path, **request.roles())) as frame:
            found = work(Study(frame, request, progress))
    except duckdb.Error as error:
        raise EvidenceInputError(
            f"{path.name} could not be read through: it is damaged or cut short. Export it again."
        ) from error
    progress(1.0, "Done")
    return found


def assemble(study: Study, title: str | None, plan: PlanCheck | None) -> Evaluation:
    """All that was found, before disclosure control."""
    request, frame, ground, main = study.request, study.frame, study.ground, study.main
    _ = study.kinds  # What does not fit is refused before anything takes time.
    study.progress(0.75, "Seeing whether the groups are alike")
    balance, products = main.balance(request.smd_scale), main.products(request.smd_scale)
    outcomes = compare_outcomes(study)
    sensitivity = ask_sensitivity(study, outcomes)
    return Evaluation(
        version=package_version(),
        title=title or f"Evaluation of {frame.source.name}",
        settings=settings_of(study),
        rows_read=frame.rows_read,
        rows_left_out=frame.left_out,
        n_treated=ground.description.treated.people,
        n_comparison_pool=ground.description.comparison.people,
        n_treated_matched=main.n_treated,
        n_comparison_matched=main.n_comparison,
        ess=main.ess,
        ess_treated=main.ess_treated,
        caliper=request.spec.caliper,
        caliper_width=main.width,
        propensity_deviance=ground.model.deviance,
        propensity_iterations=ground.model.iterations,
        attrition=attrition(study),
        balance=balance,
        products=products,
        gate=judge(balance, products, request.headline_anyway),
        outcomes=outcomes,
        findings=(),
        survival=compare_survivals(study),
        subgroups=compare_within_subgroups(study),
        sensitivity=sensitivity,
        fragility=try_fragility(study, outcomes),
        timing=ask_timing(study, outcomes),
        plan=plan,
        correction=request.correction,
        warnings=tuple(study.notes),
        sizes_of_sets=sizes_of_sets(main) if isinstance(main, MatchedRows) else {},
    )


def attrition(study: Study) -> tuple[AttritionStep, ...]:
    read, complete, main = study.frame.people_read, study.frame.people_complete, study.main
    steps = [("In the file", *read), ("With every covariate known", *complete)]
    if isinstance(main, MatchedRows) and main.matching.discarded.any():
        kept = ~main.matching.discarded
        mine = main.units.treated
        steps.append(("With somebody near in the other group", int((kept & mine).sum()), int((kept & ~mine).sum())))
    steps.append(("Matched", main.n_treated, main.n_comparison))
    return tuple(AttritionStep(step, one, other, one / read[0], other / read[1]) for step, one, other in steps)


def sizes_of_sets(main: MatchedRows) -> dict[str, int]:
    """How many sets there are of each make-up, as “treated : comparison”."""
    sets = main.matching.sets
    held = sets >= 0
    if not held.any():
        return {}
    size = int(sets.max()) + 1
    mine = np.bincount(sets[held & main.units.treated], minlength=size)
    others = np.bincount(sets[held & ~main.units.treated], minlength=size)
    counted = Counter(zip(mine.tolist(), others.tolist(), strict=True))
    return {f"{one} : {other}": count for (one, other), count in sorted(counted.items()) if one or other}


def settings_of(study: Study) -> Settings:
    request, frame = study.request, study.frame
    asked = {each.name for each in fields(Settings)}
    values = {name: value for part in (request.spec, request) for name, value in vars(part).items() if name in asked}
    references = {column.source: column.reference for column in frame.covariates if column.reference is not None}
    values |= {"estimand": estimand_of(request.spec), "engine": study.ground.engine.name, "assumed": ASSUMED}
    return Settings(**values | {"source": frame.source.name, "references": references})


def check_against(locked: LockedPlan, study: Study, path: Path, reasons: Mapping[str, str] | None) -> PlanCheck:
    done = vars(study.request) | {"n_treated_matched": study.main.n_treated}
    return plan_check(locked, done, data=path, reasons=reasons)


def lay_tables(study: Study) -> MatchedTables:
    main = study.main
    if not isinstance(main, MatchedRows):
        # Made from sums, which know nobody: the same matching once more, person by person.
        main = study.matched(study.units())
    matching, ids = main.matching, study.rows.ids.tolist()
    has_sets = bool((matching.sets >= 0).any())
    return MatchedTables(
        weights_table(matching, main.units.treated, ids),
        pairs_table(matching, ids) if matching.pairs.shape[0] else None,
        sets_table(matching, main.units.treated, ids) if has_sets else None,
    )
