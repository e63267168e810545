import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.urls import reverse

from throughgate.release.services.alarm import raise_alarms


class Command(BaseCommand):
    help = (
        "Look at everything that is on the road today, and tell those whose turn it is where no word has come. To be"
        " run every five minutes; run twice or late, nobody is written to twice."
    )
    requires_system_checks: tuple[str, ...] = ()  # a slip in a file of ours must not keep anybody from being told

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="MINUTES", help="stay, and look again after so many minutes")

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        self._look(options["verbosity"])
        while every:
            time.sleep(every * 60)
            close_old_connections()
            try:
                self._look(0)
            except DatabaseError as error:  # the database is away for a moment: the next look makes up for this one
                self.stderr.write(f"Could not look: {type(error).__name__}")

    def _look(self, verbosity: int) -> None:
        link = f"{settings.SITE_URL}{reverse('desk:today')}" if settings.SITE_URL else ""
        done = raise_alarms(link=link)
        if verbosity:
            self.stdout.write(f"{done.raised} raised, {done.written_to} written to, {done.ended} ended.")
