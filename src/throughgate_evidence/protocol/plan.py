"""What an analysis plan says: the question, the people, the method and the outcomes, before any outcome is seen."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from ..balance import SmdScale
from ..disclosure import Disclosure
from ..frame import MissingPolicy
from ..matching.units import CaliperScale, Discard, Distance, Estimand, Method
from ..outcomes import Kind
from ..outcomes.draws import DRAWS
from ..outcomes.multiplicity import Correction
from ..outcomes.survival import TimeUnit
from ..power import FOLLOW_UP_DAYS, POWER, WAITING_DAYS
from ..request import IntervalChoice, SensitivityChoice

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Column = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Role = Literal["primary", "secondary"]
Direction = Literal["lower", "higher", "either"]


def as_list(value: object) -> object:
    """One name may stand where a list can."""
    return [value] if isinstance(value, str) else value


def as_number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


Columns = Annotated[tuple[Column, ...], BeforeValidator(as_list)]


class Part(BaseModel):
    """A part of a plan. Fields are written as they are named; others are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class TheoryLine(Part):
    """One line of the theory of change; `shown_by` names outcomes of the plan."""

    activity: Words
    mechanism: Words
    outcome: Words
    shown_by: Columns = ()


class People(Part):
    """Who is compared. `treated` is the column that says who was in the programme; `start` and `end` (written from and
    to) the days between which people joined; `index_date` the column of the day from which each is followed.
    """

    treated: Column
    who: Words
    compared_with: Words
    start: Annotated[date | None, Field(alias="from")] = None
    end: Annotated[date | None, Field(alias="to")] = None
    index_date: Column | None = None
    identifier: Column | None = None
    weights: Column | None = None


class MethodPlan(Part):
    """How people are matched; see `MatchSpec`. `interval` and `smd_scale` as in `evaluate`."""

    name: Method = "radius"
    estimand: Estimand = "ATT"
    distance: Distance = "logit"
    caliper: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = 0.2
    caliper_scale: CaliperScale = "sd"
    ratio: Annotated[int, Field(ge=1)] = 1
    replace: bool = False
    discard: Discard = "none"
    exact: Columns = ()
    antiexact: Columns = ()
    subclasses: Annotated[int, Field(ge=2)] = 6
    cutpoints: dict[Column, Annotated[int, Field(ge=1)]] = {}
    trim: Annotated[float, Field(gt=0, lt=1)] | None = None
    most_comparison: Annotated[int, Field(ge=1)] | None = None
    most_treated: Annotated[int, Field(ge=1)] | None = None
    interval: IntervalChoice = "auto"
    smd_scale: SmdScale = "pooled"
    draws: Annotated[int, Field(ge=1)] = DRAWS
    seed: int = 1


class OutcomePlan(Part):
    """One outcome: a `column`, or a `name` with the columns of a `time` and of the `event` it ends with (survival)."""

    column: Column | None = None
    name: Column | None = None
    time: Column | None = None
    event: Column | None = None
    unit: TimeUnit | None = None
    kind: Kind | None = None
    label: Words | None = None
    role: Role = "primary"
    expect: Direction = "either"
    severity: bool = False

    @property
    def key(self) -> str:
        """What the outcome goes by in the results."""
        return self.column or self.name or ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for column in (self.column, self.time, self.event) if column)

    @property
    def words(self) -> str:
        return self.label or self.key


class FollowUp(Part):
    """Days each person is followed, days more for cases to finish, and the day that the outcomes' records reach."""

    days: Annotated[int, Field(ge=1)] = FOLLOW_UP_DAYS
    waiting_days: Annotated[int, Field(ge=0)] = WAITING_DAYS
    data_until: date | None = None


class Needed(Part):
    """How many people in the programme the question takes, and the smallest difference that would matter."""

    people: Annotated[int, Field(ge=1)] | None = None
    power: Annotated[float, Field(gt=0, lt=1)] = POWER
    smallest_difference: Words | None = None


class Plan(Part):
    """The whole. `plan` is the version of this form."""

    plan: Annotated[Literal[1], BeforeValidator(as_number)]
    title: Words
    question: Words
    theory: Annotated[tuple[TheoryLine, ...], Field(min_length=1)]
    people: People
    covariates: Annotated[Columns, Field(min_length=1)]
    categorical: Columns = ()
    interactions: Columns = ()
    method: MethodPlan = MethodPlan()
    outcomes: Annotated[tuple[OutcomePlan, ...], Field(min_length=1)]
    subgroups: Columns = ()
    correction: Correction = "none"
    missing: MissingPolicy = "leave-out"
    disclosure: Disclosure = "standard"
    sensitivity: SensitivityChoice = "auto"
    follow_up: FollowUp = FollowUp()
    needed: Needed = Needed()
    notes: Words | None = None

    @property
    def outcome_columns(self) -> tuple[str, ...]:
        """Columns that nobody looks at before the plan is locked."""
        return tuple(dict.fromkeys(column for outcome in self.outcomes for column in outcome.columns))

    @property
    def known_columns(self) -> tuple[str, ...]:
        """Every column the plan names that holds no outcome."""
        people, method = self.people, self.method
        single = (people.treated, people.index_date, people.identifier, people.weights)
        named = (*filter(None, single), *self.covariates, *method.exact, *method.antiexact, *self.subgroups)
        return tuple(dict.fromkeys(named))
