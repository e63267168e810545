"""What the file of rules may hold. It is checked when it is read: a rule that is missing, misspelt or of the wrong
kind stops the program at once, and not in the middle of a report.
"""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass, fields
from decimal import Decimal
from importlib.resources import files
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter

CLOSED = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Significance:
    """When something may be called significant, and when nothing may be said at all."""

    __pydantic_config__ = CLOSED

    p: float
    least_people: int
    least_events: int
    severity_events: int
    number_needed_limit: int


@dataclass(frozen=True)
class Bands:
    """Largest |standardised mean difference| of a band, as a fraction."""

    __pydantic_config__ = CLOSED

    green: float
    amber: float


@dataclass(frozen=True)
class Thresholds:
    """Fewest people in a group; fewest people behind a number that is not 0; fewest treated for a time to an event;
    whether figures of groups that differ by fewer than a cell may stand side by side.
    """

    __pydantic_config__ = CLOSED

    group: int
    cell: int
    treated_with_time: int
    differences: Literal["show", "withhold"]


@dataclass(frozen=True)
class Unit:
    """What is counted, for one and for several; both empty where the outcome names no unit."""

    __pydantic_config__ = CLOSED

    one: str = ""
    many: str = ""

    def of(self, size: Decimal) -> str:
        return self.one if size == 1 else self.many


@dataclass(frozen=True)
class KindRule:
    """One kind of outcome as the file writes it; units are names of units."""

    __pydantic_config__ = CLOSED

    decimals: int
    table_decimals: int
    limit_decimals: int
    per: int = 1
    unit: str = "none"
    table_per: int = 1
    table_unit: str = ""
    limit_per: int = 1
    limit_unit: str = "none"
    subject: str = "The average of"
    more: str = "more"
    fewer: str = "fewer"
    higher: str = "higher"
    lower: str = "lower"
    as_many: str = "as many as"
    counts_events: bool = False
    time: bool = False


@dataclass(frozen=True)
class Wording:
    """How one kind of outcome is written.

    A mean is multiplied by `per` and rounded to `decimals`; limits of the interval are multiplied by `limit_per` and
    rounded to `limit_decimals`; tables multiply means by `table_per` and write them to `table_decimals`.
    """

    per: int
    unit: Unit
    decimals: int
    table_per: int
    table_unit: str
    table_decimals: int
    limit_per: int
    limit_unit: Unit
    limit_decimals: int
    subject: str
    more: str
    fewer: str
    higher: str
    lower: str
    as_many: str
    counts_events: bool
    time: bool


@dataclass(frozen=True)
class Sentences:
    """Sentences with places to fill in."""

    __pydantic_config__ = CLOSED

    similar: str
    similar_beside: str
    differs: str
    headline_rate: str
    headline_frequency: str
    headline_average: str
    parts: str
    significant: str
    corrected_away: str
    undecided: str
    at_most: str
    less_than: str
    more_people: str
    needed: str
    beyond: str
    at_odds: str
    too_few: str
    too_few_events: str
    withheld: str
    not_alike: str
    forced: str
    adjusted_agrees: str
    adjusted_differs: str
    adjusted_unsettled: str
    adjusted_alone: str
    corrected: str
    event: str
    rmst_more: str
    rmst_fewer: str
    rmst_similar: str
    hazard_lower: str
    hazard_higher: str
    hazard_undecided: str
    subgroups_differ: str
    subgroups_alike: str
    subgroups_unknown: str
    subgroups_not_alike: str
    level_not_alike: str
    level_forced: str


@dataclass(frozen=True)
class RulesFile:
    __pydantic_config__ = CLOSED

    significance: Significance
    bands: Bands
    band_words: dict[str, str]
    disclosure: dict[str, Thresholds]
    units: dict[str, Unit]
    kinds: dict[str, KindRule]
    sentences: Sentences


@dataclass(frozen=True)
class Rules:
    """All rules. `wording` by kind of outcome, `disclosure` by level, `band_words` by band."""

    significance: Significance
    bands: Bands
    band_words: dict[str, str]
    disclosure: dict[str, Thresholds]
    wording: dict[str, Wording]
    sentences: Sentences


def load_rules(text: str | None = None) -> Rules:
    """The rules of this package, or those of `text` (TOML). Raises ValueError naming what is wrong in it."""
    if text is None:
        text = files(__package__).joinpath("data/rules.toml").read_text(encoding="utf-8")
    file = TypeAdapter(RulesFile).validate_python(tomllib.loads(text))
    check_order(file)
    check_templates(file.sentences)
    wording = {name: wording_of(name, rule, file.units) for name, rule in file.kinds.items()}
    return Rules(file.significance, file.bands, file.band_words, file.disclosure, wording, file.sentences)


def wording_of(name: str, rule: KindRule, units: dict[str, Unit]) -> Wording:
    parts: dict[str, Any] = {field.name: getattr(rule, field.name) for field in fields(rule)}
    for place in ("unit", "limit_unit"):
        if parts[place] not in units:
            raise ValueError(f"kinds.{name}.{place}: there is no unit {parts[place]!r} among the units.")
        parts[place] = units[parts[place]]
    return Wording(**parts)


def check_order(file: RulesFile) -> None:
    if not 0 < file.bands.green < file.bands.amber:
        raise ValueError("bands: green must lie above 0 and below amber.")
    if set(file.band_words) != {"green", "amber", "red"}:
        raise ValueError("band_words: there must be words for green, amber and red.")
    for level, limits in file.disclosure.items():
        if not 1 < limits.cell <= limits.group:
            raise ValueError(f"disclosure.{level}: the cell must be at least 2 and no more than the group.")


def check_templates(sentences: Sentences) -> None:
    """A brace that is not closed is found now and not when the sentence is said."""
    for field in fields(sentences):
        try:
            list(string.Formatter().parse(getattr(sentences, field.name)))
        except ValueError as error:
            raise ValueError(f"sentences.{field.name}: {error}.") from error
