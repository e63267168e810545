"""Numbers as they are written: half away from zero, thousands with commas, never −0."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from ..rules import RULES, Unit

SIGNIFICANT_P = RULES.significance.p
MOST_DECIMALS = 9


def rounded(value: float, decimals: int = 0) -> Decimal:
    """Half away from zero, once the noise of binary fractions (beyond the ninth decimal) is taken off; never −0."""
    clean = Decimal(repr(round(value, MOST_DECIMALS)))
    result = clean.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def rounded_as(value: float, decimals: int, verdict: Callable[[float], object]) -> Decimal:
    """Rounded, with as many more decimals as it takes for `verdict` to say of it what it says of the value. So no
    number is written on the other side of the threshold that it was judged by.
    """
    said = verdict(value)
    tries = (rounded(value, places) for places in range(decimals, MOST_DECIMALS))
    return next((size for size in tries if verdict(float(size)) == said), rounded(value, MOST_DECIMALS))


def limit(value: float, decimals: int, null: float = 0.0) -> Decimal:
    """A limit of an interval. One that is not at `null` (no difference) is never written as if it were."""
    return rounded_as(value, decimals, lambda size: round(size - null, MOST_DECIMALS) == 0)


def figure(value: float, decimals: int = 0) -> str:
    """A rounded number with thousands separated by commas."""
    return f"{rounded(value, decimals):,}"


def signed(value: float, decimals: int) -> str:
    """With a true minus sign, and a plus above 0."""
    return with_sign(rounded(value, decimals)) if math.isfinite(value) else "–"


def signed_limit(value: float, decimals: int) -> str:
    return with_sign(limit(value, decimals)) if math.isfinite(value) else "–"


def with_sign(size: Decimal) -> str:
    sign = "" if size == 0 else "+" if size > 0 else "−"
    return f"{sign}{abs(size):,}"


def with_unit(size: Decimal, unit: Unit) -> str:
    return f"{size:,} {unit.of(size)}".rstrip()


def times(count: Decimal) -> str:
    return with_unit(count, Unit("time", "times"))


def p_value(p: float) -> str:
    """Two decimals, more just above the line; what would be 0.00 is "less than 0.01"."""
    return "less than 0.01" if rounded(p, 2) == 0 else f"{rounded_as(p, 2, is_significant)}"


def is_significant(p: float) -> bool:
    """Up to .05 and with it, as the Justice Data Lab reports."""
    return round(p, MOST_DECIMALS) <= SIGNIFICANT_P


def listed(names: list[str]) -> str:
    """a; a and b; a, b and c."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else ""
