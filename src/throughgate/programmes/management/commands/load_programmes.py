from typing import Any

from django.core.management.base import BaseCommand

from throughgate.programmes.services import load_shipped_models


class Command(BaseCommand):
    help = "Loads the programme models that come with Throughgate; a version that is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_shipped_models()
        self.stdout.write(f"{len(loaded)} programme models stand ready.")
