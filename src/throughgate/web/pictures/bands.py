"""When several things begin and end, one line each, today among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from throughgate.web.pictures.svg import Svg, element, picture, text_width, words, wrapped
from throughgate.web.words import day_words, short_day_words

WIDTH, LEFT, RIGHT = 1000, 330, 984
TOP, ROW, TALL = 40, 40, 26
SIZE = 15
ROOM_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Band:
    """`from_on` None: from before anybody noted it; `to_on` None: no end is known. `tone`: inside, outside."""

    label: str
    from_on: date | None
    to_on: date | None
    tone: str = "outside"


def bands_words(bands: Sequence[Band]) -> str:
    return " ".join(f"{band.label}: {_span(band)}." for band in bands)


def draw_bands(bands: Sequence[Band], today: date, title: str) -> Svg:
    """For desks and paper; on a phone the table beside it is easier to read. At least one band is given."""
    known = [day for band in bands for day in (band.from_on, band.to_on) if day]
    first = min([today - ROOM_AHEAD, *known])
    last = max([today, *known]) + ROOM_AHEAD

    def x(day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - first).days / (last - first).days

    bottom = TOP + ROW * len(bands)
    content = "".join(
        _band(band, TOP + ROW * row, x(band.from_on) if band.from_on else LEFT, x(band.to_on) if band.to_on else RIGHT)
        for row, band in enumerate(bands)
    )
    content += element("path", "tg-spells__now", d=f"M{x(today):.1f} {TOP - 10}V{bottom}")
    content += words("Today", x(today), TOP - 16, "tg-spells__label", "middle")
    return picture("tg-spells", WIDTH, bottom + 12, title, bands_words(bands), content)


def _band(band: Band, top: float, start: float, end: float) -> str:
    middle = top + TALL / 2 + 5
    drawn = words(wrapped(band.label, LEFT - 30, SIZE, 1)[0], 16, middle, "tg-spells__label")
    drawn += element(
        "rect", f"tg-spells__band tg-spells__band--{band.tone}", x=start, y=top, width=max(end - start, 4), height=TALL
    )
    text = f"until {short_day_words(band.to_on)} {band.to_on.year}" if band.to_on else "no end is known"
    if text_width(text, SIZE) + 16 < end - start:
        drawn += words(text, end - 8, middle, "tg-spells__label", "end")
    return drawn


def _span(band: Band) -> str:
    begins = f"from {day_words(band.from_on)} " if band.from_on else ""
    return f"{begins}until {day_words(band.to_on)}" if band.to_on else f"{begins}with no end known"
