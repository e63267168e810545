"""What differs between two contents of a plan, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MISSING = object()


def content_changes(before: Any, after: Any, path: str = "") -> tuple[str, ...]:
    """Such as "method, caliper: 0.2 became 0.1"; parts are named from the outside in."""
    return tuple(changes(before, after, path))


def changes(before: Any, after: Any, path: str) -> Iterator[str]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from changes(before.get(key, MISSING), after.get(key, MISSING), step(path, key))
    elif is_list(before) and is_list(after):
        yield from list_changes(before, after, path)
    elif before is MISSING:
        yield f"{path}: {short(after)} was added"
    elif after is MISSING:
        yield f"{path}: {short(before)} was taken away"
    else:
        yield f"{path}: {short(before)} became {short(after)}"


def list_changes(before: Sequence[Any], after: Sequence[Any], path: str) -> Iterator[str]:
    named = all(isinstance(item, str) for item in (*before, *after))
    if not named:
        for at in range(max(len(before), len(after))):
            old, new = (items[at] if at < len(items) else MISSING for items in (before, after))
            yield from changes(old, new, f"{path} {at + 1}")
        return
    gone = [item for item in before if item not in after]
    new = [item for item in after if item not in before]
    if gone:
        yield f"{path}: {', '.join(gone)} taken away"
    if new:
        yield f"{path}: {', '.join(new)} added"
    if not gone and not new:
        yield f"{path}: in another order"


def is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def step(path: str, key: Any) -> str:
    return f"{path}, {key}" if path else str(key)


def short(value: Any) -> str:
    """A value in a few words."""
    if isinstance(value, Mapping):
        named = next((value[key] for key in ("column", "name", "activity") if value.get(key)), None)
        return f"“{named}”" if named else ", ".join(f"{key}: {short(part)}" for key, part in value.items())
    if is_list(value):
        return ", ".join(map(short, value)) or "nothing"
    if isinstance(value, str):
        return f"“{value if len(value) <= 60 else value[:57] + '…'}”"
    return "nothing" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
