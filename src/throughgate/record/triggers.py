"""The database's own refusal to change an entry, for writes that go round the ORM.

One change is let through: an entry may change its person, and nothing else, between the two people of a merge, if the
merge lists it, and only in the merge's direction: to the kept record while the merge stands, back once it is undone.

The migration that makes the table runs `install` and `remove`; there the merges are not yet, and every change is
refused. Afterwards the trigger is put anew after every `migrate`: a migration may rebuild a table on SQLite, which
drops its triggers. SQLite also refuses to rebuild a table that a trigger reads, so there the trigger steps aside before
a migration of the room that keeps the merges. Deleting is not refused: erasure goes through the person.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connections, migrations

TABLE = "record_entry"
REFUSAL = f"{TABLE} is append-only: write a later entry that corrects this one."
MERGES_LIVE_IN = "people"

# The merge that moves this entry, now, in this direction.
_MOVES = (
    "EXISTS (SELECT 1 FROM people_merge m JOIN people_mergedrow r ON r.merge_id = m.id"
    " WHERE r.model = 'record.Entry' AND r.row_id = OLD.id AND ("
    "(m.undone_at IS NULL AND m.gone_id = OLD.person_id AND m.kept_id = NEW.person_id) OR "
    "(m.undone_at IS NOT NULL AND m.kept_id = OLD.person_id AND m.gone_id = NEW.person_id)))"
)


class UnguardedDatabaseError(Exception):
    def __init__(self, vendor: str):
        super().__init__(f"The ledger cannot be guarded on {vendor}: use SQLite or PostgreSQL.")


def statements(vendor: str, *, forward: bool, moving: Iterable[str] = ()) -> tuple[str, ...]:
    """`moving` are all columns of the table, where its entries may move with a merge; empty refuses every change."""
    try:
        make = _MAKERS[vendor]
    except KeyError:
        raise UnguardedDatabaseError(vendor) from None
    columns = sorted(set(moving) - {"person_id"})
    backward = _REMOVALS[vendor]
    return (*backward, *make(columns)) if forward else backward


def _sqlite(columns: list[str]) -> tuple[str, ...]:
    same = " AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in columns)
    when = f"WHEN NOT ({same} AND {_MOVES}) " if columns else ""
    return (
        f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} {when}BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    )


def _postgresql(columns: list[str]) -> tuple[str, ...]:
    moves = (
        f"IF to_jsonb(NEW) - 'person_id' = to_jsonb(OLD) - 'person_id' AND {_MOVES} THEN RETURN NEW; END IF; "
        if columns
        else ""
    )
    return (
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse_update() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {moves}RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse_update()",
    )


_MAKERS = {"sqlite": _sqlite, "postgresql": _postgresql}
_REMOVALS = {
    "sqlite": (f"DROP TRIGGER IF EXISTS {TABLE}_no_update",),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS {TABLE}_no_update ON {TABLE}",
        f"DROP FUNCTION IF EXISTS {TABLE}_refuse_update()",
    ),
}


def _run(connection: Any, *, forward: bool) -> None:
    with connection.cursor() as cursor:
        moving = _columns(connection, cursor) if forward else []
        for statement in statements(connection.vendor, forward=forward, moving=moving):
            cursor.execute(statement)


def _columns(connection: Any, cursor: Any) -> list[str]:
    """Of the ledger's table, once the tables of merges are there."""
    if not {"people_merge", "people_mergedrow"} <= set(connection.introspection.table_names(cursor)):
        return []
    return [column.name for column in connection.introspection.get_table_description(cursor, TABLE)]


def install(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor.connection, forward=True)


def remove(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor.connection, forward=False)


def trigger_operations() -> list[migrations.RunPython]:
    """For the end of the migration that makes the ledger: `operations = [..., *trigger_operations()]`."""
    return [migrations.RunPython(install, remove)]


def install_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        _run(connection, forward=True)


def step_aside_before_migrate(sender: Any, using: str, plan: Any = (), **kwargs: Any) -> None:
    """Put anew by `install_after_migrate`, or by the next `migrate` where this one fails."""
    connection = connections[using]
    rebuilt = any(migration.app_label == MERGES_LIVE_IN for migration, _ in plan or ())
    if connection.vendor == "sqlite" and rebuilt and TABLE in connection.introspection.table_names():
        _run(connection, forward=False)
