"""Which column is what, checked before the file is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from ..refusals import EvidenceInputError
from .terms import Term

MissingPolicy = Literal["leave-out", "refuse", "indicator"]


@dataclass(frozen=True)
class Roles:
    """Columns by their role. `survival` gives for each name the columns of time and event."""

    treated: str
    covariates: tuple[str, ...]
    outcomes: tuple[str, ...]
    categorical: frozenset[str] = frozenset()
    interactions: tuple[Term, ...] = ()
    weights: str | None = None
    identifier: str | None = None
    exact: tuple[str, ...] = ()
    antiexact: tuple[str, ...] = ()
    subgroups: tuple[str, ...] = ()
    survival: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    index_date: str | None = None
    missing: MissingPolicy = "leave-out"

    @property
    def products(self) -> tuple[Term, ...]:
        """The interactions; a text such as ``age*race`` names its columns as well, which are covariates already."""
        return tuple(term for term in self.interactions if not term.is_column)

    @property
    def after(self) -> tuple[str, ...]:
        """Columns of what happened after: outcomes, then time and event of each survival outcome."""
        return (*self.outcomes, *(column for pair in self.survival.values() for column in pair))

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that people must share, or must not; each once."""
        return once((*self.exact, *self.antiexact))

    @property
    def columns(self) -> tuple[str, ...]:
        """All that is read from the file, each once."""
        alone = [name for name in (self.weights, self.identifier, self.index_date) if name is not None]
        return once((self.treated, *self.covariates, *self.after, *self.keys, *self.subgroups, *alone))

    @property
    def as_text(self) -> frozenset[str]:
        """Columns whose numbers are codes: 007 is not 7."""
        return self.categorical | {name for name in (self.identifier, self.index_date) if name is not None}


def once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def check_roles(roles: Roles) -> None:
    """Raises EvidenceInputError for roles that contradict each other."""
    if not roles.covariates:
        raise EvidenceInputError(
            "Name at least one covariate: what people were like before, which both groups are matched on."
        )
    if not roles.after:
        raise EvidenceInputError("Name at least one outcome column.")
    if roles.missing not in get_args(MissingPolicy):
        raise EvidenceInputError(
            f"There is no missing-value policy {roles.missing!r}: use “leave-out”, “refuse” or “indicator”."
        )
    refuse_twice(roles)
    refuse_after_as_before(roles)
    check_survival(roles.survival)
    check_terms(roles)


def refuse_twice(roles: Roles) -> None:
    alone = [name for name in (roles.weights, roles.identifier, roles.index_date) if name is not None]
    timed = once(column for pair in roles.survival.values() for column in pair)
    names = [roles.treated, *roles.covariates, *roles.outcomes, *alone]
    names += [name for name in timed if name not in roles.outcomes]
    for listed in (names, *([*each, *alone, roles.treated] for each in (roles.keys, roles.subgroups))):
        twice = next((name for name in listed if listed.count(name) > 1), None)
        if twice is not None:
            raise EvidenceInputError(
                f"Column {twice!r} is named twice. The treated column, each covariate and each outcome must be "
                "different columns, and so must those of weights, identifier and date: an outcome that is also "
                "matched on would hide its own difference."
            )


def refuse_after_as_before(roles: Roles) -> None:
    """Matching or splitting on what happened afterwards compares people who were made different by the programme."""
    for what, columns in (("exact", roles.exact), ("antiexact", roles.antiexact), ("a subgroup", roles.subgroups)):
        late = next((name for name in columns if name in roles.after), None)
        if late is not None:
            raise EvidenceInputError(
                f"Column {late!r} is an outcome and cannot be {what} as well: that must be known before the programme."
            )
    both = next((name for name in roles.exact if name in roles.antiexact), None)
    if both is not None:
        raise EvidenceInputError(f"Column {both!r} is both exact and antiexact: nobody could be matched.")


def check_survival(survival: Mapping[str, tuple[str, str]]) -> None:
    for name, (time, event) in survival.items():
        if time == event:
            raise EvidenceInputError(
                f"The survival outcome {name!r} has the same column for its time and its event. Name a column with "
                "the time and one with 1 where it ended in the event, 0 where it was cut off."
            )


def check_terms(roles: Roles) -> None:
    stray = next((name for name in roles.categorical if name not in once(allowed_codes(roles))), None)
    if stray is not None:
        raise EvidenceInputError(f"Column {stray!r} is declared as a category but is not among the covariates.")
    for term in roles.interactions:
        missing = next((name for name in term.columns if name not in roles.covariates), None)
        if missing is not None:
            raise EvidenceInputError(
                f"The interaction {term.name!r} needs {missing!r} among the covariates too: a product without its "
                "parts means something else than it seems to."
            )


def allowed_codes(roles: Roles) -> Sequence[str]:
    return [*roles.covariates, *roles.keys, *roles.subgroups]
