"""A theory of change: what is done, through what, to what end, shown by what. Equal boxes are drawn once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from throughgate.web.pictures.svg import Svg, element, line, picture, words, wrapped

WIDTH, GAP, SPACE = 1000, 40, 14
SIZE, LINE, PAD = 15, 19, 14
TOP = 44
COLUMNS = (("activity", "What we do"), ("mechanism", "So that"), ("outcome", "Which leads to"), ("measure", "Shown by"))
# The mechanism is where a model says why, so it has the most words and the most room.
WIDTHS = (186, 300, 222, 172)
STARTS = tuple(sum(WIDTHS[:column]) + GAP * column for column in range(len(WIDTHS)))
MOST_LINES = 9


@dataclass(frozen=True)
class Chain:
    activity: str
    mechanism: str
    outcome: str
    measure: str


@dataclass
class Box:
    text: str
    column: int
    lines: list[str]
    y: float = 0

    @property
    def height(self) -> float:
        return len(self.lines) * LINE + PAD * 2 - 4

    @property
    def x(self) -> float:
        return STARTS[self.column]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def draw_theory(chains: Sequence[Chain], title: str) -> Svg:
    columns, arrows = _boxes(chains)
    height = max(_stack_height(column.values()) for column in columns)
    for number_, column in enumerate(columns):
        _stack(list(column.values()), height, columns[number_ - 1] if number_ else {}, arrows)
    drawn = "".join(_arrow(columns[column][source], columns[column + 1][target]) for column, source, target in arrows)
    drawn += "".join(_box(box) for column in columns for box in column.values())
    heads = "".join(words(head, STARTS[index], 18, "tg-theory__head") for index, (_, head) in enumerate(COLUMNS))
    told = " ".join(
        f"{chain.activity}, so that {chain.mechanism}, which leads to {chain.outcome}, shown by {chain.measure}."
        for chain in chains
    )
    return picture("tg-theory", WIDTH, TOP + height + 6, title, told, heads + drawn)


def _boxes(chains: Sequence[Chain]) -> tuple[list[dict[str, Box]], list[tuple[int, str, str]]]:
    """Boxes of each column by their text, and arrows as (column, from, to), each once, in the order of the chains."""
    columns: list[dict[str, Box]] = [{} for _ in COLUMNS]
    arrows: dict[tuple[int, str, str], None] = {}
    for chain in chains:
        texts = [str(getattr(chain, name)) for name, _ in COLUMNS]
        for index, text in enumerate(texts):
            columns[index].setdefault(text, Box(text, index, wrapped(text, WIDTHS[index] - PAD * 2, SIZE, MOST_LINES)))
            if index:
                arrows[(index - 1, texts[index - 1], text)] = None
    return columns, list(arrows)


def _stack_height(boxes: Iterable[Box]) -> float:
    heights = [box.height for box in boxes]
    return sum(heights) + SPACE * (len(heights) - 1)


def _stack(boxes: list[Box], height: float, before: dict[str, Box], arrows: list[tuple[int, str, str]]) -> None:
    """Put boxes under one another near what leads to them, so that few arrows cross."""
    if before:
        boxes.sort(key=lambda box: _pull(box, before, arrows))
    spare = (height - _stack_height(boxes)) / max(1, len(boxes))
    y = TOP + spare / 2
    for box in boxes:
        box.y = y
        y += box.height + SPACE + spare


def _pull(box: Box, before: dict[str, Box], arrows: list[tuple[int, str, str]]) -> float:
    sources = [
        before[source].middle for column, source, target in arrows if column == box.column - 1 and target == box.text
    ]
    return sum(sources) / len(sources) if sources else 0


def _arrow(source: Box, target: Box) -> str:
    start, end = source.x + WIDTHS[source.column], target.x - 3
    bend = (start + end) / 2
    shaft = line("M", start, source.middle, "C", bend, source.middle, bend, target.middle, end - 6, target.middle)
    head = line("M", end - 9, target.middle - 5, "l 9 5 -9 5 z")
    return element("path", "tg-theory__arrow", d=shaft) + element("path", "tg-theory__point", d=head)


def _box(box: Box) -> str:
    shape = element(
        "rect",
        f"tg-theory__box tg-theory__box--{COLUMNS[box.column][0]}",
        x=box.x + 1,
        y=box.y,
        width=WIDTHS[box.column] - 2,
        height=box.height,
        rx=6,
    )
    first = box.y + PAD + SIZE - 4
    return shape + "".join(
        words(line, box.x + PAD, first + index * LINE, "tg-theory__words") for index, line in enumerate(box.lines)
    )
