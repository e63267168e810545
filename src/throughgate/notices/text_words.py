"""The words of texts, read from YAML. Every error of the file is told at once, with its line and how to mend it."""

import re
from collections.abc import Iterator
from datetime import date, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import BeforeValidator, Field

from throughgate.common.faults import FaultyFileError, Problem, UnreadableError
from throughgate.common.own_files import read_when_changed
from throughgate.common.parts import Part, Words, validate_part
from throughgate.common.yaml_lines import Document, read_yaml
from throughgate.notices.rules.gsm import ROOM, in_alphabet, length_of, strange
from throughgate.notices.rules.texts import Hours

KINDS = ("reminder", "moved", "off")
PLACES = {"named": {"when", "who"}, "unnamed": {"when"}}
LONGEST_NAME = 20
LONGEST = {"when": "Wed 30 Nov at 14:30", "who": "W" * LONGEST_NAME}


def words_in(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", text.casefold()))


# Whoever looks over a shoulder must learn nothing from a text.
NEVER = words_in(
    "prison prisoner jail gaol HMP YOI custody probation licence parole release released offender court police charity"
    " support worker caseworker counsellor therapy clinic hospital NHS doctor health drug drugs alcohol recovery rehab"
    " mentor Throughgate"
)


def _parse_clock(text: object) -> time:
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", text) if isinstance(text, str) else None
    if match is None:
        raise UnreadableError(f"“{text}” is not a time of day", 'Write it in quotes: "09:00".')
    return time(int(match[1]), int(match[2]))


Clock = Annotated[time, BeforeValidator(_parse_clock)]


class HoursPart(Part):
    from_: Clock = Field(alias="from")
    to: Clock
    day_before: Clock = Field(alias="day-before")
    first_week: Clock = Field(alias="first-week")


class Wordings(Part):
    reminder: Words
    moved: Words
    off: Words


class TextsFile(Part):
    texts: Annotated[int, Field(ge=1)]
    hours: HoursPart
    named: Wordings
    unnamed: Wordings
    never: Annotated[tuple[Words, ...], Field(strict=False)] = ()

    @property
    def open_hours(self) -> Hours:
        given = self.hours
        return Hours(given.from_, given.to, given.day_before, given.first_week)

    def words(self, kind: str, *, on: date, at: time | None, who: str = "") -> str:
        """The text. A name too long or in other letters is left out."""
        name = in_alphabet(who)
        when = f"{on:%a} {on.day} {on:%b}" + (f" at {at:%H:%M}" if at else "")
        if name and len(name) <= LONGEST_NAME:
            return str(getattr(self.named, kind)).format(when=when, who=name)
        return str(getattr(self.unnamed, kind)).format(when=when)


class TextsFileError(FaultyFileError):
    """Everything that is wrong with a file of texts."""


def load_texts(text: str, *, filename: str = "texts.yaml", organisation: str = "") -> TextsFile:
    """`organisation`: its name stands in no text. Raises TextsFileError."""
    document = Document(filename, of="the texts")
    raw = read_yaml(text, document)
    if not isinstance(raw, dict) and not document.errors:
        document.add((), "these are no texts", "Begin with texts:, hours:, named: and unnamed:.")
    found = validate_part(TextsFile, raw, (), "the file", document) if isinstance(raw, dict) else None
    if found is not None:
        for problem in [*_hours(found), *_wordings(found, organisation)]:
            document.report(problem)
    if found is None or document.errors:
        raise TextsFileError(document.errors)
    return found


def _hours(found: TextsFile) -> Iterator[Problem]:
    hours = found.open_hours
    if hours.from_ >= hours.to:
        yield Problem(("hours", "to"), "the hours end before they begin", "Write the earlier one as from:.")
    for name, moment in (("day-before", hours.before_at), ("first-week", hours.morning_at)):
        if not hours.from_ <= moment < hours.to:
            yield Problem(("hours", name), f"“{moment:%H:%M}” is at night", "Choose a time between from: and to:.")


def _wordings(found: TextsFile, organisation: str) -> Iterator[Problem]:
    own = {word for word in words_in(organisation) if len(word) > 3}
    never = NEVER | own | words_in(" ".join(found.never))
    for group, allowed in PLACES.items():
        for kind in KINDS:
            path, words = (group, kind), str(getattr(getattr(found, group), kind))
            yield from _one(path, words, allowed, never)


def _one(path: tuple[str, str], words: str, allowed: set[str], never: frozenset[str]) -> Iterator[Problem]:
    try:
        fields = {name for _, name, spec, turn in Formatter().parse(words) if name is not None}
    except ValueError:
        yield Problem(path, "the curly brackets do not pair", "Write {when} and {who}, and no other bracket.")
        return
    if fields - allowed:
        yield Problem(path, f"{{{min(fields - allowed)}}} is not known here", _known(allowed))
        return
    if missing := allowed - fields:
        yield Problem(path, f"{{{min(missing)}}} is missing", "Say it, or they cannot know what is meant.")
    try:
        longest = words.format(**{name: LONGEST[name] for name in fields})
    except (ValueError, IndexError, AttributeError):
        yield Problem(path, "the brackets hold more than a name", _known(allowed))
        return
    if odd := strange(longest):
        yield Problem(path, f"phones count “{odd[0]}” as a letter of another alphabet", "Write it another way.")
    elif length_of(longest) > ROOM:
        yield Problem(path, f"it may take {length_of(longest)} characters", f"Shorten it: there is room for {ROOM}.")
    if told := sorted(never & words_in(words)):
        yield Problem(path, f"“{told[0]}” says who writes or why", "Leave it out: somebody else may read the phone.")


def _known(allowed: set[str]) -> str:
    return f"Known here: {', '.join(f'{{{name}}}' for name in sorted(allowed))}."


@cache
def shipped_texts() -> TextsFile:
    file = files("throughgate.notices") / "data" / "texts.yaml"
    return load_texts(file.read_text(encoding="utf-8"))


@read_when_changed
def own_texts(path: Path, organisation: str) -> TextsFile | None:
    """The organisation's own, read again once it changed; None where there is no such file. Raises TextsFileError."""
    if not path.is_file():
        return None
    return load_texts(path.read_text(encoding="utf-8"), filename=path.name, organisation=organisation)
