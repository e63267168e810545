"""Over the organisation: of those released, how many had the same worker before and after. Pure.

Small numbers are kept honest: how many stand behind a share is always said, and below five no share is given.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.common.small_numbers import FEWEST

FEWEST_FOR_A_SHARE = FEWEST


@dataclass(frozen=True, slots=True)
class ReleaseSeen:
    """One release, four weeks on. `kept` is None where nobody worked with them before, so that it cannot be said."""

    released_on: date
    site_id: int
    site: str
    kept: bool | None
    measured_on: date | None  # None: the four weeks are not over


@dataclass(frozen=True, slots=True)
class Measured:
    """`of` are those of whom it can be said; `missing` had no worker before; `waiting` came out less than four weeks
    ago.
    """

    label: str
    kept: int
    of: int
    missing: int
    waiting: int

    @property
    def share(self) -> float | None:
        return self.kept / self.of if self.of >= FEWEST_FOR_A_SHARE else None

    @property
    def share_words(self) -> str:
        """Empty where there are too few. A percentage that is not whole is never said as none or all of them."""
        if self.share is None:
            return ""
        rounded = round(self.share * 100)
        if rounded == 0 and self.kept:
            return "less than 1%"
        return "more than 99%" if rounded == 100 and self.kept < self.of else f"{rounded}%"

    @property
    def words(self) -> str:
        if self.of == 0:
            return "nobody yet"
        plain = f"{self.kept} of {self.of}"
        return f"{plain} ({self.share_words})" if self.share_words else plain


def measure(label: str, releases: Iterable[ReleaseSeen]) -> Measured:
    seen = list(releases)
    done = [one for one in seen if one.measured_on is not None]
    said = [one for one in done if one.kept is not None]
    return Measured(label, sum(bool(one.kept) for one in said), len(said), len(done) - len(said), len(seen) - len(done))


def by_label(releases: Sequence[ReleaseSeen], label: Callable[[ReleaseSeen], str]) -> list[Measured]:
    found: dict[str, list[ReleaseSeen]] = {}
    for one in releases:
        found.setdefault(label(one), []).append(one)
    return [measure(name, found[name]) for name in found]


def quarter_words(day: date) -> str:
    first = 3 * ((day.month - 1) // 3) + 1
    names = ("January", "April", "July", "October"), ("March", "June", "September", "December")
    place = (first - 1) // 3
    return f"{names[0][place]} to {names[1][place]} {day.year}"
