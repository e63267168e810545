"""Writes rows straight into the tables, many at a time. Needs Django set up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from django.db.models import Model
from django.utils import timezone


@dataclass
class Rows:
    """Rows waiting to be written, table by table. Keys are given out here, so that rows can name each other."""

    waiting: dict[type[Model], list[Any]] = field(default_factory=dict)
    keys: Counter[type[Model]] = field(default_factory=Counter)

    def add(self, model: type[Model], /, **values: Any) -> Any:
        self.keys[model] += 1
        row = model(pk=self.keys[model], **values)
        self.waiting.setdefault(model, []).append(row)
        return row

    def write(self) -> None:
        for model, rows in self.waiting.items():
            insert(model, rows)
        self.waiting.clear()


def insert(model: type[Model], rows: Sequence[Model]) -> None:
    """What `bulk_create` does, in half the time, and a row may say itself when it was written."""
    now = timezone.now()
    connection = connections["default"]  # itself: the proxy of this name costs a look-up a value
    fields = [(field, field.attname, getattr(field, "auto_now_add", False)) for field in model._meta.concrete_fields]
    quote = connection.ops.quote_name
    columns, places = ", ".join(quote(str(field.column)) for field, _, _ in fields), ", ".join(["%s"] * len(fields))

    def prepared(row: Model) -> list[Any]:
        values = ((field, getattr(row, name), is_moment) for field, name, is_moment in fields)
        return [
            field.get_db_prep_save(now if is_moment and value is None else value, connection)
            for field, value, is_moment in values
        ]

    with connection.cursor() as cursor:
        statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"
        cursor.executemany(statement, [prepared(row) for row in rows])
