"""Dates as a programme model writes them: ``release - 9 months``, ``last(sessions) + 21 days``.

A day that cannot be known, or falls outside the calendar, is None: what hangs on it is shown as undated.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from throughgate.common.durations import Duration, parse_duration
from throughgate.common.faults import UnreadableError

ANCHORS = ("enrolment", "release", "parole_hearing", "licence_end", "sentence_end")
DATED_ANCHORS = frozenset(ANCHORS) - {"enrolment"}
CALLS = ("last", "first", "each")

ANCHOR_WORDS = {
    "enrolment": "joining",
    "release": "release",
    "parole_hearing": "the parole hearing",
    "licence_end": "the end of the licence",
    "sentence_end": "the end of the sentence",
}
CALL_WORDS = {"last": "the last of ", "first": "the first of ", "each": "each "}

_WHEN = re.compile(r"([a-z_]+)(?:\(\s*([a-z0-9-]+)\s*\))?(?:\s*([+-])\s*(.+))?")


@dataclass(frozen=True, slots=True)
class When:
    """An anchor, or a call on an element, and how far from it."""

    anchor: str = ""
    call: str = ""
    element: str = ""
    offset: Duration | None = None

    def shifted(self, base: date | None) -> date | None:
        if base is None or self.offset is None:
            return base
        return self.offset.after(base)

    @property
    def base(self) -> str:
        return self.anchor or f"{self.call}({self.element})"

    def __str__(self) -> str:
        if self.offset is None or not self.offset.amount:
            return self.base
        return f"{self.base} {'-' if self.offset.amount < 0 else '+'} {self.offset}"


def parse_when(text: object) -> When:
    match = _WHEN.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None:
        raise UnreadableError(
            f"“{text}” is not a date expression", "Write for example release - 6 weeks or last(sessions) + 14 days."
        )
    name, element, sign, length = match.groups()
    if element is None and name not in ANCHORS:
        raise UnreadableError(f"there is no date called “{name}”", f"The dates are {', '.join(ANCHORS)}.")
    if element is not None and name not in CALLS:
        raise UnreadableError(f"“{name}(…)” is not known", f"Write {', '.join(f'{call}(element)' for call in CALLS)}.")
    offset = parse_duration(length) if sign else None
    if offset and sign == "-":
        offset = offset.reversed()
    return When(offset=offset, **({"anchor": name} if element is None else {"call": name, "element": element}))


def say_when(when: When, titles: Mapping[str, str], single: Collection[str] = ()) -> str:
    """In plain words: “14 days after joining”. `titles` are the words for elements, `single` those done only once."""
    call = "" if when.element in single and when.call != "each" else CALL_WORDS.get(when.call, "")
    base = ANCHOR_WORDS[when.anchor] if when.anchor else f"{call}“{titles[when.element]}”"
    if when.offset is None or not when.offset.amount:
        return base
    return f"{when.offset} {'before' if when.offset.amount < 0 else 'after'} {base}"
