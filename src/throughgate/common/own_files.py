"""Files of an organisation's own, beside its database: each takes the place of a shipped one, and is read again once it
has changed, without a restart.
"""

import logging
from collections.abc import Callable
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
    for file in (*path.glob("*.yaml"), *path.glob("*/*.yaml")) if path.is_dir() else (path,):
        try:
            known = file.stat()
        except OSError:  # taken away meanwhile
            continue
        found.append((file.relative_to(path.parent).as_posix(), known.st_mtime_ns, known.st_size))
    return tuple(sorted(found))


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
