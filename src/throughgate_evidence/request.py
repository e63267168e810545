"""Everything that is asked of one evaluation, checked before the file is opened."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal, TypedDict, get_args

from .balance import SmdScale
from .disclosure import Disclosure
from .engines import EngineName
from .frame import MissingPolicy
from .matching import MatchSpec
from .matching.checks import USES_CALIPER, check_subclasses
from .matching.units import CaliperScale, Discard, Distance, Estimand, Method
from .outcomes import Kind
from .outcomes.draws import DRAWS, FEWEST_DRAWS, MOST_DRAWS
from .outcomes.multiplicity import Correction
from .outcomes.survival import TimeUnit
from .power import FOLLOW_UP_DAYS, WAITING_DAYS
from .refusals import EvidenceInputError

IntervalChoice = Literal["auto", "sandwich", "welch", "resampling"]
SensitivityChoice = Literal["auto", "none", "full"]
# So many standard deviations, or units of the logit, hold everybody there is.
WIDEST_CALIPER = 100.0
ONE_OF: tuple[tuple[str, str, object], ...] = (
    ("method", "method", Method),
    ("estimand", "estimand", Estimand),
    ("distance", "distance", Distance),
    ("caliper scale", "caliper_scale", CaliperScale),
    ("discard", "discard", Discard),
)


@dataclass(frozen=True)
class Request:
    """Columns by their role, and how to go about it. See `evaluate` for what each means."""

    treated: str
    covariates: tuple[str, ...]
    outcomes: tuple[str, ...]
    spec: MatchSpec = field(default_factory=MatchSpec)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    categorical: tuple[str, ...] = ()
    interactions: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    antiexact: tuple[str, ...] = ()
    weights: str | None = None
    identifier: str | None = None
    subgroups: tuple[str, ...] = ()
    survival: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    units: Mapping[str, TimeUnit] = field(default_factory=dict)
    secondary: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()
    index_date: str | None = None
    data_until: date | None = None
    missing: MissingPolicy = "leave-out"
    interval: IntervalChoice = "auto"
    smd_scale: SmdScale = "pooled"
    disclosure: Disclosure = "standard"
    correction: Correction = "none"
    sensitivity: SensitivityChoice = "auto"
    headline_anyway: bool = False
    engine: EngineName = "auto"
    draws: int = DRAWS
    needed: int | None = None
    follow_up_days: int = FOLLOW_UP_DAYS
    waiting_days: int = WAITING_DAYS

    def __post_init__(self) -> None:
        for words, name, allowed in ONE_OF:
            check_one_of(words, getattr(self.spec, name), get_args(allowed))
        check_one_of("interval", self.interval, get_args(IntervalChoice))
        check_one_of("SMD scale", self.smd_scale, get_args(SmdScale))
        check_one_of("disclosure control", self.disclosure, get_args(Disclosure))
        check_one_of("correction", self.correction, get_args(Correction))
        check_one_of("sensitivity", self.sensitivity, get_args(SensitivityChoice))
        check_numbers(self.spec)
        check_draws(self.draws, self.spec.seed)
        named = [*self.outcomes, *self.survival]
        check_named("Labels are given for", self.labels, named)
        check_kinds(self.kinds, self.outcomes, self.survival)
        check_named("Units are given for", self.units, list(self.survival), "times until an event")
        for unit in self.units.values():
            check_one_of("unit of time", unit, get_args(TimeUnit))
        check_named("Secondary is", self.secondary, named)
        check_named("Severity is", self.severity, named)

    def roles(self) -> dict[str, Any]:
        """The columns, as `read_frame` takes them."""
        names = ("treated", "covariates", "outcomes", "categorical", "missing", "interactions", "weights", "identifier")
        more = ("exact", "antiexact", "subgroups", "survival", "index_date")
        return {name: getattr(self, name) for name in (*names, *more)}

    @property
    def by_sums(self) -> bool:
        """Whether sums are enough: radius on the logit for the treated, with nothing that needs people one by one."""
        spec = self.spec
        plain = spec.method == "radius" and spec.estimand == "ATT" and spec.distance == "logit"
        return plain and spec.discard == "none" and not (self.exact or self.antiexact or self.weights)


class Choices(TypedDict, total=False):
    """What may be said about an evaluation beside its columns; see `evaluate`."""

    kinds: Mapping[str, Kind]
    labels: Mapping[str, str]
    categorical: Sequence[str]
    interactions: Sequence[str]
    exact: Sequence[str]
    antiexact: Sequence[str]
    weights: str | None
    identifier: str | None
    subgroups: Sequence[str]
    survival: Mapping[str, tuple[str, str]]
    units: Mapping[str, TimeUnit]
    secondary: Sequence[str]
    severity: Sequence[str]
    index_date: str | None
    data_until: date | None
    needed: int | None
    follow_up_days: int
    waiting_days: int
    missing: MissingPolicy
    interval: IntervalChoice
    draws: int
    smd_scale: SmdScale
    disclosure: Disclosure
    correction: Correction
    sensitivity: SensitivityChoice
    headline_anyway: bool
    engine: EngineName
    method: Method
    estimand: Estimand
    distance: Distance
    caliper: float | None
    caliper_scale: CaliperScale
    ratio: int
    replace: bool
    discard: Discard
    subclasses: int
    cutpoints: dict[str, int]
    trim: float | None
    seed: int
    most_comparison: int | None
    most_treated: int | None


SPEC_NAMES = frozenset(each.name for each in fields(MatchSpec))


def make_request(
    treated: str, covariates: Sequence[str], outcomes: Sequence[str], choices: Mapping[str, Any]
) -> Request:
    """Raises EvidenceInputError for a choice that is not there or contradicts another."""
    names = {each.name for each in fields(Request)} - {"spec"} | SPEC_NAMES
    stray = next((name for name in choices if name not in names), None)
    if stray is not None:
        raise EvidenceInputError(f"There is no choice {stray!r} in an evaluation.")
    spec = MatchSpec(**{name: value for name, value in choices.items() if name in SPEC_NAMES})
    others: dict[str, Any] = {name: plain(value) for name, value in choices.items() if name not in SPEC_NAMES}
    return Request(treated, tuple(covariates), tuple(outcomes), spec, **others)


# Which ways of matching and weighting make use of a choice.
USED_BY: Mapping[str, tuple[str, ...]] = {
    "caliper": USES_CALIPER,
    "caliper_scale": USES_CALIPER,
    "distance": (*USES_CALIPER, "subclass"),
    "ratio": ("nearest", "optimal"),
    "replace": ("nearest",),
    "subclasses": ("subclass",),
    "cutpoints": ("cem",),
    "trim": ("ipw",),
    "most_comparison": ("full",),
    "most_treated": ("full",),
}


def unused_choices(spec: MatchSpec) -> list[str]:
    """What was asked for and plays no part in this way of matching, by name."""
    usual = MatchSpec()
    asked = [name for name, methods in USED_BY.items() if spec.method not in methods]
    found = [name for name in asked if getattr(spec, name) not in (None, getattr(usual, name))]
    return [*found, *(["estimand"] if spec.method == "overlap" and spec.estimand != usual.estimand else [])]


TIMING = {
    "index_date": "when each person's follow-up began (--index-date COL)",
    "data_until": "the last day the outcomes know of (--data-until 2027-03-31)",
}


def refuse_half_a_timing(choices: Mapping[str, Any], planned: Mapping[str, Any]) -> None:
    """Whether it is too early takes both; one alone would do nothing. What only the plan says is another matter: the
    day that outcomes reach is often not known yet when it is written.
    """
    given = {name: choices.get(name) for name in TIMING}
    said = [name for name, value in given.items() if value is not None and value != planned.get(name)]
    missing = [name for name, value in given.items() if value is None and planned.get(name) is None]
    if said and missing:
        raise EvidenceInputError(
            f"--{said[0].replace('_', '-')} alone tells nothing: whether it is too early to ask also takes "
            f"{TIMING[missing[0]]}. Add it, or leave --{said[0].replace('_', '-')} out."
        )


def plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def check_one_of(what: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise EvidenceInputError(f"There is no {what} {value!r}: use one of {', '.join(allowed)}.")


def check_numbers(spec: MatchSpec) -> None:
    if spec.caliper is not None and not (math.isfinite(spec.caliper) and spec.caliper > 0):
        raise EvidenceInputError(f"A caliper of {spec.caliper:g} matches nobody: give a number above 0, such as 0.2.")
    if spec.caliper is not None and spec.caliper > WIDEST_CALIPER:
        raise EvidenceInputError(
            f"A caliper of {spec.caliper:g} takes anybody for alike: give a number up to {WIDEST_CALIPER:g}, such as "
            "0.2; or none, where the method can do without."
        )
    if spec.ratio < 1:
        raise EvidenceInputError(f"A ratio of {spec.ratio} compares with nobody: give 1 or more.")
    check_subclasses(spec.subclasses)
    if spec.method == "radius" and spec.caliper is None:
        raise EvidenceInputError("Radius matching needs a caliper: give a number above 0, such as 0.2.")


def check_draws(draws: int, seed: int) -> None:
    if draws < FEWEST_DRAWS:
        raise EvidenceInputError(
            f"Of {draws} draws no 95% interval can be made: give {FEWEST_DRAWS} draws or more, such as {DRAWS}."
        )
    if draws > MOST_DRAWS:
        raise EvidenceInputError(f"{draws} draws are more than anybody waits for: give up to {MOST_DRAWS}, as {DRAWS}.")
    if seed < 0:
        raise EvidenceInputError(f"A seed of {seed} is below 0: give a whole number from 0 up, such as 1.")


def check_kinds(kinds: Mapping[str, str], outcomes: Sequence[str], survival: Mapping[str, object]) -> None:
    timed = next((name for name in kinds if name in survival and name not in outcomes), None)
    if timed is not None:
        raise EvidenceInputError(
            f"{timed!r} is a time until an event and has no kind. If days or weeks were meant, say its unit: --unit "
            f"{timed}=days."
        )
    check_named("Kinds are given for", kinds, outcomes)


def check_named(
    what: str, given: Sequence[str] | Mapping[str, object], known: Sequence[str], which: str = "outcomes"
) -> None:
    stray = next((name for name in given if name not in known), None)
    if stray is not None:
        raise EvidenceInputError(f"{what} {stray!r}, which is not among the {which}.")
