"""One transaction for an act and for all the services that it calls, and what they share until its end."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.db.models import Model

AT_ONCE = 1000  # rows in one statement


class _Act:
    def __init__(self) -> None:
        self.savepoints = _savepoints()
        self.waiting: dict[type[Model], list[Model]] = defaultdict(list)

    def write_waiting(self) -> None:
        for model, rows in self.waiting.items():
            model._default_manager.bulk_create(rows, batch_size=AT_ONCE)


_under_way: ContextVar[_Act | None] = ContextVar("the_act_that_is_under_way", default=None)


def _savepoints() -> int:
    """How many are open; an act within an act has none of its own."""
    return sum(1 for name in connection.savepoint_ids if name)


@contextmanager
def act() -> Iterator[None]:
    """All of it or nothing, like `transaction.atomic`; an act within an act belongs to that one.

    A savepoint for each service within a service would cost two statements and be of use to nobody: what fails, fails
    the whole act. Whoever catches what a service within raised, and goes on, does so round a `transaction.atomic()` of
    their own; without one the database refuses to go on.
    """
    if _under_way.get() is not None:
        with transaction.atomic(savepoint=False):
            yield
        return
    with transaction.atomic():
        this = _Act()
        token = _under_way.set(this)
        try:
            yield
        finally:
            _under_way.reset(token)
        this.write_waiting()


def write_at_end(row: Model) -> None:
    """For rows that nobody reads before the act ends: those of one model are written together, in its transaction.

    At once where no act is under way, and within a savepoint, which takes its own rows back.
    """
    this = _under_way.get()
    if this is None or _savepoints() > this.savepoints:
        row.save(force_insert=True)
    else:
        this.waiting[type(row)].append(row)


def hold(row: Model, how: str = "locked") -> None:
    """This very object was just read from the database under a lock, which lasts until the act ends."""
    if (this := _under_way.get()) is not None:
        row.__dict__.setdefault("_held", {})[how] = this


def is_held(row: Model, how: str = "locked") -> bool:
    """Whether the act under way has read this very object under such a lock already: it need not be read again."""
    held: dict[str, _Act] = row.__dict__.get("_held", {})
    return how in held and held[how] is _under_way.get()
