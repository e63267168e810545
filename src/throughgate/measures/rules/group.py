"""Many people's first and latest results beside each other, with how many are missing; small numbers withheld."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from throughgate.common.small_numbers import FEWEST, choose_told
from throughgate.measures.grammar import Scale
from throughgate.measures.rules.change import Verdict, judge

WITHHELD = "withheld"
MISSING = "missing"


@dataclass(frozen=True)
class Course:
    """One person's scores of one scale in order of their days; None where too much was unanswered."""

    values: tuple[Decimal | None, ...]

    @property
    def scored(self) -> tuple[Decimal, ...]:
        return tuple(value for value in self.values if value is not None)


@dataclass(frozen=True)
class Told:
    """Each number in words, or that it is withheld: as small, or as what would tell a small one."""

    people: str
    pairs: str
    missing: str
    verdicts: Mapping[Verdict, str]


@dataclass(frozen=True)
class Paired:
    """`people` have at least one; `pairs` a first and a later score; the rest is missing, and why."""

    people: int
    pairs: int
    once: int
    unscored: int
    first: Decimal | None
    latest: Decimal | None
    verdicts: Mapping[Verdict, int]

    @property
    def missing(self) -> int:
        """Whoever has only one result, or none that could be scored."""
        return self.once + self.unscored

    @property
    def change(self) -> Decimal | None:
        return None if self.first is None or self.latest is None else self.latest - self.first


def pair(scale: Scale, courses: Iterable[Course]) -> Paired:
    every = list(courses)
    pairs = [(one.scored[0], one.scored[-1]) for one in every if len(one.scored) > 1]
    told = len(pairs) >= FEWEST
    return Paired(
        people=len(every),
        pairs=len(pairs),
        once=sum(len(one.scored) == 1 for one in every),
        unscored=sum(not one.scored for one in every),
        first=_mean([first for first, _ in pairs]) if told else None,
        latest=_mean([latest for _, latest in pairs]) if told else None,
        verdicts=_verdicts(scale, pairs),
    )


def _mean(values: Sequence[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _verdicts(scale: Scale, pairs: Iterable[tuple[Decimal, Decimal]]) -> dict[Verdict, int]:
    if scale.change is None:
        return {}
    counts = Counter(judge(scale, first, latest) for first, latest in pairs)
    return {verdict: counts[verdict] for verdict in (Verdict.BETTER, Verdict.SAME, Verdict.WORSE)}


def tell(paired: Paired) -> Told:
    """Everybody comes first: they are the same people on every line of an instrument. Then pairs, then the largest."""
    verdicts = dict(paired.verdicts) or {Verdict.UNJUDGED: paired.pairs}
    cells = {verdict.value: number for verdict, number in verdicts.items()} | {MISSING: paired.missing}
    each = sorted(cells.keys() - {MISSING}, key=lambda one: (-cells[one], one))
    parts = [set(cells), set(each), {MISSING}, *({one} for one in each)]
    told = choose_told(parts, {cell: (number,) for cell, number in cells.items()})
    numbers = (sum(cells[cell] for cell in part) for part in parts)
    people, pairs, missing, *rest = (
        str(number) if is_told else WITHHELD for number, is_told in zip(numbers, told, strict=True)
    )
    words = dict(zip(each, rest, strict=True))
    return Told(people, pairs, missing, {verdict: words[verdict] for verdict in paired.verdicts})
