"""What a leg of `make test` runs, and in which order its files go to the workers."""

from collections.abc import Iterable

from pytest import Item

from tests.browser import DESK, PHONE

FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def asks_for_a_database(item: Item) -> bool:
    """pytest-django refuses every query of a test that does not."""
    asks = FIXTURES & set(getattr(item, "fixturenames", ()))
    return bool(asks or item.get_closest_marker("django_db") or hasattr(getattr(item, "cls", None), "databases"))


def on_the_first_database(items: Iterable[Item]) -> list[Item]:
    """Everything, but for journeys at the width of a desk: those at the width of a phone ask for the same."""
    return _but_for_other_widths(list(items), PHONE)


def on_the_second_database(items: Iterable[Item]) -> list[Item]:
    """What may come out differently there; of journeys those at the width that the first database was spared."""
    return _but_for_other_widths([item for item in items if asks_for_a_database(item)], DESK)


def _but_for_other_widths(items: list[Item], kept: dict[str, int]) -> list[Item]:
    """A journey that exists at one width only stays, whichever that is."""
    at_that_width = {_but_for_size(item) for item in items if _size(item) == kept}
    return [item for item in items if _size(item) in (None, kept) or _but_for_size(item) not in at_that_width]


def _size(item: Item) -> object:
    return item.callspec.params.get("size") if hasattr(item, "callspec") else None


def _but_for_size(item: Item) -> tuple[str, str]:
    others = {name: value for name, value in item.callspec.params.items() if name != "size"}
    return item.nodeid.partition("[")[0], repr(others)


def in_order(items: Iterable[Item]) -> list[Item]:
    """Long files first, so that at the end no worker waits for another; in its file each test stays where it is."""
    files: dict[str, list[Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    return [item for listed in sorted(files.values(), key=_place) for item in listed]


def _place(listed: list[Item]) -> tuple[int, int]:
    """Those that need no database before those that do: it is being made meanwhile."""
    marks = {mark.name for item in listed for mark in item.iter_markers()}
    needed = any(map(asks_for_a_database, listed))
    return (1 if needed else 0) if "slow" in marks else 2 if "browser" in marks else 3, -len(listed)
