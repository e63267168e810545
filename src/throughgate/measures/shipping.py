"""The instruments that come with the application, and an organisation's own in a folder beside its database."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from throughgate.common.faults import Fault
from throughgate.common.own_files import read_when_changed
from throughgate.measures.grammar import Instrument
from throughgate.measures.loading import InstrumentFileError, load_instrument


@cache
def shipped_instruments() -> Mapping[str, Instrument]:
    folder = files("throughgate.measures") / "data"
    read = [
        load_instrument(file.read_text(encoding="utf-8"), filename=file.name)
        for file in sorted(folder.iterdir(), key=lambda one: one.name)
        if file.name.endswith(".yaml")
    ]
    return {one.slug: one for one in read}


@read_when_changed
def own_instruments(folder: Path) -> tuple[Mapping[str, Instrument], tuple[Fault, ...]]:
    """Those that can be read, and what is wrong with the others: read again once one changed."""
    found: dict[str, Instrument] = {}
    faults: list[Fault] = []
    for path in _own_files(folder):
        try:
            one = load_instrument(path.read_text(encoding="utf-8"), filename=path.name)
        except InstrumentFileError as refused:
            faults += refused.errors
        except (OSError, UnicodeDecodeError):
            faults.append(Fault(1, "the file cannot be read as text", "Save it as plain text in UTF-8.", path.name))
        else:
            found[one.slug] = one
    return found, tuple(faults)


def _own_files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(folder.glob("*.yaml"))
