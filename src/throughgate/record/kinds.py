"""The one register of kinds of entry. A room registers its own when it starts; nothing else may stand in the ledger."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of thing that happens with a person.

    `label` is what staff read, `icon` a name of the web room's icons, `group` how the timeline filters. `contact` says
    that people met or spoke (a contact is recorded); `by_hand` that it may be recorded as done by hand.
    `knows`: the subjects for which a room has a page of its own; about any other it is recorded by hand.
    """

    code: str
    label: str
    icon: str
    group: str
    contact: bool = False
    by_hand: bool = False
    plain: str = ""  # as the person reads it
    knows: Callable[[str], bool] | None = None

    def by_hand_about(self, subject: str) -> bool:
        return self.by_hand or (self.knows is not None and bool(subject) and not self.knows(subject))


class UnknownKindError(KeyError):
    def __str__(self) -> str:
        return f"No room has registered the kind of entry {self.args[0]!r}."


_kinds: dict[str, Kind] = {}

GROUPS: Mapping[str, str] = {
    "contact": "Contacts",
    "group": "Groups",
    "clinical": "Therapy and recovery",
    "family": "Family",
    "basics": "The basics",
    "home": "Home",
    "work": "Work and training",
    "plan": "Plans, forms and reports",
    "custody": "Custody and dates",
    "programme": "Programme",
}


def register(*kinds: Kind) -> None:
    for kind in kinds:
        if kind.group not in GROUPS:
            raise ValueError(f"{kind.code}: unknown group {kind.group!r}")
        if _kinds.get(kind.code, kind) != kind:
            raise ValueError(f"{kind.code} is registered twice, differently.")
        _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKindError(code) from None


def all_kinds() -> Mapping[str, Kind]:
    return dict(_kinds)
