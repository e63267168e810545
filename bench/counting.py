"""Queries and bytes of each page, through Django's client: `python -m bench.counting` prints them as JSON."""

import json
import sys
from typing import Any

from bench import database


class Counted:
    """How many statements were run. Costs next to nothing, so that what is timed is timed as it is."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)


def count(visit: Any, client: Any) -> dict[str, Any]:
    """`queries` leaves out what only marks a transaction: BEGIN, SAVEPOINT and their ends."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visit.answer(client)  # once before, so that what is kept for the life of the process is there
    with CaptureQueriesContext(connection) as captured:
        answer = visit.answer(client)
    marks = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
    asked = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(marks)]
    return {"status": answer.status_code, "queries": len(asked), "bytes": len(answer.content), "sql": asked}


def main() -> None:
    from bench.asking import signed_in
    from bench.visits import visits

    clients: dict[int, Any] = {}
    counted = {}
    for visit in visits():
        client = clients.setdefault(visit.user.pk, None) or signed_in(visit.user)
        clients[visit.user.pk] = client
        counted[visit.name] = count(visit, client)
    json.dump(counted, sys.stdout)


if __name__ == "__main__":
    database.set_up_django()
    main()
