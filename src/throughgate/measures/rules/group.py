"""Many people's first and latest results beside each other, with how many are missing; small numbers withheld."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from throughgate.common.small_numbers import FEWEST
from throughgate.measures.grammar import Scale
from throughgate.measures.rules.change import Verdict, judge

WITHHELD = f"fewer than {FEWEST}"


@dataclass(frozen=True)
class Course:
    """One person's scores of one scale in order of their days; None where too much was unanswered."""

    values: tuple[Decimal | None, ...]

    @property
    def scored(self) -> tuple[Decimal, ...]:
        return tuple(value for value in self.values if value is not None)


@dataclass(frozen=True)
class Paired:
    """`people` have at least one; `pairs` a first and a later score; the rest is missing, and why."""

    people: int
    pairs: int
    once: int
    unscored: int
    first: Decimal | None
    latest: Decimal | None
    verdicts: Mapping[Verdict, str]

    @property
    def missing(self) -> int:
        """Whoever has only one result, or none that could be scored."""
        return self.once + self.unscored

    @property
    def is_withheld(self) -> bool:
        return self.pairs < FEWEST

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
        verdicts=_verdicts(scale, pairs) if told else {},
    )


def _mean(values: Sequence[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _verdicts(scale: Scale, pairs: Iterable[tuple[Decimal, Decimal]]) -> dict[Verdict, str]:
    if scale.change is None:
        return {}
    counts = Counter(judge(scale, first, latest) for first, latest in pairs)
    return shown({verdict: counts[verdict] for verdict in (Verdict.BETTER, Verdict.SAME, Verdict.WORSE)})


def shown(counts: Mapping[Verdict, int]) -> dict[Verdict, str]:
    """Counts of a whole that is told. One alone that is too small could be reckoned from the rest: the next smallest
    is withheld with it.
    """
    small = {key for key, count in counts.items() if 0 < count < FEWEST}
    if len(small) == 1 and (rest := [key for key in counts if key not in small and counts[key]]):
        small.add(min(rest, key=lambda key: counts[key]))
    return {key: "withheld" if key in small else str(count) for key, count in counts.items()}


def told_number(count: int) -> str:
    return WITHHELD if 0 < count < FEWEST else str(count)


def people_told(paired: Paired) -> str:
    """Everybody, unless that less the pairs would tell how few are missing."""
    return "withheld" if 0 < paired.missing < FEWEST <= paired.pairs else told_number(paired.people)
