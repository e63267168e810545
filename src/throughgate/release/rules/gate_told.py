"""Which figures at the gate are told to whoever may not open the records behind them. Pure.

All that they can ask for is weighed at once, by site, by programme and by both: what one page tells must not tell what
another withholds. How many were released is weighed first, for every figure adds up to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from throughgate.common.small_numbers import choose_told
from throughgate.release.rules.first_week import Week
from throughgate.release.rules.gate_figures import Measure

Cell = tuple[str, str]  # a site and a programme, or what is said in its place
Part = frozenset[Cell]


@dataclass(frozen=True)
class Told:
    """`numbers`: the parts of which it is told how many were released. Of no other is anything told."""

    cells: Mapping[Cell, Sequence[Week]]
    numbers: Sequence[Part]

    def of(self, measure: Measure) -> frozenset[Part]:
        """Appointments are weighed by the people whose they are."""
        asked = {cell: [set(measure.ask(week)) for week in weeks] for cell, weeks in self.cells.items()}
        kinds = sorted({kind for weeks in asked.values() for week in weeks for kind in week}, key=repr)
        counts = {
            cell: (len(weeks), *(sum(kind in week for week in weeks) for kind in kinds))
            for cell, weeks in asked.items()
        }
        return frozenset(_told(self.numbers, counts))


def tell(cells: Mapping[Cell, Sequence[Week]]) -> Told:
    """Sites come first, everybody last: their sum is worth less than they are."""
    sites = [frozenset(one for one in cells if one[0] == name) for name in sorted({one[0] for one in cells})]
    programmes = [frozenset(one for one in cells if one[1] == name) for name in sorted({one[1] for one in cells})]
    parts = [*sites, *programmes, *(frozenset({one}) for one in sorted(cells)), frozenset(cells)]
    counts = {cell: (len(weeks),) for cell, weeks in cells.items()}
    return Told(cells, list(dict.fromkeys(_told(parts, counts))))


def _told(parts: Sequence[Part], counts: Mapping[Cell, Sequence[int]]) -> Iterable[Part]:
    return (part for part, told in zip(parts, choose_told(parts, counts), strict=True) if told)
