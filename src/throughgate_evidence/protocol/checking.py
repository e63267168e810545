"""Where what was done differs from what was planned. Every setting is compared, and each difference is listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from ..matching.units import MatchSpec
from .fingerprint import take_fingerprint
from .locking import LockedPlan
from .plan import Plan, TheoryLine
from .settings import DEFAULTS, settings_from

# Settings in words, in the order in which differences are listed. Title and engine change no result.
FIELD_WORDS: Mapping[str, str] = {
    "treated": "Who was in the programme",
    "covariates": "Covariates",
    "categorical": "Covariates that are categories",
    "interactions": "Interactions",
    "weights": "Weights of the survey",
    "index_date": "Start of follow-up",
    "data_until": "End of the outcomes’ records",
    "follow_up_days": "Days of follow-up",
    "waiting_days": "Days for cases to finish",
    "needed": "People needed",
    "method": "Way of matching",
    "estimand": "For whom",
    "distance": "Distance",
    "caliper": "Caliper",
    "caliper_scale": "Scale of the caliper",
    "ratio": "Comparison people for each",
    "replace": "Used more than once",
    "discard": "People outside common support",
    "exact": "Exactly alike on",
    "antiexact": "Different on",
    "subclasses": "Number of classes",
    "cutpoints": "Cutpoints",
    "trim": "Trimming of weights",
    "most_comparison": "Most comparison people in a set",
    "most_treated": "Most treated people in a set",
    "draws": "Draws of resampling",
    "seed": "Seed of chance",
    "outcomes": "Outcomes",
    "survival": "Times until an event",
    "units": "Unit of time",
    "kinds": "Kind of outcome",
    "labels": "Name of outcome",
    "secondary": "Secondary outcomes",
    "severity": "Outcomes by severity",
    "subgroups": "Subgroups",
    "correction": "Correction for several outcomes",
    "missing": "Missing values",
    "interval": "Interval",
    "smd_scale": "Scale of mean differences",
    "sensitivity": "Sensitivity analyses",
    "disclosure": "Disclosure control",
    "headline_anyway": "Result in spite of unlike groups",
}
ANY_ORDER = frozenset(
    {
        "covariates",
        "categorical",
        "interactions",
        "exact",
        "antiexact",
        "outcomes",
        "secondary",
        "severity",
        "subgroups",
    }
)
NO_REASON = "no reason given"


@dataclass(frozen=True)
class Deviation:
    """One difference, in words for the report."""

    field: str
    planned: str
    done: str
    reason: str


@dataclass(frozen=True)
class PlanCheck:
    """What the report says of the plan. `theory` and `amendments` in sentences; `locked_at` is ISO 8601."""

    title: str
    question: str
    theory: tuple[str, ...]
    digest: str
    locked_at: str
    amendments: tuple[str, ...]
    deviations: tuple[Deviation, ...]
    locked_by: str = ""


def deviations(
    plan: Plan, done: Mapping[str, object], reasons: Mapping[str, str] | None = None
) -> tuple[Deviation, ...]:
    """Compare a plan with what was done.

    `done` holds settings by the names of `evaluate`'s arguments (a `spec` counts as its fields); what it leaves out was
    done by default. `n_treated_matched`, if there, is held against the number of people needed. `reasons` gives the
    reason of a difference by the name of its setting.
    """
    told = reasons or {}
    carried_out = dict(DEFAULTS) | unfold(done)
    found = [
        Deviation(words, planned, actual, told.get(name, NO_REASON))
        for name, planned_value in settings_from(plan).items()
        if name in FIELD_WORDS
        for words, planned, actual in differences(name, planned_value, carried_out.get(name))
    ]
    if carried_out["headline_anyway"]:
        words = FIELD_WORDS["headline_anyway"]
        found.append(Deviation(words, "no", "yes", told.get("headline_anyway", NO_REASON)))
    order = list(FIELD_WORDS.values())
    listed = sorted(found, key=lambda one: order.index(one.field.partition(" “")[0]))
    return (*listed, *too_few(plan, done, told))


def unfold(done: Mapping[str, object]) -> dict[str, object]:
    spec = done.get("spec")
    return {**(asdict(spec) if isinstance(spec, MatchSpec) else {}), **done}


def differences(name: str, planned: object, done: object) -> Iterator[tuple[str, str, str]]:
    """The setting in words, what was planned and what was done; settings by outcome are compared one by one."""
    if isinstance(planned, Mapping):
        other = done if isinstance(done, Mapping) else {}
        for key in dict.fromkeys((*planned, *other)):
            if plain(planned.get(key)) != plain(other.get(key)):
                yield f"{FIELD_WORDS[name]} “{key}”", in_words(planned.get(key)), in_words(other.get(key))
    elif comparable(name, planned) != comparable(name, done):
        yield FIELD_WORDS[name], in_words(planned), in_words(done)


def comparable(name: str, value: object) -> object:
    if name not in ANY_ORDER or not isinstance(value, list | tuple | set | frozenset):
        return plain(value)
    return tuple(sorted(":".join(sorted(str(item).split(":"))) for item in value))


def plain(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(map(plain, value))
    return value.isoformat() if isinstance(value, date) else value


def in_words(value: object) -> str:
    """A setting as the report shows it."""
    if value is None or value == () or value == []:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(map(in_words, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def too_few(plan: Plan, done: Mapping[str, object], reasons: Mapping[str, str]) -> Iterator[Deviation]:
    needed, matched = plan.needed.people, done.get("n_treated_matched")
    if needed is not None and isinstance(matched, int) and matched < needed:
        reason = reasons.get("n_treated_matched", NO_REASON)
        yield Deviation("People in the programme", f"at least {needed:,}", f"{matched:,} matched", reason)


def data_deviations(locked: LockedPlan, path: Path, reasons: Mapping[str, str] | None = None) -> tuple[Deviation, ...]:
    """Whether the rows are those that the plan was locked on; nothing where it was locked without data."""
    before = locked.data
    if before is None:
        return ()
    now = take_fingerprint(path, before.columns)
    if (now.rows, now.digest) == (before.rows, before.digest):
        return ()
    actual = f"{now.rows:,} rows of {now.file}" if now.rows != before.rows else f"changed values in {now.file}"
    return (
        Deviation("Data", f"{before.rows:,} rows of {before.file}", actual, (reasons or {}).get("data", NO_REASON)),
    )


def changed_defaults(locked: LockedPlan) -> tuple[Deviation, ...]:
    """Settings the plan left to their default, which another version of the program now sets differently."""
    planned, now = locked.history[-1].settings, settings_from(locked.plan)
    reason = "the default changed with the version of the program"
    return tuple(
        Deviation(*parts, reason)
        for name in FIELD_WORDS
        if name in planned and name in now
        for parts in differences(name, planned[name], now[name])
    )


def plan_check(
    locked: LockedPlan,
    done: Mapping[str, object],
    *,
    data: Path | None = None,
    reasons: Mapping[str, str] | None = None,
) -> PlanCheck:
    """Everything the report says about a locked plan and an evaluation that followed it (see `deviations`)."""
    plan = locked.plan
    found = (*changed_defaults(locked), *deviations(plan, done, reasons))
    if data is not None:
        found = (*found, *data_deviations(locked, data, reasons))
    return PlanCheck(
        plan.title,
        plan.question,
        theory_sentences(plan),
        locked.digest,
        locked.locked_at,
        locked.amendments,
        found,
        locked.history[0].by,
    )


def theory_sentences(plan: Plan) -> tuple[str, ...]:
    """Each line of the theory of change in one sentence."""
    labels = {outcome.key: outcome.words for outcome in plan.outcomes}

    def sentence(line: TheoryLine) -> str:
        shown = f" (shown by: {'; '.join(labels[name] for name in line.shown_by)})" if line.shown_by else ""
        return f"{line.activity} → {line.mechanism} → {line.outcome}{shown}"

    return tuple(map(sentence, plan.theory))
