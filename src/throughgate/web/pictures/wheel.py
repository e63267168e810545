"""A wheel of areas: where things stood, where they stand, and where to get to. Told apart by line and shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from throughgate.web.pictures.svg import Svg, element, line, picture, words

WIDTH, HEIGHT = 420, 400
MIDDLE, DOWN, RADIUS = 206, 200, 128


@dataclass(frozen=True)
class Spoke:
    """One area. None where it was not talked about; `first` None too where there is only one."""

    label: str
    now: float | None
    first: float | None = None
    goal: float | None = None


def wheel_words(spokes: Sequence[Spoke], most: float) -> str:
    return " ".join(f"{one.label}: {_spoke_words(one, most)}." for one in spokes)


def _spoke_words(one: Spoke, most: float) -> str:
    said = f"{one.now:g} of {most:g}" if one.now is not None else "not talked about"
    said += f", first {one.first:g}" if one.first is not None else ""
    return said + (f", to get to {one.goal:g}" if one.goal is not None else "")


def draw_wheel(spokes: Sequence[Spoke], most: float, title: str) -> Svg:
    """At least three areas. What is known now is a filled shape, the first a dashed line, the goal a diamond."""
    ends = [_at(place, len(spokes), 1.0) for place in range(len(spokes))]
    content = _shape("tg-theory__box tg-theory__box--activity", [one.now for one in spokes], most)
    for step in range(1, int(most) + 1):
        rings = [_at(place, len(spokes), step / most) for place in range(len(spokes))]
        content += element("path", "tg-circle__ring", d=_closed(rings))
    for x, y in ends:
        content += element("path", "tg-circle__ring", d=line("M", MIDDLE, DOWN, "L", x, y))
    content += _shape("tg-spells__ahead", [one.first for one in spokes], most)
    content += "".join(_spoke(one, place, len(spokes), most) for place, one in enumerate(spokes))
    return picture("tg-spells tg-chart", WIDTH, HEIGHT, title, wheel_words(spokes, most), content)


def _spoke(one: Spoke, place: int, of: int, most: float) -> str:
    drawn = ""
    if one.now is not None:
        x, y = _at(place, of, one.now / most)
        drawn += element("circle", "tg-theory__point", cx=x, cy=y, r=5)
    if one.goal is not None:
        x, y = _at(place, of, one.goal / most)
        drawn += element("path", "tg-spells__day", d=line("M", x, y - 8, "L", x + 8, y, x, y + 8, x - 8, y, "Z"))
    x, y = _at(place, of, 1.14)
    sideways = cos(_angle(place, of))
    anchor = "middle" if abs(sideways) < 0.3 else "start" if sideways > 0 else "end"
    return drawn + words(one.label, x, y + 5, "tg-spells__label", anchor)


def _shape(css: str, values: Sequence[float | None], most: float) -> str:
    known = [_at(place, len(values), value / most) for place, value in enumerate(values) if value is not None]
    return element("path", css, d=_closed(known)) if len(known) > 1 else ""


def _closed(places: Sequence[tuple[float, float]]) -> str:
    steps: list[str | float] = []
    for x, y in places:
        steps += ["L" if steps else "M", x, y]
    return line(*steps, "Z")


def _angle(place: int, of: int) -> float:
    return 2 * pi * place / of - pi / 2


def _at(place: int, of: int, share: float) -> tuple[float, float]:
    angle = _angle(place, of)
    return MIDDLE + RADIUS * share * cos(angle), DOWN + RADIUS * share * sin(angle)
