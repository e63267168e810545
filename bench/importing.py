"""How long a list of people takes: every row checked, and everybody added in one transaction with all that single adds
write: record, history, numbers, dates, search words, ledger and audit trail.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from bench import stores
from bench.figures import Aim, Figure

SECTION = "import"
RUN = "run_import"
FULL, SMALL = (10_000, 10_000), (50, 100)


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    rows, known = SMALL if small else FULL
    store = stores.store_in(folder)
    store.copy(stores.tables(store, folder), RUN)
    environment = stores.environment(store, RUN, folder)
    said = json.loads(stores.run_child("bench.importing_run", str(rows), str(known), environment=environment))
    store.drop(RUN)
    if said["people"] != rows:
        raise RuntimeError(f"{said['people']} people were added from {rows} rows.")
    note = f"among {known:,} people on record; {said['warned']:.0f} rows need a look"
    yield Figure(SECTION, f"check {rows:,} rows", said["check"], "s", aim=Aim(30), note=note)
    note = "checked once more, then one transaction, then a search for duplicates"
    yield Figure(SECTION, f"add {rows:,} people", said["add"], "s", aim=Aim(60), note=note)
    yield Figure(SECTION, f"take {rows:,} people back", said["undo"], "s", note=f"peak {said['megabytes']:.0f} MB")
