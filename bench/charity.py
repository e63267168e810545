"""Fills empty tables with a charity: `python -m bench.charity PEOPLE`. Without PEOPLE it makes the tables."""

import gc
import sys
from io import StringIO
from time import perf_counter

from bench import database


def main(people: int) -> None:
    from django.core.management import call_command
    from django.db import transaction

    from bench.filling import fill
    from bench.staffing import hire, publish_models

    gc.set_threshold(500_000)  # next to nothing here is garbage, and looking for it costs a third of the time
    began = perf_counter()
    with transaction.atomic():
        fill(hire(people), publish_models(), people)
    database.reset_sequences()
    print(f"filled after {perf_counter() - began:.0f} s", file=sys.stderr)
    # What the application derives by itself: what is due, and the words that people are found by.
    call_command("rebuild_commitments", stdout=StringIO())
    call_command("rebuild_search_words", stdout=StringIO())
    database.settle_down()
    print(f"ready after {perf_counter() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    database.set_up_django()
    if sys.argv[1:]:
        main(int(sys.argv[1]))
    else:
        database.make_tables()
        database.settle_down()
