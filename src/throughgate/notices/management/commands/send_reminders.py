import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from throughgate.notices.services.feed import forget_fetches
from throughgate.notices.services.letters import forget_letters, send_letters
from throughgate.notices.services.texts import ask_arrivals, send_texts


class Command(BaseCommand):
    help = (
        "Send the letters and texts that are due now, and ask which texts arrived. To be run every ten minutes; run"
        " twice or late, nobody gets one twice."
    )
    requires_system_checks: tuple[str, ...] = ()  # a slip in a file of ours must not keep anybody from being told

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="MINUTES", help="stay, and look again after so many minutes")

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        broken = self._look(options["verbosity"])
        while every:
            time.sleep(every * 60)
            close_old_connections()
            self._look(0)
        if broken:
            raise CommandError(f"Could not {', '.join(broken)}. The next run tries again.")

    def _look(self, verbosity: int) -> list[str]:
        """Each part by itself: a mail server that is down stops no text."""
        now, broken = timezone.now(), []
        said = []
        for what, part in PARTS.items():
            try:
                said.append(f"{what}: {part(now)}")
            except Exception as error:
                logging.getLogger(__name__).error("Could not %s: %s", what, type(error).__name__)
                broken.append(what)
        if verbosity:
            self.stdout.write("; ".join(said))
        return broken


def _letters(now: datetime) -> str:
    done = send_letters(now)
    return f"{done.sent} sent, {done.failed} failed"


def _texts(now: datetime) -> str:
    done = send_texts(now)
    return f"{done.sent} sent, {done.failed} failed"


def _tidy(now: datetime) -> str:
    return f"{forget_fetches(now) + forget_letters(now)} old rows gone"


PARTS: dict[str, Callable[[datetime], str]] = {
    "send letters": _letters,
    "send texts": _texts,
    "ask what arrived": lambda now: str(ask_arrivals(now)),
    "tidy up": _tidy,
}
