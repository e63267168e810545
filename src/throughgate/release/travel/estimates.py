"""Estimates from the straight line; the figures and their reasons stand in `release/data/travel.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import ceil, inf
from typing import Any

import yaml

from throughgate.common.ground import kilometres
from throughgate.release.rules.day import Mode, Place, Travel

SOURCE = "estimate from the distance"


@dataclass(frozen=True, slots=True)
class Pace:
    """`bands`: kilometres of the way up to which a speed in km/h holds."""

    detour: float
    before: float
    bands: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        slower = any(then < now for (_, now), (_, then) in pairwise(self.bands))
        if slower or not self.bands or self.bands[-1][0] != inf or min(speed for _, speed in self.bands) <= 0:
            raise ValueError("Speeds may only rise with the distance, and the last band has no end.")

    def minutes(self, straight_km: float) -> float:
        left, taken, start = straight_km * self.detour, self.before, 0.0
        for end, speed in self.bands:
            part = min(left, end - start)
            taken += part / speed * 60
            left, start = left - part, end
        return taken


@dataclass(frozen=True)
class Estimates:
    """The same all day. Nobody takes a bus who would be quicker on foot."""

    paces: Mapping[Mode, Pace]
    rounded_up_to: int

    @property
    def same_all_day(self) -> bool:
        return True

    def between(self, here: Place, there: Place, *, mode: Mode, leaving: datetime) -> Travel | None:
        if here == there:
            return Travel(0, is_estimate=False, source="the same place")
        if here.point is None or there.point is None:
            return None
        distance = kilometres(here.point, there.point)
        if distance == 0:
            return Travel(0, is_estimate=True, source=SOURCE)
        minutes = min(self.paces[way].minutes(distance) for way in {mode, Mode.FOOT})
        return Travel(ceil(minutes / self.rounded_up_to) * self.rounded_up_to, is_estimate=True, source=SOURCE)


def read_estimates(text: str) -> Estimates:
    found: dict[str, Any] = yaml.safe_load(text)
    paces = {
        mode: Pace(
            detour=float(one["detour"]),
            before=float(one["before"]),
            bands=tuple((inf if end is None else float(end), float(speed)) for end, speed in one["bands"]),
        )
        for mode, one in ((mode, found["modes"][mode.value]) for mode in Mode)
    }
    return Estimates(paces, int(found["rounded_up_to"]))


@cache
def default_estimates() -> Estimates:
    return read_estimates((files("throughgate.release") / "data" / "travel.yaml").read_text(encoding="utf-8"))
