"""The database's own refusal to change a report that is frozen (see `common.guards`)."""

from throughgate.common.guards import Guard, Guards

VERSION, STATEMENT, FROZEN = "reports_reportversion", "reports_statement", "reports_frozenreport"
REFUSAL = "This report is frozen: write the change as a new version."


def _guard(table: str, event: str, settled: str) -> Guard:
    return Guard(table, event, settled, word="frozen", refusal=REFUSAL)


IS_FROZEN = "EXISTS (SELECT 1 FROM reports_frozenreport f WHERE f.version_id = {})"


FROZEN_GUARDS = Guards(
    (
        _guard(FROZEN, "UPDATE", "1 = 1"),
        # The promise to sign goes with the retention of promises; nothing else of a frozen version moves.
        _guard(
            VERSION,
            "UPDATE",
            f"{IS_FROZEN.format('OLD.id')} AND (OLD.promise_id IS NULL OR NEW.promise_id IS NOT NULL)",
        ),
        _guard(STATEMENT, "UPDATE", IS_FROZEN.format("OLD.version_id")),
        _guard(STATEMENT, "INSERT", IS_FROZEN.format("NEW.version_id")),
    ),
    needs=(VERSION, STATEMENT, FROZEN),
)
