"""The two sides of the circle: who is close to the person, and who has to do with them by their office."""

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
