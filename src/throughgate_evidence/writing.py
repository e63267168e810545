"""Files that are either whole or not there."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def write_whole(contents: Mapping[Path, str | bytes]) -> None:
    """Write everything beside its place first and move all when all are written: nothing half done is left.

    Only the owner may read what is new. Raises OSError, with the path that was given, where something cannot be
    written, or where a device, a pipe or a folder has the name: it would be lost for a file.
    """
    ready: list[tuple[str, Path]] = []
    try:
        for path, content in contents.items():
            with named(path):
                ready.append((write_beside(path, content), path))
        for name, path in ready:
            with named(path):
                os.replace(name, path)
    finally:
        for name, _ in ready:
            Path(name).unlink(missing_ok=True)


def is_special(path: Path) -> bool:
    """Whether something is there that is no plain file: a folder, a device, a pipe."""
    return path.exists() and not path.is_file()


def write_beside(path: Path, content: str | bytes) -> str:
    """The name of a new file in the same folder; none is left where it cannot be written."""
    if is_special(path):
        raise OSError(errno.EEXIST, "It is not a plain file and would be replaced by one")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return name


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Errors name the file that was asked for, not the one beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
