"""The people around a person. Names stand in two columns beside the circle, so none can cover another."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from throughgate.web.pictures.svg import Svg, element, picture, words, wrapped
from throughgate.web.words import initials

WIDTH, ROW = 500, 68
CENTRE_X, REACH = WIDTH / 2, 92
TONES = ("action", "due", "overdue", "done", "quiet")


@dataclass(frozen=True)
class Around:
    name: str
    role: str
    tone: str = "quiet"


def draw_circle(people: Sequence[Around], name: str = "") -> Svg:
    right, left = people[::2], people[1::2]
    height = max(3, len(right)) * ROW + 40
    middle = height / 2
    lines, dots = [], []
    for side, column in ((1, right), (-1, left)):
        for index, person in enumerate(column):
            y = middle + (index - (len(column) - 1) / 2) * ROW
            x = CENTRE_X + side * _across(y - middle, height / 2 - 12)
            lines.append(element("line", "tg-circle__tie", x1=CENTRE_X, y1=middle, x2=x, y2=y))
            dots.append(_dot(person, x, y, side))
    rings = element("ellipse", "tg-circle__ring", cx=CENTRE_X, cy=middle, rx=REACH, ry=height / 2 - 12)
    centre = element("circle", "tg-circle__centre", cx=CENTRE_X, cy=middle, r=34)
    centre += words(initials(name) if name else "", CENTRE_X, middle + 8, "tg-circle__centre-words", "middle")
    title = f"The people around {name}" if name else "The people around"
    told = "; ".join(f"{person.name}, {person.role}" for person in people) + "."
    return picture("tg-circle", WIDTH, height, title, told, rings + "".join(lines) + centre + "".join(dots))


def _across(off: float, half: float) -> float:
    return REACH * sqrt(max(0.12, 1 - (off / half) ** 2))


def _dot(person: Around, x: float, y: float, side: int) -> str:
    tone = person.tone if person.tone in TONES else "quiet"
    anchor, start = ("start", x + 29) if side > 0 else ("end", x - 29)
    room = WIDTH - start - 2 if side > 0 else start - 2
    role = wrapped(person.role, room, 14, 2)
    first = y - 2 if len(role) == 1 else y - 10
    return (
        element("circle", f"tg-circle__dot tg-circle__dot--{tone}", cx=x, cy=y, r=21)
        + words(initials(person.name), x, y + 5, "tg-circle__initials", "middle")
        + words(wrapped(person.name, room, 15.5, 1)[0], start, first, "tg-circle__name", anchor)
        + "".join(words(line, start, first + 18 + 16 * n, "tg-circle__role", anchor) for n, line in enumerate(role))
    )
