"""Files that are either whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_whole(contents: Mapping[Path, str | bytes]) -> None:
    """Write everything beside its place first and move all when all are written: nothing half done is left.

    Only the owner may read what is new. Raises OSError where something cannot be written.
    """
    ready: list[tuple[str, Path]] = []
    try:
        for path, content in contents.items():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            ready.append((name, path))
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
        for name, path in ready:
            os.replace(name, path)
    finally:
        for name, _ in ready:
            Path(name).unlink(missing_ok=True)
