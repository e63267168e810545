"""A plan as the keyword arguments of `evaluate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

from ..matching.units import MatchSpec
from ..request import Request
from .plan import MethodPlan, Plan


def defaults_of(kind: type[Request] | type[MatchSpec]) -> Iterator[tuple[str, object]]:
    """Name and default of each field that has one."""
    for field in fields(kind):
        if field.default_factory is not MISSING:
            yield field.name, field.default_factory()
        elif field.default is not MISSING:
            yield field.name, field.default


# What `evaluate` does where it is not told.
DEFAULTS: Mapping[str, object] = dict((*defaults_of(Request), *defaults_of(MatchSpec)))


def settings_from(plan: Plan) -> dict[str, Any]:
    """Everything the plan settles, as keyword arguments for `evaluate`: columns, method, outcomes, title."""
    columns = tuple(outcome for outcome in plan.outcomes if outcome.column)
    return {
        "title": plan.title,
        "treated": plan.people.treated,
        "covariates": plan.covariates,
        "categorical": plan.categorical,
        "interactions": plan.interactions,
        "weights": plan.people.weights,
        "identifier": plan.people.identifier,
        "index_date": plan.people.index_date,
        "data_until": plan.follow_up.data_until,
        "follow_up_days": plan.follow_up.days,
        "waiting_days": plan.follow_up.waiting_days,
        "needed": plan.needed.people,
        "outcomes": tuple(outcome.key for outcome in columns),
        "kinds": {outcome.key: outcome.kind for outcome in columns if outcome.kind},
        "labels": {outcome.key: outcome.label for outcome in plan.outcomes if outcome.label},
        "survival": {
            outcome.key: (outcome.time, outcome.event) for outcome in plan.outcomes if outcome.time and outcome.event
        },
        "units": {outcome.key: outcome.unit for outcome in plan.outcomes if outcome.unit},
        "secondary": tuple(outcome.key for outcome in plan.outcomes if outcome.role == "secondary"),
        "severity": tuple(outcome.key for outcome in plan.outcomes if outcome.severity),
        "subgroups": plan.subgroups,
        "correction": plan.correction,
        "missing": plan.missing,
        "disclosure": plan.disclosure,
        "sensitivity": plan.sensitivity,
        **method_settings(plan.method),
    }


def method_settings(method: MethodPlan) -> dict[str, Any]:
    """With the plan's `name` as `method`."""
    values = {name: getattr(method, name) for name in MethodPlan.model_fields}
    return {"method": values.pop("name"), **values}


def timing_from(plan: Plan) -> dict[str, Any]:
    """What the plan says about follow-up, as keyword arguments for `too_early`; what it leaves open is not there."""
    follow_up = plan.follow_up
    known = {"data_until": follow_up.data_until, "needed": plan.needed.people}
    given = {name: value for name, value in known.items() if value is not None}
    return {"follow_up_days": follow_up.days, "waiting_days": follow_up.waiting_days, **given}
