"""Pictures of one result: a hundred people, an interval, the love plot, the attrition chevrons, and the gate."""

from __future__ import annotations

from collections.abc import Sequence

from ..balance import CovariateBalance
from ..outcomes import Estimate, Kind
from ..results import AttritionStep
from ..rules import RULES
from ..statements import WORDING, figure, rounded, signed, signed_limit
from .markup import Markup, element, join
from .shapes import WIDTH, area, box, dot, line, picture, shortened, text

ROW = 24
LABEL = 118
TICKS = (0.1, 0.2, 0.5, 1.0, 2.0)
CHEVRON, POINT = 172, 12


def hundred_people(key: str, label: str, estimate: Estimate) -> Markup:
    """Two squares of a hundred people each, those with the outcome filled in."""
    counts = [int(rounded(100 * mean)) for mean in (estimate.treated, estimate.comparison)]
    groups = zip(counts, ("Treatment", "Comparison"), ("had", "had compared"), (0, 186), strict=True)
    shapes = [
        join(text(left, 14, f"{name}: {count} of 100", "label strong"), *square(left + 8, 32, count, filled))
        for count, name, filled, left in groups
    ]
    description = f"{counts[0]} of 100 people in the treatment group and {counts[1]} of 100 in the comparison group."
    return picture(
        f"{key}-people", f"Of 100 typical people, how many had the outcome “{label}”", description, 184, *shapes
    )


def square(left: float, top: float, count: int, filled: str) -> list[Markup]:
    return [
        dot(left + 15.4 * (at % 10), top + 15.4 * (at // 10), 5.2, filled if at < count else "without")
        for at in range(100)
    ]


def interval_line(key: str, label: str, kind: Kind, estimate: Estimate) -> Markup | None:
    """Where the difference may lie, on a line with no difference in the middle."""
    if estimate.lower is None or estimate.upper is None:
        return None
    wording = WORDING[kind]
    low, middle, high = (value * wording.limit_per for value in (estimate.lower, estimate.difference, estimate.upper))
    reach = max(abs(low), abs(high)) * 1.15
    place = {value: WIDTH / 2 + 150 * value / reach for value in (low, middle, high, 0.0)}
    middle_words = signed(middle, wording.limit_decimals)
    low_words, high_words = (signed_limit(value, wording.limit_decimals) for value in (low, high))
    unit = f" {wording.limit_unit.many}".rstrip()
    low_at, high_at = apart(place[low], place[high])
    return picture(
        f"{key}-interval",
        f"How sure: the difference in “{label}”",
        f"Best estimate {middle_words}{unit}, 95 % interval {low_words} to {high_words}. Zero is no difference.",
        88,
        line(20, 38, WIDTH - 20, 38, "axis"),
        line(place[0.0], 22, place[0.0], 54, "zero"),
        text(place[0.0], 14, "no difference", "label small", "middle"),
        text(20, 14, f"← {wording.lower}", "label small"),
        text(WIDTH - 20, 14, f"{wording.higher} →", "label small", "end"),
        text(WIDTH / 2, 84, unit.strip(), "label small", "middle") if unit else None,
        line(place[low], 38, place[high], 38, "range"),
        line(place[low], 31, place[low], 45, "range"),
        line(place[high], 31, place[high], 45, "range"),
        dot(place[middle], 38, 6, "best"),
        text(low_at, 66, low_words, "label small", "middle"),
        text(high_at, 66, high_words, "label small", "middle"),
    )


def apart(low: float, high: float, least: float = 44) -> tuple[float, float]:
    """Places of two words, moved apart where they would run into each other."""
    missing = max(0.0, least - (high - low)) / 2
    return low - missing, high + missing


def love_plot(rows: Sequence[CovariateBalance]) -> Markup:
    """Mean differences before (hollow) and after matching (filled), over the bands."""
    widest = max(0.12, *(abs(value) for row in rows for value in (row.smd_before, row.smd_after)))
    reach = min(widest * 1.1, 2.0)
    centre, half = LABEL + (WIDTH - LABEL) / 2, (WIDTH - LABEL) / 2 - 12
    bottom = 30 + ROW * len(rows)

    def x(smd: float) -> float:
        return centre + half * max(-reach, min(reach, smd)) / reach

    green, amber = RULES.bands.green, RULES.bands.amber
    tick = max(value for value in TICKS if value <= reach)
    shapes = [
        box(x(-amber), 26, x(amber) - x(-amber), bottom - 26, "band-amber"),
        box(x(-green), 26, x(green) - x(-green), bottom - 26, "band-green"),
        line(x(0), 26, x(0), bottom, "zero"),
        text(x(-tick), 20, f"−{tick:.0%}", "label small", "middle"),
        text(x(0), 20, "0", "label small", "middle"),
        text(x(tick), 20, f"+{tick:.0%}", "label small", "middle"),
    ]
    for at, row in enumerate(rows):
        y = 30 + ROW * (at + 0.5)
        shapes += [
            text(0, y + 4, shortened(row.name)),
            line(x(row.smd_before), y, x(row.smd_after), y, "moved"),
            dot(x(row.smd_before), y, 5, "before"),
            dot(x(row.smd_after), y, 5, "after"),
        ]
    description = (
        "One line for each measure. A hollow circle is the difference before matching, a filled one after. "
        "The closer to 0, the more alike the groups."
    )
    return picture("love", "How alike the groups are, before and after matching", description, bottom + 6, *shapes)


def attrition_chevrons(steps: Sequence[AttritionStep]) -> Markup:
    """One row of chevrons for each step, pointing to the next: how many are left of each group."""
    shapes: list[Markup] = [
        text(CHEVRON / 2, 12, "Treatment", "label small", "middle"),
        text(WIDTH - CHEVRON / 2, 12, "Comparison", "label small", "middle"),
    ]
    y = 18.0
    for step in steps:
        shapes.append(text(0, y + 14, step.step, "label strong"))
        y += 21
        shapes += chevron(0, y, step.treated, step.share_treated, "bar-treated")
        shapes += chevron(WIDTH - CHEVRON, y, step.comparison, step.share_comparison, "bar-comparison")
        y += 50
    counts = (f"{step.step}: {step.treated:,} treatment, {step.comparison:,} comparison" for step in steps)
    return picture("attrition", "How many people were left after each step", "; ".join(counts) + ".", y, *shapes)


def chevron(left: float, top: float, count: int, share: float, class_: str) -> list[Markup]:
    middle, right, bottom = left + CHEVRON / 2, left + CHEVRON, top + 30
    points = [
        (left, top),
        (middle, top + POINT),
        (right, top),
        (right, bottom),
        (middle, bottom + POINT),
        (left, bottom),
    ]
    words = f"{count:,} · {figure(100 * share)}%"
    return [area(points, class_), text(middle, top + 31, words, "label on-dark", "middle")]


def arch() -> Markup:
    """The gate on its path: decoration, hidden from those who listen."""
    return element(
        "svg",
        element("path", d="M2 38 H62", class_="arch-path"),
        element("path", d="M20 38 V22 A12 12 0 0 1 44 22 V38", class_="arch-gate"),
        dot(32, 38, 3.5, "arch-point"),
        viewBox="0 0 64 44",
        class_="arch",
        aria_hidden="true",
        focusable="false",
    )
