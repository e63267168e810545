"""Where somebody was, and when: stretches of time side by side, today among them, and the days that are known ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from throughgate.web.pictures.svg import Svg, element, picture, text_width, words, wrapped
from throughgate.web.words import day_words, short_day_words

WIDTH, HEIGHTS = 1000, (120, 152, 190)
LEFT, RIGHT = 16, 984
TOP, TALL = 58, 46
SIZE = 15
LANES = (136, 172)
ROOM_AHEAD = timedelta(days=45)


@dataclass(frozen=True)
class Stretch:
    """From a day to another; `to_on` None: until now. `tone`: inside, outside."""

    label: str
    from_on: date
    to_on: date | None
    tone: str


@dataclass(frozen=True)
class KnownDay:
    label: str
    on: date


def spells_words(stretches: Sequence[Stretch], days: Sequence[KnownDay]) -> str:
    said = [f"{one.label}, {_span(one)}." for one in stretches]
    return " ".join([*said, *(f"{day.label}: {day_words(day.on)}." for day in days)])


def draw_spells(stretches: Sequence[Stretch], days: Sequence[KnownDay], today: date, name: str = "") -> Svg:
    """For desks and paper; on a phone the list beside it is easier to read. At least one stretch is given."""
    first = stretches[0].from_on
    last = max([today, *(day.on for day in days)])
    last += min(ROOM_AHEAD, date.max - last)

    def x(day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (min(max(day, first), last) - first).days / max(1, (last - first).days)

    content = element("rect", "tg-spells__ahead", x=x(today), y=TOP, width=RIGHT - x(today), height=TALL)
    content += "".join(_stretch(one, x(one.from_on), x(one.to_on or today)) for one in stretches)
    content += element("path", "tg-spells__now", d=f"M{x(today):.1f} {TOP - 12}V{TOP + TALL + 8}")
    content += words("Today", x(today), TOP - 18, "tg-spells__label", _anchor(x(today)))
    drawn, lanes = _days([(day, x(day.on)) for day in days])
    content += drawn
    title = f"Where {name} was, and the days ahead" if name else "Custody and release over time"
    return picture("tg-spells", WIDTH, HEIGHTS[lanes], title, spells_words(stretches, days), content)


def _stretch(one: Stretch, start: float, end: float) -> str:
    drawn = element(
        "rect", f"tg-spells__band tg-spells__band--{one.tone}", x=start, y=TOP, width=end - start, height=TALL
    )
    room = end - start - 14
    lines = wrapped(one.label, room, SIZE, 2) if room > 40 else []
    # A label that is cut, or broken within a word, says less than none: it stands in the list.
    whole = " ".join(lines) == " ".join(one.label.split())
    if not lines or not whole or max(text_width(text, SIZE) for text in lines) > room:
        return drawn
    top = TOP + TALL / 2 + 5 - (len(lines) - 1) * 9
    return drawn + "".join(words(text, start + 8, top + row * 18, "tg-spells__label") for row, text in enumerate(lines))


def _days(placed: Sequence[tuple[KnownDay, float]]) -> tuple[str, int]:
    """A label takes the first lane where it touches no other; one that fits nowhere stands in the list alone. With how
    many lanes it took.
    """
    ends = [-1.0 for _ in LANES]
    drawn = []
    for day, at in sorted(placed, key=lambda one: one[1]):
        text = f"{day.label}, {short_day_words(day.on)} {day.on.year}"
        wide = text_width(text, SIZE)
        left = min(max(LEFT, at - wide / 2), RIGHT - wide)
        lane = next((row for row, end in enumerate(ends) if left > end), None)
        if lane is not None:
            ends[lane] = left + wide + 12
            drawn.append(element("path", "tg-spells__leader", d=f"M{at:.1f} {TOP + TALL}V{LANES[lane] - 15}"))
            drawn.append(words(text, left, LANES[lane], "tg-spells__label"))
        drawn.append(element("circle", "tg-spells__day", cx=at, cy=TOP + TALL, r=6))
    return "".join(drawn), sum(end > 0 for end in ends)


def _anchor(x: float) -> str:
    return "start" if x < 60 else "end" if x > WIDTH - 60 else "middle"


def _span(one: Stretch) -> str:
    until = f"to {day_words(one.to_on)}" if one.to_on else "until now"
    return f"{day_words(one.from_on)} {until}"
