"""Survival curves: the share without the event as time goes on, and how many were still watched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..statements import figure
from .markup import Markup
from .shapes import WIDTH, Point, area, line, picture, text, trace

if TYPE_CHECKING:
    from ..outcomes.survival import Curve, SurvivalResult

LEFT, TOP, BOTTOM = 40, 12, 168
GRID = {0.0: (0.0, 0.25, 0.5, 0.75, 1.0), 0.5: (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)}
MOMENTS = 5


def survival_picture(key: str, result: SurvivalResult) -> Markup:
    """Both curves as steps, with their intervals as shadows; the comparison group's is dashed."""
    floor = axis_floor(result)

    def at(time: float, share: float) -> Point:
        return (
            LEFT + (WIDTH - LEFT - 10) * time / result.horizon,
            BOTTOM - (BOTTOM - TOP) * (share - floor) / (1 - floor),
        )

    shapes: list[Markup] = []
    for share in GRID[floor]:
        shapes += [
            line(*at(0, share), *at(result.horizon, share), "grid"),
            text(LEFT - 5, at(0, share)[1] + 4, f"{figure(100 * share)}%", "label small", "end"),
        ]
    for curve, name in ((result.comparison, "compared"), (result.treated, "treated")):
        band = [*steps(curve.times, curve.upper), *reversed(steps(curve.times, curve.lower))]
        shapes.append(area([at(*point) for point in band], f"shadow-{name}"))
    for curve, name in ((result.comparison, "compared"), (result.treated, "treated")):
        shapes.append(trace([at(*point) for point in steps(curve.times, curve.survival)], f"curve-{name}"))
    for time in moments(result.horizon):
        shapes.append(text(at(time, floor)[0], BOTTOM + 16, figure(time, decimals_of(time)), "label small", "middle"))
    shapes += legend(BOTTOM + 36)
    title = f"“{result.label}”: share of people without it as time goes on"
    return picture(key, title, in_words(result), BOTTOM + 44, *shapes)


def legend(y: float) -> list[Markup]:
    return [
        trace([(LEFT, y - 4), (LEFT + 26, y - 4)], "curve-treated"),
        text(LEFT + 32, y, "Treatment", "label small"),
        trace([(LEFT + 130, y - 4), (LEFT + 156, y - 4)], "curve-compared"),
        text(LEFT + 162, y, "Comparison", "label small"),
    ]


def axis_floor(result: SurvivalResult) -> float:
    """The axis starts at 0, or at a half where nothing is drawn below it."""
    lowest = min((*result.treated.lower, *result.comparison.lower), default=0.0)
    return 0.5 if lowest >= 0.5 else 0.0


def steps(times: Sequence[float], shares: Sequence[float]) -> list[Point]:
    """Corners of a line that stays level until the next time."""
    corners: list[Point] = []
    for time, share in zip(times, shares, strict=True):
        if corners:
            corners.append((time, corners[-1][1]))
        corners.append((time, share))
    return corners


def moments(horizon: float) -> list[float]:
    return [horizon * at / (MOMENTS - 1) for at in range(MOMENTS)]


def decimals_of(time: float) -> int:
    return 0 if float(time).is_integer() or time >= 20 else 1


def to_horizon(result: SurvivalResult) -> SurvivalResult:
    """Each curve goes on level to the horizon where every event is in its steps: then nothing was cut off."""
    treated = level_to(result.treated, result.events_treated, result.horizon)
    return replace(
        result, treated=treated, comparison=level_to(result.comparison, result.events_comparison, result.horizon)
    )


def level_to(curve: Curve, events: int, horizon: float) -> Curve:
    """`curve` with its last values again at the `horizon`; as it is where some of all `events` are not in it."""
    if not curve.events or sum(curve.events) < events or curve.times[-1] >= horizon:
        return curve
    return replace(
        curve,
        times=(*curve.times, horizon),
        survival=(*curve.survival, curve.survival[-1]),
        lower=(*curve.lower, curve.lower[-1]),
        upper=(*curve.upper, curve.upper[-1]),
        at_risk=(*curve.at_risk, curve.at_risk[-1]),
        events=(*curve.events, 0),
    )


def share_at(curve: Curve, time: float) -> float | None:
    """None once the curve has been cut."""
    at = place(curve, time)
    return None if at is None else curve.survival[at]


def at_risk_at(curve: Curve, time: float) -> int | None:
    at = place(curve, time)
    return None if at is None else curve.at_risk[at]


def place(curve: Curve, time: float) -> int | None:
    if not curve.times or time > curve.times[-1]:
        return None
    return bisect_right(curve.times, time) - 1


def in_words(result: SurvivalResult) -> str:
    ends = []
    for name, curve in (("treatment", result.treated), ("comparison", result.comparison)):
        if curve.times:
            share, time = figure(100 * curve.survival[-1]), curve.times[-1]
            ends.append(f"{share}% of the {name} group at {figure(time, decimals_of(time))}")
    return f"Both curves start at 100% and step down. Still without it: {'; '.join(ends)}."
