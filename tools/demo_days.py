"""Makes the demonstration as it would be made on other days and from other lots, and says where it cannot.

What is invented hangs on weekdays, holidays and chance, and it is loaded whole or not at all: one booking that a
restriction refuses on one Thursday would leave somebody who tries Throughgate that day with nothing.

`python tools/demo_days.py` takes some minutes; `python tools/demo_days.py 33:0 100:7` takes days ahead and seeds
(0: all of what everybody gets).
"""

import os
import sys
import traceback
from datetime import timedelta
from time import perf_counter
from unittest.mock import patch

# A week of what everybody gets, then days all over the year from other lots, and smaller.
PEOPLE = 60
USUAL = (*(f"{days}:0" for days in range(7)), "32:11", "39:12", "100:13", "130:14", "200:15", "270:16")


def main(asked: list[str]) -> int:
    os.environ |= {"THROUGHGATE_MODE": "test", "DJANGO_SETTINGS_MODULE": "throughgate.config.settings"}
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0)
    failed = [words for words in asked or USUAL if not is_made(*(int(part) for part in words.split(":")))]
    print(f"{len(failed)} of {len(asked or USUAL)} could not be made{': ' if failed else '.'}{', '.join(failed)}")
    return int(bool(failed))


def is_made(days: int, seed: int) -> bool:
    from django.db import transaction
    from django.utils import timezone

    from throughgate.demo.charity import load_charity

    began, now = perf_counter(), timezone.now
    try:
        with patch.object(timezone, "now", lambda: now() + timedelta(days=days)), transaction.atomic():
            load_charity(people=PEOPLE, seed=seed) if seed else load_charity()
            transaction.set_rollback(True)
    except Exception:  # whatever it is, the other days are tried too
        traceback.print_exc()
        return False
    print(f"{days} days ahead, seed {seed}: made in {perf_counter() - began:.0f} s", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
