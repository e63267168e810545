"""Times the computing of all commitments anew: `python -m bench.rebuilding` prints seconds and counts as JSON."""

import json
import sys
from io import StringIO
from time import perf_counter

from bench import database

if __name__ == "__main__":
    database.set_up_django()
    from django.core.management import call_command

    from throughgate.programmes.models import Commitment
    from throughgate.record.models import Entry

    Commitment.objects.all().delete()
    seconds = []
    for _ in range(2):  # from nothing, and with nothing left to write
        began = perf_counter()
        call_command("rebuild_commitments", stdout=StringIO())
        seconds.append(perf_counter() - began)
    json.dump(
        {"seconds": seconds, "commitments": Commitment.objects.count(), "entries": Entry.objects.count()}, sys.stdout
    )
