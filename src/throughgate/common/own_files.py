"""Files of an organisation's own, beside its database: each takes the place of a shipped one, and is read again once it
has changed, without a restart.
"""

import fcntl
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings

from throughgate.common.faults import FaultyFileError

T = TypeVar("T")
P = ParamSpec("P")
Stamp = tuple[tuple[str, int, int], ...]


def own_place(name: str) -> Path:
    """Where a file or a folder of that name stands, if the organisation has one."""
    return Path(settings.VAR) / name


def stamp_of(path: Path) -> Stamp:
    """Name, time of change and size of a file, or of each YAML file in a folder and in the folders within; empty where
    nothing is there.
    """
    found = []
    for name, file in _looked_at(path):
        with suppress(OSError):  # taken away meanwhile
            known = file.stat()
            found.append((name, known.st_mtime_ns, known.st_size))
    return tuple(sorted(found))


def _looked_at(path: Path) -> Iterator[tuple[str, os.DirEntry[str] | Path]]:
    """Every request asks: so folders are scanned, which takes half the time of matching names in them."""
    if not path.is_dir():
        yield path.name, path
        return
    with suppress(OSError), os.scandir(path) as first:
        for entry in first:
            if entry.name.endswith(".yaml"):
                yield entry.name, entry
            elif entry.is_dir():
                with os.scandir(entry) as second:
                    yield from ((f"{entry.name}/{one.name}", one) for one in second if one.name.endswith(".yaml"))


def read_when_changed(read: Callable[Concatenate[Path, P], T]) -> Callable[Concatenate[Path, P], T]:
    """`read(path, …)` once for each state of what stands there. What it raises is not kept."""
    held: dict[tuple[object, ...], tuple[Stamp, T]] = {}

    @wraps(read)
    def current(path: Path, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (path, *args, *sorted(kwargs.items()))
        stamp = stamp_of(path)
        if key not in held or held[key][0] != stamp:
            held[key] = stamp, read(path, *args, **kwargs)
        return held[key][1]

    return current


def own_else_shipped(own: Callable[[], T | None], shipped: Callable[[], T], *, name: str, command: str) -> T:
    """A faulty file must not stand between a person and help: the shipped one holds then, and `command` tells of it."""
    try:
        return own() or shipped()
    except (FaultyFileError, OSError, UnicodeDecodeError):
        logging.getLogger(__name__).error("The %s of this organisation cannot be used. Run %s.", name, command)
        return shipped()


# -- writing ------------------------------------------------------------------------------------------------------

BEFORE = ".before"
"""What a file is called that was written anew: its last state is kept beside it."""


class NotWrittenError(Exception):
    """The place beside the database cannot be written to: no room, or no leave."""


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Whoever writes own files under this name waits here for whoever else does, in any process of this machine.

    Raises NotWrittenError.
    """
    try:
        lock = own_place(f".{name}.lock").open("w")
    except OSError as refused:
        raise NotWrittenError() from refused
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def files_added(added: Mapping[Path, str], rewritten: Mapping[Path, str]) -> Iterator[None]:
    """They stand from here on; if what is done within fails, none of them does. Raises FileExistsError for one of
    `added` that is there already, NotWrittenError; of `rewritten` ones the last state stays beside them.
    """
    texts, done = {**added, **rewritten}, list[Path]()
    try:
        _put(texts, rewritten, done)
        yield
    except BaseException:
        for path in done:
            _take_back(path, path in rewritten)
        raise
    finally:
        for path in texts:
            with suppress(OSError):
                _aside(path).unlink()


def _put(texts: Mapping[Path, str], rewritten: Mapping[Path, str], done: list[Path]) -> None:
    """All are written before the first is put in its place."""
    for path in texts.keys() - rewritten.keys():
        if path.exists():
            raise FileExistsError(path.name)
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(_aside(path), text)
        for path in texts:
            if path in rewritten:
                _keep_last(path)
            done.append(path)
            os.replace(_aside(path), path)
    except OSError as refused:
        raise NotWrittenError() from refused


def _keep_last(path: Path) -> None:
    _before(path).unlink(missing_ok=True)
    if path.exists():
        shutil.copy2(path, _before(path))


def _take_back(path: Path, is_rewritten: bool) -> None:
    if is_rewritten and _before(path).exists():
        os.replace(_before(path), path)
    else:
        path.unlink(missing_ok=True)


def _before(path: Path) -> Path:
    return path.with_name(path.name + BEFORE)


def _aside(path: Path) -> Path:
    """Not read by anybody: its name does not end in .yaml."""
    return path.with_name(f".{path.name}.{os.getpid()}")


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
