"""Pictures, as SVG that says in words what it shows. Each stands beside the table of its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ..balance import BANDS, CovariateBalance
from ..outcomes import Estimate, Kind
from ..results import AttritionStep
from ..statements import WORDING, rounded
from .markup import Markup, element, join

WIDTH = 360
ROW = 24
LABEL = 118
TICKS = (0.1, 0.2, 0.5, 1.0, 2.0)


def picture(key: str, title: str, description: str, height: float, *shapes: str | None, width: float = WIDTH) -> Markup:
    """An SVG with role img, named by its title and described by its description."""
    return element(
        "svg",
        element("title", title, id=f"{key}-title"),
        element("desc", description, id=f"{key}-desc"),
        *shapes,
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_="picture",
    )


def text(x: float, y: float, words: str, class_: str = "label", anchor: str = "start") -> Markup:
    return element("text", words, x=f"{x:g}", y=f"{y:g}", class_=class_, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return element("line", x1=f"{x1:.2f}", y1=f"{y1:.2f}", x2=f"{x2:.2f}", y2=f"{y2:.2f}", class_=class_)


def dot(x: float, y: float, radius: float, class_: str) -> Markup:
    return element("circle", cx=f"{x:.2f}", cy=f"{y:.2f}", r=f"{radius:g}", class_=class_)


def box(x: float, y: float, width: float, height: float, class_: str) -> Markup:
    return element("rect", x=f"{x:.2f}", y=f"{y:.2f}", width=f"{width:.2f}", height=f"{height:.2f}", class_=class_)


def shortened(words: str, most: int = 18) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


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
    low_words, middle_words, high_words = (signed(value, wording.limit_decimals) for value in (low, middle, high))
    unit = f" {wording.limit_unit.many}".rstrip()
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
        text(place[low], 66, low_words, "label small", "middle"),
        text(place[high], 66, high_words, "label small", "middle"),
    )


def signed(value: float, decimals: int) -> str:
    """With a true minus sign, and a plus above 0."""
    size = rounded(value, decimals)
    sign = "" if size == 0 else "+" if size > 0 else "−"
    return f"{sign}{abs(size):,}"


def love_plot(rows: Sequence[CovariateBalance]) -> Markup:
    """Mean differences before (hollow) and after matching (filled), over the bands."""
    widest = max(0.12, *(abs(value) for row in rows for value in (row.smd_before, row.smd_after)))
    reach = min(widest * 1.1, 2.0)
    centre, half = LABEL + (WIDTH - LABEL) / 2, (WIDTH - LABEL) / 2 - 12
    bottom = 30 + ROW * len(rows)

    def x(smd: float) -> float:
        return centre + half * max(-reach, min(reach, smd)) / reach

    green, amber = BANDS[0][1], BANDS[1][1]
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


def attrition_bars(steps: Sequence[AttritionStep]) -> Markup:
    """How many of each group were left after each step, as bars of their share."""
    shapes: list[Markup] = []
    y = 0.0
    for step in steps:
        shapes.append(text(0, y + 14, step.step, "label strong"))
        for name, count, share, class_ in (
            ("Treatment", step.treated, step.share_treated, "bar-treated"),
            ("Comparison", step.comparison, step.share_comparison, "bar-comparison"),
        ):
            y += 22
            shapes += [
                text(0, y + 12, name, "label small"),
                box(76, y, 200, 16, "bar-ground"),
                box(76, y, 200 * share, 16, class_),
                text(284, y + 12, f"{count:,}", "label small"),
            ]
        y += 30
    counts = (f"{step.step}: {step.treated:,} treatment, {step.comparison:,} comparison" for step in steps)
    return picture("attrition", "How many people were left after each step", "; ".join(counts) + ".", y, *shapes)


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
