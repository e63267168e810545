"""Times that somebody typed in win over every other source."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from throughgate.release.rules.day import Mode, NoWay, Place, Travel, TravelTimes

SOURCE = "typed in"
WAY_BACK = "typed in for the other direction"

Way = tuple[str, str, Mode]
"""From where to where, by the names of the places, and by what."""


@dataclass(frozen=True)
class TypedTravel:
    typed: Mapping[Way, Travel | NoWay]
    fallback: TravelTimes

    @property
    def same_all_day(self) -> bool:
        return self.fallback.same_all_day

    def between(self, here: Place, there: Place, *, mode: Mode, leaving: datetime) -> Travel | NoWay | None:
        """A time for the way back is better than an estimate, and is called one."""
        typed = self.typed.get((here.name, there.name, mode))
        if typed is not None:
            return typed
        back = self.typed.get((there.name, here.name, mode))
        if isinstance(back, Travel):
            return replace(back, is_estimate=True, source=WAY_BACK, route=back.route[::-1])
        return self.fallback.between(here, there, mode=mode, leaving=leaving)


def typed_minutes(minutes: int, *, keeps_clear: bool = False) -> Travel:
    return Travel(minutes, is_estimate=False, source=SOURCE, keeps_clear=keeps_clear)
