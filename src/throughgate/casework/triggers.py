"""The database's own refusal to change a version of a plan that both sides agreed to, for writes round the ORM.

Taken away before and put back after every `migrate`: a migration may rebuild a table on SQLite, which drops its
triggers, and which fails while the trigger of another table names it. Deleting is not refused: erasure goes through
the person.
"""

from typing import Any

from django.db import connections

VERSION, GOAL, STEP = "casework_planversion", "casework_goal", "casework_step"
REFUSAL = "Both sides have agreed to this version of the plan: write the change as a new version."


class Guard:
    """One refusal: of `event` on `table`, where `agreed` (SQL over OLD or NEW) holds."""

    def __init__(self, table: str, event: str, agreed: str) -> None:
        self.table, self.event, self.agreed = table, event, agreed
        self.name = f"{table}_agreed_no_{event.lower()}"

    def statements(self, vendor: str) -> tuple[str, ...]:
        if vendor == "sqlite":
            return (
                f"CREATE TRIGGER IF NOT EXISTS {self.name} BEFORE {self.event} ON {self.table} WHEN {self.agreed} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
            )
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {self.agreed} "
            f"THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN NEW; END $$",
            f"CREATE OR REPLACE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        )

    def removal(self, vendor: str) -> str:
        return f"DROP TRIGGER IF EXISTS {self.name}" + (f" ON {self.table}" if vendor == "postgresql" else "")


GUARDS = (
    Guard(VERSION, "UPDATE", "OLD.agreed_at IS NOT NULL"),
    Guard(
        GOAL,
        "UPDATE",
        "EXISTS (SELECT 1 FROM casework_planversion v WHERE v.id = OLD.version_id AND v.agreed_at IS NOT NULL)",
    ),
    Guard(
        GOAL,
        "INSERT",
        "EXISTS (SELECT 1 FROM casework_planversion v WHERE v.id = NEW.version_id AND v.agreed_at IS NOT NULL)",
    ),
    Guard(
        STEP,
        "UPDATE",
        "EXISTS (SELECT 1 FROM casework_goal g JOIN casework_planversion v ON v.id = g.version_id "
        "WHERE g.id = OLD.goal_id AND v.agreed_at IS NOT NULL)",
    ),
    Guard(
        STEP,
        "INSERT",
        "EXISTS (SELECT 1 FROM casework_goal g JOIN casework_planversion v ON v.id = g.version_id "
        "WHERE g.id = NEW.goal_id AND v.agreed_at IS NOT NULL)",
    ),
)


def remove_before_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in GUARDS:
            if guard.table in tables:
                cursor.execute(guard.removal(connection.vendor))


def install_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    connection = connections[using]
    if not {VERSION, GOAL, STEP} <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for guard in GUARDS:
            for statement in guard.statements(connection.vendor):
                cursor.execute(statement)
