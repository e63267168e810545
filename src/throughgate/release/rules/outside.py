"""Whether a contact on the day of release, or on the day of a return, was outside the prison. Pure.

On every other day between the two they are out. On these two the hour and the place decide, and where neither is said,
or the hour of release is not known, nobody knows: that is no meeting outside.
"""

import re
from dataclasses import dataclass
from datetime import time

from throughgate.release.rules.first_week import Counts

PRISON = frozenset({"hmp", "hmyoi", "yoi", "hmprison", "prison", "the"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheDay:
    """`out_at`: by when they were out, as far as somebody said: picked up, met at the gate, or the end of the time in
    which the gate opens. `is_back`: it is the day on which they went back.
    """

    kind: str
    at: time | None
    place: str
    prison: str
    out_at: time | None
    is_back: bool = False


def was_outside(contact: OnTheDay, counts: Counts) -> bool:
    if contact.kind in counts.gate:
        return True
    if names_prison(contact.place, contact.prison):
        return False
    if contact.kind in counts.outside:
        return contact.is_back or contact.at is None or contact.out_at is None or contact.at >= contact.out_at
    return not contact.is_back and contact.at is not None and contact.at >= (contact.out_at or counts.out_by)


def names_prison(place: str, prison: str) -> bool:
    """All words of the prison's own name stand in the place, in whatever order."""
    own = _words(prison) - PRISON
    return bool(own) and own <= _words(place)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
