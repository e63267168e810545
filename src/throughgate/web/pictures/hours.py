"""A week of somebody's hours: a column for each day, filled where they are there."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughgate.web.pictures.svg import Svg, element, picture, words

FIRST, LAST = 6 * 60, 22 * 60  # what lies outside is drawn at the edge
WIDTH, HEIGHT, TOP, TALL, SIDE = 268, 118, 6, 88, 34
STEP = (WIDTH - SIDE) / 7


@dataclass(frozen=True)
class HoursOfDay:
    """`spans`: minutes from midnight, from and to."""

    label: str
    spans: Sequence[tuple[int, int]]

    @property
    def words(self) -> str:
        return " and ".join(f"{_clock(begins)} to {_clock(ends)}" for begins, ends in self.spans) or "not"


def draw_hours(days: Sequence[HoursOfDay], name: str = "") -> Svg:
    drawn = "".join(_hour(hour) for hour in (8, 12, 16, 20))
    drawn += "".join(_column(day, SIDE + STEP * number) for number, day in enumerate(days))
    said = "; ".join(f"{day.label} {day.words}" for day in days)
    return picture("tg-hours", WIDTH, HEIGHT, f"The week of {name}" if name else "The week", said, drawn)


def _column(day: HoursOfDay, left: float) -> str:
    drawn = element("rect", "tg-hours__day", x=left + 3, y=TOP, width=STEP - 6, height=TALL, rx=4)
    for begins, ends in day.spans:
        top = _y(begins)
        height = max(2.0, _y(ends) - top)
        drawn += element("rect", "tg-hours__there", x=left + 3, y=top, width=STEP - 6, height=height, rx=4)
    return drawn + words(day.label[:2], left + STEP / 2, HEIGHT - 6, "tg-hours__label", "middle")


def _hour(hour: int) -> str:
    y = _y(hour * 60)
    return element("path", "tg-hours__line", d=f"M{SIDE} {y:.1f}H{WIDTH}") + words(
        f"{hour}:00", SIDE - 4, y + 4, "tg-hours__label", "end"
    )


def _y(minute: int) -> float:
    return TOP + TALL * (min(max(minute, FIRST), LAST) - FIRST) / (LAST - FIRST)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
