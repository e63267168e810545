"""The rows of the law on spent convictions, read from the file that comes with the application."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field

from throughgate.common.parts import Part, Slug, Title, Words
from throughgate.common.yaml_lines import plain_data

From = Literal["conviction", "last-day", "paid", "at-once", "three-months"]
DrawsOut = Literal["always", "never", "unknown"]


class Months(Part):
    """Months by the age at conviction; None where there is no end to it."""

    adult: int | None = None
    young: int | None = None
    row: Words = "Filtering"


class Custody(Part):
    adult: int
    young: int
    row: Words
    up_to: int | None = None


class Kind(Part):
    """`draws_out`: whether a later conviction with this alone makes an earlier one last as long."""

    title: Title
    begins: Annotated[From, Field(alias="from")]
    row: Words
    adult: int = 0
    young: int = 0
    draws_out: DrawsOut = "always"
    is_caution: bool = False


class Regime(Part):
    holds_from: date
    custody: Annotated[tuple[Custody, ...], Field(min_length=1, strict=False)]
    never: Words
    no_last_day: Custody
    others: Mapping[Slug, Kind]


class Filtering(Part):
    source: Words
    conviction: Months
    caution: Months


class Law(Part):
    source: Words
    looked_up: date
    compared: Words
    regimes: Annotated[tuple[Regime, ...], Field(min_length=1, strict=False)]
    filtering: Filtering
    ask: Annotated[tuple[Title, ...], Field(strict=False)]

    def regime_on(self, day: date) -> Regime | None:
        """None for a day before the first regime that is written down."""
        held = [one for one in self.regimes if one.holds_from <= day]
        return max(held, key=lambda one: one.holds_from, default=None)


@cache
def rehabilitation_law() -> Law:
    file = files("throughgate.work") / "data" / "rehabilitation_england_wales.yaml"
    return Law.model_validate(plain_data(file.read_text(encoding="utf-8")))
