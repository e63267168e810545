"""Where this room learns whom a reader of the trail may see: the room of people lies above and fills it in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass
class PeopleSource:
    """`refs`: a queryset of the references that a user may see. `find`: the person with a reference, or Hidden.
    `former`: references of records that were put together with the one that has this reference.
    """

    refs: Callable[[Any], Any] | None = None
    find: Callable[[Any, str], Any] | None = None
    former: Callable[[str], Sequence[str]] | None = None

    def refs_for(self, user: Any) -> Any:
        if self.refs is None:
            raise RuntimeError("No room has said how to find people: throughgate.people must be installed.")
        return self.refs(user)

    def person_for(self, user: Any, ref: str) -> Any:
        if self.find is None:
            raise RuntimeError("No room has said how to find people: throughgate.people must be installed.")
        return self.find(user, ref)

    def all_refs_of(self, ref: str) -> list[str]:
        """What was done about a person, also on records that have become part of theirs."""
        return [ref, *(self.former(ref) if self.former else ())]


people_source = PeopleSource()
