"""A day as it is gone through: time from left to right, one lane for each place, the ways between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from throughgate.web.pictures.svg import Svg, element, line, picture, text_width, words, wrapped

WIDTH = 1000
LEFT, RIGHT = 190, 970
HEAD, LANE, BAR = 40, 54, 24
SIZE = 15
Scale = Callable[[float], float]
LEAST = 180  # minutes across, or a short day would be drawn as wide as a long one


@dataclass(frozen=True)
class Lane:
    """Minutes of the day, from midnight. Without `starts` nobody gets there. `gate`: between when and when it opens."""

    label: str
    gate: tuple[int, int] | None = None
    hours: Sequence[tuple[int, int]] = ()  # more than one where it closes for a break
    booked: int | None = None
    minutes: int = 0
    leaves: int | None = None
    arrives: int | None = None
    starts: int | None = None
    ends: int | None = None
    way: int = 0
    is_guess: bool = False
    is_home: bool = False
    missed: str = "not reached"


def itinerary_words(lanes: Sequence[Lane]) -> str:
    return " ".join(_said(lane) for lane in lanes)


def draw_itinerary(lanes: Sequence[Lane], name: str = "") -> Svg:
    """For desks and paper; on a phone the list beside it is easier to read. The gate's lane is the first."""
    first, last = _span(lanes)

    def x(minute: float) -> float:
        return LEFT + (RIGHT - LEFT) * (min(max(minute, first), last) - first) / (last - first)

    height = HEAD + LANE * len(lanes) + 10
    drawn = [_hours(first, last, x, height)]
    before: tuple[float, float] | None = None
    for row, lane in enumerate(lanes):
        middle = HEAD + LANE * row + LANE / 2
        drawn.append(_label(lane, middle))
        drawn.append(_hours_of(lane, x, middle))
        if before and lane.starts is not None:
            drawn.append(_way(lane, before, x, middle))
        drawn.append(_visit(lane, x, middle))
        if lane.gate:
            before = x(lane.gate[1]), middle
        elif lane.ends is not None:
            before = x(lane.ends), middle
    title = f"The day {name} comes out" if name else "The day of release"
    return picture("tg-itinerary", WIDTH, height, title, itinerary_words(lanes), "".join(drawn))


def _span(lanes: Sequence[Lane]) -> tuple[int, int]:
    """Whole hours around all that is drawn; opening hours do not stretch it."""
    seen = [
        minute
        for lane in lanes
        for minute in (*(lane.gate or ()), lane.booked, lane.starts, lane.ends)
        if minute is not None
    ]
    seen += [lane.hours[0][0] for lane in lanes if lane.hours and lane.starts is None and lane.booked is None]
    first = (min(seen) - 15) // 60 * 60
    last = max(-(-(max(seen) + 15) // 60) * 60, first + LEAST)
    return first, last


def _hours(first: int, last: int, x: Scale, height: float) -> str:
    step = 60 if last - first <= 12 * 60 else 120
    parts = []
    for minute in range(first, last + 1, step):
        parts.append(element("path", "tg-itinerary__hour", d=f"M{x(minute):.1f} {HEAD - 8}V{height - 6}"))
        parts.append(words(_clock(minute), x(minute), HEAD - 16, "tg-itinerary__clock", "middle"))
    return "".join(parts)


def _label(lane: Lane, middle: float) -> str:
    lines = wrapped(lane.label, LEFT - 24, SIZE, 2)
    top = middle + 5 - (len(lines) - 1) * 9
    return "".join(words(text, 8, top + row * 18, "tg-itinerary__label") for row, text in enumerate(lines))


def _hours_of(lane: Lane, x: Scale, middle: float) -> str:
    drawn = []
    for opens, closes in lane.hours:
        start, end = x(opens), x(closes if closes > opens else 48 * 60)
        width, top = max(end - start, 0), middle - BAR / 2
        drawn.append(element("rect", "tg-itinerary__open", x=start, y=top, width=width, height=BAR, rx=4))
    return "".join(drawn)


def _way(lane: Lane, before: tuple[float, float], x: Scale, middle: float) -> str:
    if lane.leaves is None or lane.arrives is None or lane.starts is None:
        return ""
    start, end, below = x(lane.leaves), x(lane.arrives), before[1] + BAR / 2
    css = "tg-itinerary__way tg-itinerary__way--guess" if lane.is_guess else "tg-itinerary__way"
    drawn = element(
        "path",
        css,
        d=line("M", before[0], below, "L", start, below + 4, "L", end, middle - BAR / 2),
    )
    if lane.starts > lane.arrives:
        drawn += element("path", "tg-itinerary__wait", d=f"M{end:.1f} {middle:.1f}H{x(lane.starts):.1f}")
    if lane.way:
        text = f"{lane.way} min"
        at = max((start + end) / 2 - 8, LEFT + text_width(text, 13))
        drawn += words(text, at, (before[1] + middle) / 2 + 7, "tg-itinerary__minutes", "end")
    return drawn


def _visit(lane: Lane, x: Scale, middle: float) -> str:
    top = middle - BAR / 2
    if lane.gate:
        start, end = x(lane.gate[0]), x(lane.gate[1])
        band = element("rect", "tg-itinerary__gate", x=start, y=top, width=max(end - start, 6), height=BAR, rx=4)
        return band + words(
            f"{_clock(lane.gate[0])} to {_clock(lane.gate[1])}", end + 10, middle + 5, "tg-itinerary__at"
        )
    if lane.starts is None or lane.ends is None:
        return _missed(lane, x, middle)
    start, end = x(lane.starts), x(lane.ends)
    if lane.is_home:
        dot = element("circle", "tg-itinerary__home", cx=start, cy=middle, r=9)
        return dot + _beside(_clock(lane.starts), start, start + 16, middle)
    block = element("rect", "tg-itinerary__stop", x=start, y=top, width=max(end - start, 6), height=BAR, rx=4)
    return block + _beside(f"{_clock(lane.starts)} to {_clock(lane.ends)}", start, max(end, start + 6) + 10, middle)


def _missed(lane: Lane, x: Scale, middle: float) -> str:
    at = lane.booked if lane.booked is not None else lane.hours[0][0] if lane.hours else None
    missed = f"{lane.missed[:1].upper()}{lane.missed[1:]}"
    text = f"{_clock(lane.booked)}: {lane.missed}" if lane.booked is not None else missed
    if at is None:
        return words("Not known", LEFT + 10, middle + 5, "tg-itinerary__at tg-itinerary__at--missed")
    start, end = x(at), x(at + max(lane.minutes, 10))
    box = element(
        "rect", "tg-itinerary__missed", x=start, y=middle - BAR / 2, width=max(end - start, 6), height=BAR, rx=4
    )
    return box + _beside(text, start, end + 10, middle, " tg-itinerary__at--missed")


def _beside(text: str, left: float, right: float, middle: float, css: str = "") -> str:
    """Behind what it is about, or before it where the picture ends."""
    if right + text_width(text, SIZE) > WIDTH - 4:
        return words(text, left - 10, middle + 5, f"tg-itinerary__at{css}", "end")
    return words(text, right, middle + 5, f"tg-itinerary__at{css}")


def _said(lane: Lane) -> str:
    if lane.gate:
        return f"The gate opens between {_clock(lane.gate[0])} and {_clock(lane.gate[1])}."
    if lane.starts is None or lane.ends is None:
        return f"{lane.label}: {lane.missed}."
    if lane.is_home:
        return f"Home at {_clock(lane.starts)}."
    way = f" after {lane.way} minutes on the way" if lane.way else ""
    return f"{lane.label} from {_clock(lane.starts)} to {_clock(lane.ends)}{way}."


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
