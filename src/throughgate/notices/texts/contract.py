"""What a service that sends texts has to be. Yours is a class or function that takes nothing and gives one of these;
name it in `THROUGHGATE_TEXTS` (see docs/how-to/reminders.md).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from inspect import Parameter, signature
from typing import Protocol


class Arrival(StrEnum):
    ARRIVED = "arrived"
    LOST = "lost"
    UNKNOWN = "unknown"


class RefusedError(Exception):
    """The service will not send this, however often it is asked: a number that is none, a person who said stop.
    Any other exception is taken for a service that is down, and it is asked again later.
    """


@dataclass(frozen=True)
class Handed:
    """The service took it. `reference` is its own, to ask later."""

    reference: str = ""


class TextService(Protocol):
    def send(self, number: str, words: str, reference: str) -> Handed:
        """`number` as +447700900123; `words` fit into one text; `reference` is ours, the same each time we try: a
        service that knows it already sends nothing again. Raises RefusedError. Must end within some seconds.
        """

    def arrivals(self, references: Iterable[str]) -> Mapping[str, Arrival]:
        """What became of those it took, by its own references. One that cannot tell gives an empty mapping."""


def broken_promises(service: object) -> Iterator[str]:
    """What can be seen without sending anything; a plug-in's own tests can call this, and a check at the start."""
    for name, takes in (("send", 3), ("arrivals", 1)):
        method = getattr(service, name, None)
        if not callable(method):
            yield f"it has no {name}()"
            continue
        kinds = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
        needed = [p for p in signature(method).parameters.values() if p.kind in kinds and p.default is Parameter.empty]
        if len(needed) != takes:
            yield f"{name}() takes {len(needed)} things and has to take {takes}"
