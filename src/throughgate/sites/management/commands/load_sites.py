from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from throughgate.sites.rules import RegisterError
from throughgate.sites.services import SHIPPED, RegisterLoaded, UnknownSiteError, load_sites, serve_sites


class Command(BaseCommand):
    help = "Load the register of prisons as sites. Running it again changes nothing that has not changed in the file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=SHIPPED, help="another file of the register")
        parser.add_argument("--serve", nargs="*", default=[], metavar="CODE", help="codes of sites where you work")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                loaded = load_sites(path=options["path"])
                serve_sites(codes=options["serve"])
        except (RegisterError, UnknownSiteError) as refusal:
            raise CommandError(f"Nothing was changed.\n{refusal}") from refusal
        self.report(loaded)

    def report(self, loaded: RegisterLoaded) -> None:
        self.stdout.write(f"{loaded.total} prisons in the register.")
        for word, codes in (("added", loaded.added), ("changed", loaded.changed), ("closed", loaded.closed)):
            self.stdout.write(f"{len(codes)} {word}{_few(codes)}")
        if loaded.left:
            self.stdout.write(f"{len(loaded.left)} not in this file and left as they are{_few(loaded.left)}")


def _few(codes: tuple[str, ...]) -> str:
    return f": {', '.join(codes)}" if 0 < len(codes) <= 12 else ""
