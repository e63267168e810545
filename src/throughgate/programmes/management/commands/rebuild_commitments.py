from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from throughgate.programmes.services import rebuild_commitments


class Command(BaseCommand):
    help = "Works out anew what is due for everybody, from models, dates and the record. Safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        started = monotonic()
        shown = -1

        def progress(done: int, total: int) -> None:
            nonlocal shown
            share = 100 * done // max(total, 1)
            if share // 10 > shown:
                shown = share // 10
                self.stdout.write(f"{done:,} of {total:,} people ({share} %)")

        done = rebuild_commitments(progress=progress)
        self.stdout.write(self.style.SUCCESS(f"People settled: {done:,}, in {monotonic() - started:.1f} seconds."))
