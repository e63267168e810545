"""Where a person is between custody and a settled life: a path through an arch, release day in the arch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.web.pictures.arch import stone_arch
from throughgate.web.pictures.svg import Svg, element, line, number, picture, text_width, words, wrapped
from throughgate.web.words import day_words, short_day_words

WIDTH, HEIGHT = 1000, 276
GATE, GROUND, CLIMB = 400, 176, 40
CUSTODY, COMMUNITY = (44, 292), (508, 916)
SIZE = 15
MOST_STOPS = 9

SMALL_WIDTH, SMALL_HEIGHT, SMALL_GATE, SMALL_GROUND = 364, 146, 142, 78
SMALL_CUSTODY, SMALL_COMMUNITY = (20, 100), (186, 318)


@dataclass(frozen=True)
class Stop:
    """Something along the way. `where`: -1..0 in custody, 0 the gate, 0..1 in the community."""

    label: str
    on: date | None
    reached: bool
    where: float


@dataclass(frozen=True)
class Path:
    stops: tuple[Stop, ...]
    here: float
    release_label: str
    release_on: date | None


@dataclass(frozen=True)
class Label:
    lines: tuple[str, ...]
    left: float
    right: float
    lane: int


def path_words(path: Path) -> str:
    """The picture in a sentence or two, for its description."""
    released = (
        f"{path.release_label}: {day_words(path.release_on)}."
        if path.release_on
        else f"{path.release_label}: no date yet."
    )
    here = "at the gate" if path.here == 0 else ("in custody" if path.here < 0 else "in the community")
    reached = [stop.label for stop in path.stops if stop.reached]
    ahead = [stop.label for stop in path.stops if not stop.reached]
    said = f"Now {here}. {released}"
    said += f" Reached: {', '.join(reached)}." if reached else ""
    return said + (f" Still ahead: {', '.join(ahead)}." if ahead else "")


def path_rows(path: Path) -> list[Stop]:
    """Every stop in order, with release among them, for the table beside the picture."""
    release = Stop(path.release_label, path.release_on, path.here > 0, 0)
    stops = [stop for stop in path.stops if abs(stop.where) > 1e-9]
    return sorted([*stops, release], key=lambda stop: stop.where)


def path_title(name: str) -> str:
    return f"The path of {name} from custody to a settled life" if name else "The path from custody to a settled life"


def draw_path(path: Path, name: str = "") -> Svg:
    """The wide picture, for desks and paper."""
    here = _x(path.here)
    content = _scenery() + _way(here) + stone_arch(GATE, GROUND + 8, 66, 19, 74) + _release_words(path, GATE, 92, 116)
    stops = sorted((stop for stop in path.stops if abs(stop.where) > 1e-9), key=lambda stop: stop.where)[:MOST_STOPS]
    content += _stops(stops, here)
    content += _walker(here, _y(here))
    return picture("tg-path tg-path--wide", WIDTH, HEIGHT, path_title(name), path_words(path), content)


def draw_path_small(path: Path, name: str = "") -> Svg:
    """The same path for phones, as high as a hand is broad: every stop is a mark on it, the last that was reached and
    the next are said in words, and the table beside it names them all.
    """
    here = _small_x(path.here)
    stops = sorted((stop for stop in path.stops if abs(stop.where) > 1e-9), key=lambda stop: stop.where)
    content = _small_scenery() + _small_way(here) + stone_arch(SMALL_GATE, SMALL_GROUND + 6, 20, 8, 26)
    content += "".join(_mark(_small_x(stop.where), SMALL_GROUND, stop.reached) for stop in stops)
    content += _small_here(here) + _small_words(path)
    return picture("tg-path tg-path--small", SMALL_WIDTH, SMALL_HEIGHT, path_title(name), path_words(path), content)


def _x(where: float) -> float:
    if where == 0:
        return GATE
    low, high = CUSTODY if where < 0 else COMMUNITY
    share = min(1.0, max(0.0, where + 1 if where < 0 else where))
    return low + (high - low) * share


def _y(x: float) -> float:
    """The path is level up to the gate and climbs gently after it."""
    share = min(1.0, max(0.0, (x - GATE) / (WIDTH - GATE)))
    return GROUND - CLIMB * share * share * (3 - 2 * share)


def _line(start: float, end: float) -> str:
    steps = max(1, int((end - start) / 45))
    points = [start + (end - start) * step / steps for step in range(steps + 1)]
    return "M" + "L".join(f"{number(x)} {number(_y(x))}" for x in points)


def _scenery() -> str:
    """Behind the path: a yard with its wall on the one side, open ground, a hill and a house on the other."""
    field = f"{_line(GATE, WIDTH)}V{HEIGHT}H{GATE}Z"
    hill = f"M560 {number(_y(560) + 8)}C690 150 780 102 880 112S970 96 1000 98V150Z"
    yard = f"M0 76H{GATE - 76}V{GROUND}H{GATE}V{HEIGHT}H0Z"
    wall = "M0 98H315M0 120H315M0 142H315M40 98V120M120 98V120M200 98V120M280 98V120M80 120V142M160 120V142M240 120V142"
    return (
        element("path", "tg-path__yard", d=yard)
        + element("path", "tg-path__wall", d=wall)
        + element("circle", "tg-path__sun", cx=812, cy=46, r=22)
        + element("path", "tg-path__hill", d=hill)
        + element("path", "tg-path__field", d=field)
        + element("path", "tg-path__house", d="M938 138V112L958 94L978 112V138Z")
        + element("path", "tg-path__door", d="M953 138V122H963V138")
        + words("Custody", 18, 60, "tg-path__place")
        + words("A settled life", 984, 50, "tg-path__place", "end")
    )


def _way(here: float) -> str:
    return (
        element("path", "tg-path__way", d=_line(0, WIDTH))
        + element("path", "tg-path__ahead", d=_line(here, WIDTH - 46))
        + element("path", "tg-path__walked", d=_line(0, here))
    )


def _release_words(path: Path, x: float, y: float, width: float) -> str:
    lines = wrapped(path.release_label, width, SIZE, 2)
    shown = "".join(
        words(line, x, y + index * 17 - (len(lines) - 1) * 8, "tg-path__release", "middle")
        for index, line in enumerate(lines)
    )
    on = f"{short_day_words(path.release_on)} {path.release_on.year}" if path.release_on else "no date yet"
    return shown + words(on, x, y + len(lines) * 17 - (len(lines) - 1) * 8 + 2, "tg-path__release-day", "middle")


def _stops(stops: Sequence[Stop], here: float) -> str:
    labels = _place_labels(stops, here)
    drawn = []
    for stop, label in zip(stops, labels, strict=True):
        x, y = _x(stop.where), _y(_x(stop.where))
        drawn.append(
            (_leader(x, y, label) if label else "")
            + _mark(x, y, stop.reached)
            + (_label(stop, y, label) if label else "")
        )
    return "".join(drawn)


def _place_labels(stops: Sequence[Stop], here: float) -> list[Label | None]:
    """A label takes the first lane where it touches no other: below, above, further below; else the table has it."""
    taken: dict[int, list[tuple[float, float]]] = {0: [], 1: [(GATE - 92, GATE + 92), (here - 30, here + 30)], 2: []}
    placed: list[Label | None] = []
    for stop in stops:
        label = next((found for lane in taken if (found := _fit(stop, lane, taken[lane]))), None)
        if label:
            taken[label.lane].append((label.left - 10, label.right + 10))
        placed.append(label)
    return placed


def _fit(stop: Stop, lane: int, taken: list[tuple[float, float]]) -> Label | None:
    lines = wrapped(stop.label, 132, SIZE, 2)
    wide = max(text_width(line, SIZE) for line in [*lines, "30 Sep 2026" if stop.on else ""])
    left = min(max(6.0, _x(stop.where) - wide / 2), WIDTH - 6 - wide)
    if lane == 1 and (left + wide > 930 or left < 190 or len(lines) > 1):
        return None  # the house, the word custody
    free = all(left + wide < start or left > end for start, end in taken)
    return Label(tuple(lines), left, left + wide, lane) if free else None


def _label(stop: Stop, y: float, label: Label) -> str:
    lines = [*label.lines, f"{short_day_words(stop.on)} {stop.on.year}"] if stop.on else list(label.lines)
    first = {0: y + 31, 1: y - 20 - 17 * (len(lines) - 1), 2: y + 31 + 17 * 2.6}[label.lane]
    middle = (label.left + label.right) / 2
    css = ["tg-path__label"] * len(label.lines) + ["tg-path__day"]
    reached = "" if stop.reached else " tg-path__label--ahead"
    return "".join(
        words(line, middle, first + index * 17, css[index] + reached, "middle") for index, line in enumerate(lines)
    )


def _leader(x: float, y: float, label: Label) -> str:
    return (
        element("path", "tg-path__leader", d=f"M{number(x)} {number(y + 8)}V{number(y + 58)}")
        if label.lane == 2
        else ""
    )


def _mark(x: float, y: float, reached: bool) -> str:
    if not reached:
        return element("circle", "tg-path__stop", cx=x, cy=y, r=8)
    tick = f"M{number(x - 4)} {number(y)}l3 3.2 5-6"
    return element("circle", "tg-path__stop tg-path__stop--reached", cx=x, cy=y, r=9) + element(
        "path", "tg-path__tick", d=tick
    )


def _walker(x: float, y: float) -> str:
    """A small figure that stands on the path where the person is now."""
    feet = y - 3
    body = f"M{number(x)} {number(feet - 29)}v15l-6 13m6-13l6 13m-13-19l7-5 8 4"
    return (
        element("circle", "tg-path__here-ring", cx=x, cy=y, r=6)
        + element("path", "tg-path__walker", d=body)
        + element("circle", "tg-path__head", cx=x, cy=feet - 36, r=5.5)
        + (
            words("Now", x + 14, feet - 14, "tg-path__now")
            if x == GATE
            else words("Now", x, feet - 48, "tg-path__now", "middle")
        )
    )


def _small_x(where: float) -> float:
    if where == 0:
        return SMALL_GATE
    low, high = SMALL_CUSTODY if where < 0 else SMALL_COMMUNITY
    return low + (high - low) * min(1.0, max(0.0, where + 1 if where < 0 else where))


def _small_scenery() -> str:
    field = line("M", SMALL_GATE, SMALL_GROUND, "H", SMALL_WIDTH, "V", SMALL_GROUND + 14, "H", SMALL_GATE, "Z")
    hill = line("M", 200, SMALL_GROUND, "C", 262, 42, 300, 40, SMALL_WIDTH, 50, "V", SMALL_GROUND, "Z")
    return (
        element("rect", "tg-path__yard", x=0, y=0, width=SMALL_GATE, height=SMALL_GROUND + 14)
        + element("path", "tg-path__hill", d=hill)
        + element("path", "tg-path__field", d=field)
        + element("path", "tg-path__house", d=f"M332 {SMALL_GROUND - 2}v-16l13-12 13 12v16z")
        + words("Custody", 12, 24, "tg-path__place")
        + words("A settled life", SMALL_WIDTH - 12, 24, "tg-path__place", "end")
    )


def _small_way(here: float) -> str:
    def level(css: str, start: float, end: float) -> str:
        return element("path", css, d=f"M{number(start)} {SMALL_GROUND}H{number(end)}")

    return (
        level("tg-path__way", 0, SMALL_WIDTH)
        + level("tg-path__ahead", here, SMALL_WIDTH)
        + level("tg-path__walked", 0, here)
    )


def _small_here(x: float) -> str:
    return (
        element("circle", "tg-path__here-halo", cx=x, cy=SMALL_GROUND, r=14)
        + element("circle", "tg-path__here-ring", cx=x, cy=SMALL_GROUND, r=7)
        + words("Now", min(max(x, 22), SMALL_WIDTH - 50), SMALL_GROUND - 20, "tg-path__now", "middle")
    )


def _small_words(path: Path) -> str:
    rows = path_rows(path)
    last = next((stop for stop in reversed(rows) if stop.reached), None)
    ahead = next((stop for stop in rows if not stop.reached), None)
    said = [("Reached", last, ""), ("Next on the way", ahead, " tg-path__label--ahead")]
    shown = [(f"{word}: {_label_with_day(stop)}", css) for word, stop, css in said if stop]
    return "".join(
        words(wrapped(text, SMALL_WIDTH - 24, SIZE, 1)[0], 12, SMALL_GROUND + 36 + index * 22, f"tg-path__label{css}")
        for index, (text, css) in enumerate(shown)
    )


def _label_with_day(stop: Stop) -> str:
    if stop.on:
        return f"{stop.label}, {short_day_words(stop.on)} {stop.on.year}"
    return stop.label if stop.where or stop.reached else f"{stop.label}, no date yet"
