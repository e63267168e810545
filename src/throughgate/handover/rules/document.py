"""What a hand-over says, in which order. Pure: the pieces were read for the one who receives it.

Each piece has the sensitivity it was read at, so that the document can be frozen in parts and every later reader sees
the parts that they may, and by what each line was read from, so that what is taken out or closed later can be left out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

STANDARD = "standard"
LEVELS = ("standard", "sensitive", "clinical")
# Whom to keep away and what may be said to whom bind on the day of reading: these are never read from a frozen copy.
LIVE = frozenset({"restrictions", "circle"})
COUNTED = "counted"  # the source of the line that says how many more there were


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a section. `tone` is one of the page frame's, for what is overdue or must not happen; `source` names
    the row it was read from.
    """

    section: str
    words: str
    note: str = ""
    tone: str = ""
    level: str = STANDARD
    source: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    code: str
    title: str
    nothing: str  # what stands there when there is nothing: it must be true for whoever reads it
    most: int  # lines of one sensitivity: two printed pages in all


HEADINGS: tuple[Heading, ...] = (
    Heading("restrictions", "Restrictions: read these first", "None is noted that you can read.", 10),
    Heading("meeting", "When you meet", "Nothing is noted. Ask what helps.", 6),
    Heading("standing", "Who they are and where they stand", "", 10),
    Heading("strengths", "What carries them", "None is noted yet. Ask what they are proud of.", 6),
    Heading("needs", "What they want help with", "No open need is noted.", 8),
    Heading("story", "Their story in a page", "Nothing has been told in a form yet.", 12),
    Heading("plan", "The plan and its open steps", "There is no plan yet.", 10),
    Heading("ready", "Getting ready for release", "Nothing is open.", 8),
    Heading("due", "Overdue, and due in the next 30 days", "Nothing is due in the next 30 days.", 10),
    Heading("circle", "Who matters, and what each may be told", "Nobody is noted. Ask who matters to them.", 8),
    Heading("contacts", "The last contacts", "No contact is recorded that you can read.", 5),
    Heading("promised", "Promised and not done yet", "Nothing is open.", 6),
)
_BY_CODE: Mapping[str, Heading] = {heading.code: heading for heading in HEADINGS}
_PLACES: Mapping[str, int] = {heading.code: place for place, heading in enumerate(HEADINGS)}


@dataclass(frozen=True, slots=True)
class Part:
    """What of one section stands at one sensitivity, as it is kept."""

    place: int
    code: str
    sensitivity: str
    lines: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Section:
    """One section as somebody reads it."""

    code: str
    title: str
    nothing: str
    lines: Sequence[Mapping[str, str]] = field(default_factory=tuple)


class UnknownSectionError(KeyError):
    """A piece for a section that no hand-over has."""


def freeze(pieces: Iterable[Piece]) -> tuple[Part, ...]:
    """In the order of the sections. What is too much for two pages is counted, per sensitivity, in a last line."""
    found: dict[tuple[str, str], list[Piece]] = {}
    for piece in pieces:
        if piece.section not in _BY_CODE:
            raise UnknownSectionError(piece.section)
        found.setdefault((piece.section, piece.level), []).append(piece)
    order = sorted(found, key=lambda key: (_PLACES[key[0]], LEVELS.index(key[1])))
    return tuple(Part(_PLACES[code], code, level, _lines(found[code, level])) for code, level in order)


def leave_out(part: Part, now: Mapping[str, str]) -> Part:
    """Without the lines whose source is not in `now`, or is more closed there than it was. A line that does not say
    what it was read from is left out too, and the count of more where nothing else is left.
    """
    most = LEVELS.index(part.sensitivity)
    kept = [
        line
        for line in part.lines
        if (source := line.get("of", "")) == COUNTED or (source in now and LEVELS.index(now[source]) <= most)
    ]
    return replace(part, lines=kept if any(line["of"] != COUNTED for line in kept) else [])


def read_sections(parts: Iterable[Part], codes: Collection[str] | None = None) -> tuple[Section, ...]:
    """The document for somebody who may read `parts`: every section (of `codes`), in order, closed ones like empty
    ones.
    """
    lines: dict[str, list[Mapping[str, str]]] = {heading.code: [] for heading in HEADINGS}
    for part in sorted(parts, key=lambda one: (one.place, LEVELS.index(one.sensitivity))):
        lines[part.code].extend(
            {**line, "level": part.sensitivity if part.sensitivity != STANDARD else ""} for line in part.lines
        )
    return tuple(
        Section(heading.code, heading.title, heading.nothing, tuple(lines[heading.code]))
        for heading in HEADINGS
        if codes is None or heading.code in codes
    )


def _lines(pieces: Sequence[Piece]) -> tuple[Mapping[str, str], ...]:
    most = _BY_CODE[pieces[0].section].most
    shown = pieces if len(pieces) <= most else pieces[: most - 1]
    lines = [{"words": piece.words, "note": piece.note, "tone": piece.tone, "of": piece.source} for piece in shown]
    if len(pieces) > len(shown):
        lines.append(
            {"words": f"And {len(pieces) - len(shown)} more on their record.", "note": "", "tone": "", "of": COUNTED}
        )
    return tuple(lines)


def clip(text: str, most: int = 180) -> str:
    """One paragraph of at most `most` characters, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    return flat[: most - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
