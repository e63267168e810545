"""From what stands in the record to statements that carry their sources. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from throughgate.web.words import day_words

LEVELS = ("standard", "sensitive", "clinical")
# Without the person: what is said or answered in these is somebody else's.
OF_OTHERS = frozenset({"partner-conversation", "family-meeting", "family-asked", "family-check", "family-agreed"})
# Answers in the person's own words, or seen by us; any other came from somebody else.
OWN_SOURCES = frozenset({"person", "phone", "paper", "seen", "document"})
THIRD_PARTY, CLINICAL, SENSITIVE, NO_BASIS, AUTHOR = "third-party", "clinical", "sensitive", "no-basis", "author"
PUT_BACK = frozenset({THIRD_PARTY, CLINICAL, SENSITIVE, AUTHOR})


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the record: `of` is one of `entry`, `answer`, `sitting`, `plan`, `need`, `strength`."""

    of: str
    id: int
    on: date

    def kept(self) -> dict[str, str | int]:
        return {"of": self.of, "id": self.id, "on": self.on.isoformat()}


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement as the record gives it. `from_others`: it is somebody else's word about the person."""

    words: str
    sources: tuple[Source, ...]
    level: str = "standard"
    from_others: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What drafting needs of one entry of the ledger."""

    id: int
    kind: str
    label: str
    on: date
    happened: bool
    is_contact: bool
    level: str

    @property
    def source(self) -> Source:
        return Source("entry", self.id, self.on)


@dataclass
class _Kind:
    label: str
    took_place: list[Fact] = field(default_factory=list)
    not_so: list[Fact] = field(default_factory=list)


def attendance(facts: Iterable[Fact]) -> Iterator[Piece]:
    """How often they came, by kind of contact, the kind with the most first."""
    for (_, level, others), one in _by_kind(fact for fact in facts if fact.is_contact):
        every = sorted(one.took_place + one.not_so, key=lambda fact: (fact.on, fact.id))
        words = f"{one.label}: {_counted(len(one.took_place), len(every))}, {_span(every)}."
        yield Piece(words, tuple(fact.source for fact in every), level, from_others=others)


def done(facts: Iterable[Fact], leave: Collection[str]) -> Iterator[Piece]:
    """What was done beside contacts, by kind; `leave` are kinds that other sections tell of."""
    others = (fact for fact in facts if not fact.is_contact and fact.happened and fact.kind not in leave)
    for (_, level, from_others), one in _by_kind(others):
        rows = sorted(one.took_place, key=lambda fact: (fact.on, fact.id))
        times = "" if len(rows) == 1 else f"{len(rows)} times, "
        yield Piece(f"{one.label}: {times}{_span(rows)}.", tuple(row.source for row in rows), level, from_others)


def _by_kind(facts: Iterable[Fact]) -> list[tuple[tuple[str, str, bool], _Kind]]:
    found: dict[tuple[str, str, bool], _Kind] = {}
    for fact in facts:
        one = found.setdefault((fact.kind, fact.level, fact.kind in OF_OTHERS), _Kind(fact.label))
        (one.took_place if fact.happened else one.not_so).append(fact)
    return sorted(found.items(), key=lambda pair: (-len(pair[1].took_place), pair[1].label, pair[0][1]))


def _counted(came: int, planned: int) -> str:
    if came == planned:
        return f"took place {'once' if came == 1 else f'{came} times'}"
    return f"{came} of {planned} that were planned took place with them"


def _span(rows: Sequence[Fact]) -> str:
    first, last = rows[0].on, rows[-1].on
    return f"on {day_words(first)}" if first == last else f"from {day_words(first)} to {day_words(last)}"


def why_left_out(piece: Piece, shared: Mapping[str, bool], scope: str) -> str:
    """Empty where it stands in the report. `shared`: by scope, whether this recipient may be told."""
    if not shared.get(scope, False) or (piece.level == CLINICAL and not shared.get("health", False)):
        return NO_BASIS
    if piece.from_others:
        return THIRD_PARTY
    return piece.level if piece.level in (CLINICAL, SENSITIVE) else ""


def most_closed(levels: Iterable[str]) -> str:
    return max(levels, key=LEVELS.index, default="standard")
