"""The same figures by site and by programme. Pure.

All that can be asked for is weighed at once, so that no page tells what another withholds: first everybody, then each
site, then each programme. A group of which it is not told how many they are on one line of an instrument is told of on
none, for they are the same people on each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughgate.common.small_numbers import choose_told
from throughgate.measures.rules.change import Verdict
from throughgate.measures.rules.group import MISSING, WITHHELD, Paired, Told

Key = tuple[str, str]  # a site and a programme
SITE, PROGRAMME = 0, 1
Group = tuple[int, str]  # by which, and its name
Cell = tuple[Key, str]  # and what became of it


@dataclass(frozen=True)
class _Counts:
    """One line of an instrument: of each site and programme, how many changed how, and how many are missing."""

    cells: Mapping[Cell, int]

    def of(self, group: Group | None, *kinds: str) -> frozenset[Cell]:
        return frozenset(
            (key, kind)
            for key, kind in self.cells
            if (group is None or key[group[0]] == group[1]) and (not kinds or kind in kinds)
        )

    def number(self, part: frozenset[Cell]) -> int:
        return sum(self.cells[cell] for cell in part)


def _counts(cells: Mapping[Key, Paired]) -> _Counts:
    found: dict[Cell, int] = {}
    for key, one in cells.items():
        verdicts = dict(one.verdicts) or {Verdict.UNJUDGED: one.pairs}
        found |= {(key, verdict.value): number for verdict, number in verdicts.items()}
        found[key, MISSING] = one.missing
    return _Counts(found)


def tell_split(lines: Sequence[Mapping[Key, Paired]]) -> list[dict[Group, Told]]:
    """For each line of one instrument, given as its cells: what is told of each site and of each programme."""
    every = [_counts(cells) for cells in lines]
    keys = sorted({key for cells in lines for key in cells})
    groups = [(by, name) for by in (SITE, PROGRAMME) for name in sorted({key[by] for key in keys})]
    told = [_told(counts, groups) for counts in every]
    known = [group for group in groups if all(counts.of(group) in one for counts, one in zip(every, told, strict=True))]
    again = [_told(counts, known) for counts in every]
    return [
        {group: _in_words(counts, group, one if group in known else frozenset()) for group in groups}
        for counts, one in zip(every, again, strict=True)
    ]


def _told(counts: _Counts, groups: Sequence[Group]) -> frozenset[frozenset[Cell]]:
    parts = [part for group in (None, *groups) for part in _parts(counts, group)]
    told = choose_told(parts, {cell: (number,) for cell, number in counts.cells.items()})
    return frozenset(part for part, is_told in zip(parts, told, strict=True) if is_told)


def _parts(counts: _Counts, group: Group | None) -> list[frozenset[Cell]]:
    """Everybody in it, who has a pair, who is missing, then each verdict, the largest first: as for everybody."""
    kinds = sorted({kind for _, kind in counts.of(group)} - {MISSING})
    largest = sorted(kinds, key=lambda kind: (-counts.number(counts.of(group, kind)), kind))
    return [
        counts.of(group),
        counts.of(group, *kinds) if kinds else frozenset(),
        counts.of(group, MISSING),
        *(counts.of(group, kind) for kind in largest),
    ]


def _in_words(counts: _Counts, group: Group, told: frozenset[frozenset[Cell]]) -> Told:
    def words(part: frozenset[Cell]) -> str:
        return str(counts.number(part)) if part in told else WITHHELD

    kinds = sorted({kind for _, kind in counts.of(group)} - {MISSING})
    judged = [kind for kind in kinds if kind != Verdict.UNJUDGED.value]
    order = [Verdict.BETTER, Verdict.SAME, Verdict.WORSE]
    return Told(
        people=words(counts.of(group)),
        pairs=words(counts.of(group, *kinds)),
        missing=words(counts.of(group, MISSING)),
        verdicts={verdict: words(counts.of(group, verdict.value)) for verdict in order if verdict.value in judged},
    )
