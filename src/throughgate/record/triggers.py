"""The database's own refusal to change an entry, for writes that go round the ORM.

The migration that makes the table runs `install` and `remove`. A later migration may rebuild the table on SQLite, which
drops its triggers, so it is also installed after every `migrate`; that changes nothing where it stands. Deleting is not
refused: erasure goes through the person.
"""

from typing import Any

from django.db import connections, migrations

TABLE = "record_entry"
REFUSAL = f"{TABLE} is append-only: write a later entry that corrects this one."

FORWARD = {
    "sqlite": (
        f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_update BEFORE UPDATE ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ),
    "postgresql": (
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse_update() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE OR REPLACE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse_update()",
    ),
}
BACKWARD = {
    "sqlite": (f"DROP TRIGGER IF EXISTS {TABLE}_no_update",),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS {TABLE}_no_update ON {TABLE}",
        f"DROP FUNCTION IF EXISTS {TABLE}_refuse_update()",
    ),
}


class UnguardedDatabaseError(Exception):
    def __init__(self, vendor: str):
        super().__init__(f"The ledger cannot be guarded on {vendor}: use SQLite or PostgreSQL.")


def statements(vendor: str, *, forward: bool) -> tuple[str, ...]:
    try:
        return (FORWARD if forward else BACKWARD)[vendor]
    except KeyError:
        raise UnguardedDatabaseError(vendor) from None


def _run(connection: Any, *, forward: bool) -> None:
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor, forward=forward):
            cursor.execute(statement)


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
