"""A database of its own, as an earlier release left it, and brought up to date from there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

OLD = "old_shape"


@contextmanager
def database_at(settings: Any, folder: Any, targets: list[tuple[str, str]]) -> Iterator[Any]:
    """The models as they were at `targets`; rows go to the database named `OLD`."""
    settings.MIGRATION_MODULES = {}  # also where the suite makes its own tables without migrations
    with _empty_database(folder):
        yield _migrate(targets, by_the_old_ones=True)


def bring_up_to_date() -> Any:
    """Every room that stands at an earlier migration than its last. Returns the models as they are now."""
    graph = MigrationExecutor(connections[OLD]).loader.graph
    return _migrate([node for node in graph.leaf_nodes() if node[0] in {"casework", "handover"}])


def _migrate(targets: list[tuple[str, str]], *, by_the_old_ones: bool = False) -> Any:
    executor = MigrationExecutor(connections[OLD])
    if by_the_old_ones:  # an empty database would take the squashed ones, which know no earlier shape
        executor.loader.replace_migrations = False
        executor.loader.build_graph()
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@contextmanager
def _empty_database(folder: Any) -> Iterator[None]:
    name = f"{OLD}_{folder.name.lower().replace('-', '_')}"
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    connections.settings[OLD] = connections.settings["default"] | {
        "NAME": name if connection.vendor == "postgresql" else str(folder / "old.sqlite3")
    }
    try:
        yield
    finally:
        connections[OLD].close()
        del connections[OLD], connections.settings[OLD]
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
