"""Brings a list in, on a database with other people in it: `python -m bench.importing_run ROWS KNOWN` prints JSON."""

import csv
import io
import json
import resource
import sys
from time import perf_counter
from typing import Any

from bench import database
from bench.duplicates_people import make_records
from bench.duplicates_rules import fill

SEED = 20_262


def list_of(rows: int, known: int) -> bytes:
    """A list as a charity would keep it: people who are not on record yet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["First name", "Surname", "DOB", "Gender", "Prison", "NOMS", "CRN", "PNC", "Start date", "CRD", "LED"]
    )
    for at, one in enumerate(make_records(rows, 0, SEED)):
        born = f"{one.born_on:%d/%m/%Y}" if one.born_on else ""
        crn = f"W{at:06}" if "crn" in one.numbers else ""
        noms = f"{chr(65 + at // 10_000)}{at % 10_000:04}QQ"
        writer.writerow(
            [one.given, one.family, born, one.gender, "Bench", noms, crn, "", "05/01/2026", "19/06/2027", "19/06/2028"]
        )
    return text.getvalue().encode()


def bring_in(manager: Any, content: bytes) -> dict[str, float]:
    from django.core.files.base import ContentFile

    from throughgate.people.models import Person
    from throughgate.people.services.import_undo import undo_import
    from throughgate.people.services.importing import add_import, start_adding, start_check

    before = Person.objects.count()
    started = add_import(by=manager, upload=ContentFile(content, name="list.csv"))
    columns = {int(place): code for place, code in started.columns.items()}
    began = perf_counter()
    started = start_check(by=manager, started=started, columns=columns, default_site=None)
    checked = perf_counter() - began
    if started.rows_wrong:
        raise RuntimeError(f"{started.rows_wrong} rows are wrong: {started.problems[:3]}")
    warned = started.rows_warned
    began = perf_counter()
    started = start_adding(by=manager, started=started, warnings_accepted=True)
    added = perf_counter() - began
    count = Person.objects.count() - before
    began = perf_counter()
    undo_import(by=manager, started=started)
    return {"check": checked, "add": added, "people": count, "warned": warned, "undo": perf_counter() - began}


def main(rows: int, known: int) -> None:
    from django.conf import settings

    # As the worker does it, but here and now.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    manager = fill(make_records(known, 0, SEED + 1))
    said = bring_in(manager, list_of(rows, known))
    json.dump(said | {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}, sys.stdout)


if __name__ == "__main__":
    database.set_up_django()
    main(int(sys.argv[1]), int(sys.argv[2]))
