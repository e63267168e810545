"""The database's own refusal to change what is settled, for writes that go round the ORM.

Taken away before and put back after every `migrate`: a migration may rebuild a table on SQLite, which drops its
triggers, and which fails while the trigger of another table names it. Deleting is not refused: erasure goes through
the person.
"""

from collections.abc import Collection
from typing import Any

from django.db import connections


class Guard:
    """One refusal: of `event` on `table`, where `settled` (SQL over OLD or NEW) holds."""

    def __init__(self, table: str, event: str, settled: str, *, word: str, refusal: str) -> None:
        self.table, self.event, self.settled, self.refusal = table, event, settled, refusal
        self.name = f"{table}_{word}_no_{event.lower()}"

    def statements(self, vendor: str) -> tuple[str, ...]:
        if vendor == "sqlite":
            return (
                f"CREATE TRIGGER IF NOT EXISTS {self.name} BEFORE {self.event} ON {self.table} WHEN {self.settled} "
                f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END",
            )
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {self.settled} "
            f"THEN RAISE EXCEPTION '{self.refusal}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN NEW; END $$",
            f"CREATE OR REPLACE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        )

    def removal(self, vendor: str) -> str:
        return f"DROP TRIGGER IF EXISTS {self.name}" + (f" ON {self.table}" if vendor == "postgresql" else "")


class Guards:
    """Those of one room, for `pre_migrate` and `post_migrate`."""

    def __init__(self, guards: Collection[Guard], *, needs: Collection[str]) -> None:
        self.guards, self.needs = guards, frozenset(needs)

    def remove_before_migrate(self, sender: Any, using: str, **kwargs: Any) -> None:
        connection = connections[using]
        tables = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            for guard in self.guards:
                if guard.table in tables:
                    cursor.execute(guard.removal(connection.vendor))

    def install_after_migrate(self, sender: Any, using: str, **kwargs: Any) -> None:
        connection = connections[using]
        if not self.needs <= set(connection.introspection.table_names()):
            return
        with connection.cursor() as cursor:
            for guard in self.guards:
                for statement in guard.statements(connection.vendor):
                    cursor.execute(statement)
