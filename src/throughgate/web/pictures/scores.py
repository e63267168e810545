"""Scores over time between the bands they may fall into. Small enough to be read on a phone as it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.web.pictures.svg import Svg, element, line, picture, text_width, words, wrapped
from throughgate.web.words import day_words, short_day_words

WIDTH, HEIGHT = 420, 330
LEFT, RIGHT, TOP, BOTTOM = 34, 408, 24, 282
APART = 14  # so far the first and the last score stand from names and edge
SIZE, MOST_LABEL = 15, 150


@dataclass(frozen=True)
class Zone:
    """A band: from `at` up to where the next one begins."""

    at: float
    title: str


@dataclass(frozen=True)
class Mark:
    on: date
    value: float
    words: str


def scores_words(marks: Sequence[Mark]) -> str:
    return " ".join(f"{day_words(one.on)}: {one.words}." for one in marks)


def draw_scores(marks: Sequence[Mark], zones: Sequence[Zone], low: float, high: float, title: str) -> Svg:
    """At least one score is given. Every zone carries its name: its tint says nothing alone."""

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - low) / ((high - low) or 1)

    content = _zones(zones, y, low, high)
    content += words(_short(high), LEFT - 6, TOP + 5, "tg-spells__label", "end")
    content += words(_short(low), LEFT - 6, BOTTOM + 2, "tg-spells__label", "end")
    names = [min(text_width(zone.title, SIZE), MOST_LABEL) for zone in zones]
    start = LEFT + max(names, default=0)
    places = _places(marks, start)
    if len(marks) > 1:
        steps: list[str | float] = []
        for place, one in zip(places, marks, strict=True):
            steps += ["L" if steps else "M", place, y(one.value)]
        content += element("path", "tg-spells__now", d=line(*steps))
    for place, one in zip(places, marks, strict=True):
        content += element("circle", "tg-spells__day", cx=place, cy=y(one.value), r=6)
    content += _days(marks, start)
    return picture("tg-spells tg-chart", WIDTH, HEIGHT, title, scores_words(marks), content)


def _zones(zones: Sequence[Zone], y: Callable[[float], float], low: float, high: float) -> str:
    drawn = ""
    for place, zone in enumerate(zones):
        top = zones[place + 1].at if place + 1 < len(zones) else high
        bottom = max(zone.at, low)
        tone = "tg-spells__band--inside" if place % 2 else "tg-bar__ground"
        tall = max(y(bottom) - y(top), 1)
        drawn += element("rect", f"tg-spells__band {tone}", x=LEFT, y=y(top), width=RIGHT - LEFT, height=tall)
        drawn += words(wrapped(zone.title, MOST_LABEL, SIZE, 1)[0], LEFT + 6, y(top) + 17, "tg-spells__label")
    return drawn


def _places(marks: Sequence[Mark], start: float) -> list[float]:
    """Where each stands by its day, right of the names of the zones; those of one day side by side."""
    first, last = marks[0].on, marks[-1].on
    days = (last - first).days
    if not days:
        step = (RIGHT - start) / (len(marks) + 1)
        return [start + step * (place + 1) for place in range(len(marks))]
    return [start + APART + (RIGHT - start - 2 * APART) * (one.on - first).days / days for one in marks]


def _days(marks: Sequence[Mark], start: float) -> str:
    first, last = _day(marks[0].on), _day(marks[-1].on)
    if len(marks) == 1 or marks[0].on == marks[-1].on:
        return words(first, (start + RIGHT) / 2, BOTTOM + 30, "tg-spells__label", "middle")
    drawn = words(first, min(start, RIGHT - 2 * text_width(first, SIZE)), BOTTOM + 30, "tg-spells__label")
    return drawn + words(last, RIGHT, BOTTOM + 30, "tg-spells__label", "end")


def _day(on: date) -> str:
    return f"{short_day_words(on)} {on.year}"


def _short(value: float) -> str:
    return f"{value:g}"
