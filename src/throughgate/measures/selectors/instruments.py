"""Which instruments there are, and which of them a programme model means by the name of its tool."""

from collections.abc import Mapping
from pathlib import Path

from throughgate.access.policy import Hidden
from throughgate.common.faults import Fault
from throughgate.common.own_files import own_place
from throughgate.measures.grammar import Instrument
from throughgate.measures.shipping import own_instruments, shipped_instruments

FOLDER = "measures"


def own_folder() -> Path:
    return own_place(FOLDER)


def instruments() -> Mapping[str, Instrument]:
    """The shipped ones, each replaced by the organisation's own of the same name. A faulty file replaces nothing."""
    return {**shipped_instruments(), **own_instruments(own_folder())[0]}


def own_faults() -> tuple[Fault, ...]:
    return own_instruments(own_folder())[1]


def instrument_of(slug: str) -> Instrument:
    """Raises Hidden where there is none that can be used."""
    found = instruments().get(slug)
    if found is None or not found.is_usable:
        raise Hidden()
    return found


def instrument_called(tool: str) -> Instrument | None:
    """The one that a programme model names, if it can be used; without one a measure is recorded by hand."""
    wanted = tool.strip().lower()
    for one in instruments().values():
        if wanted and wanted in (name.lower() for name in one.called) and one.is_usable:
            return one
    return None
