"""The two sides of the circle: who is close to the person, and who has to do with them by their office."""

import re
from collections.abc import Mapping

from throughgate.people.models import CircleKind

# What they may know is what their office may know: (purpose, kind of recipient) of data/sharing.toml.
OFFICES: Mapping[str, tuple[str, str]] = {
    CircleKind.POM: ("prison", "prison"),
    CircleKind.KEY_WORKER: ("prison", "prison"),
    CircleKind.CHAPLAIN: ("prison", "prison"),
    CircleKind.COM: ("probation", "probation"),
}
OFFICIALS = frozenset(OFFICES)
# In which order they stand on their side.
ORDER = tuple(CircleKind.values)


def is_official(kind: str) -> bool:
    return kind in OFFICIALS


def place_in_order(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


# In front of what somebody is to the person: “my nan”, “his step-mum”.
_WHOSE = re.compile(r"^(?:(?:my|his|her|their|our|the|a)\s+)+", re.IGNORECASE)


def relation_words(relation: str) -> str:
    """What they are to the person, without whose it is and what follows: “my nan, who raised me” is a nan."""
    return _WHOSE.sub("", re.split(r"[,;:(]", relation)[0].strip())


def called(kind: str, relation: str) -> tuple[str, ...]:
    """What a form calls somebody of the circle beside their name."""
    label = "" if is_official(kind) or kind == CircleKind.OTHER else str(CircleKind(kind).label)
    return tuple(word for word in (relation_words(relation), label) if word)
