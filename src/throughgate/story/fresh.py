"""How long an answer stays fresh, as a bank writes it: ``6 months``, ``until release``, ``2 years or until moved``."""

from dataclasses import dataclass
from enum import StrEnum

from throughgate.common.durations import Duration, parse_interval
from throughgate.common.faults import UnreadableError

FOR_GOOD = "always"


class Moment(StrEnum):
    """What may happen in a life that makes an answer old."""

    RELEASE = "release"
    MOVED = "moved"  # to another prison, or to another home
    RETURN = "return"  # to custody


@dataclass(frozen=True, slots=True)
class Fresh:
    """Fresh for a `length`, and until the first of these `moments`; with neither, for good."""

    length: Duration | None = None
    moments: tuple[Moment, ...] = ()

    def __str__(self) -> str:
        parts = ([str(self.length)] if self.length else []) + [f"until {moment}" for moment in self.moments]
        return " or ".join(parts) or FOR_GOOD


def parse_fresh(text: object) -> Fresh:
    if not isinstance(text, str):
        raise UnreadableError(f"“{text}” does not say how long", _MEND)
    if text.strip() == FOR_GOOD:
        return Fresh()
    length: Duration | None = None
    moments: list[Moment] = []
    for part in text.split(" or "):
        until, word = part.strip().startswith("until "), part.strip().removeprefix("until ").strip()
        if until:
            moments.append(_moment(word))
        elif length is None:
            length = parse_interval(word)
        else:
            raise UnreadableError(f"“{text}” has two lengths of time", "Keep the shorter.")
    return Fresh(length, tuple(dict.fromkeys(moments)))


def _moment(word: str) -> Moment:
    if word not in list(Moment):
        raise UnreadableError(f"nothing is known of “until {word}”", _MEND)
    return Moment(word)


_MOMENTS = ", ".join(f"until {moment}" for moment in Moment)
_MEND = f"Write {FOR_GOOD}, a length such as 6 months, {_MOMENTS}, or two with “or”."
