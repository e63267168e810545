"""Numbers as they are written: half away from zero, thousands with commas, never −0."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

from ..rules import RULES, Unit

SIGNIFICANT_P = RULES.significance.p


def rounded(value: float, decimals: int = 0) -> Decimal:
    """Half away from zero, once the noise of binary fractions (beyond the ninth decimal) is taken off; never −0."""
    clean = Decimal(repr(round(value, 9)))
    result = clean.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def figure(value: float, decimals: int = 0) -> str:
    """A rounded number with thousands separated by commas."""
    return f"{rounded(value, decimals):,}"


def signed(value: float, decimals: int) -> str:
    """With a true minus sign, and a plus above 0."""
    if not math.isfinite(value):
        return "–"
    size = rounded(value, decimals)
    sign = "" if size == 0 else "+" if size > 0 else "−"
    return f"{sign}{abs(size):,}"


def with_unit(size: Decimal, unit: Unit) -> str:
    return f"{size:,} {unit.of(size)}".rstrip()


def times(count: Decimal) -> str:
    return with_unit(count, Unit("time", "times"))


def p_value(p: float) -> str:
    """Two decimals; what would be 0.00 is "less than 0.01"."""
    return "less than 0.01" if rounded(p, 2) == 0 else f"{rounded(p, 2)}"


def is_significant(p: float) -> bool:
    """Up to .05 and with it, as the Justice Data Lab reports."""
    return p <= SIGNIFICANT_P


def listed(names: list[str]) -> str:
    """a; a and b; a, b and c."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else ""
