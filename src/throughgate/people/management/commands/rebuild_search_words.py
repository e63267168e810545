from typing import Any

from django.core.management.base import BaseCommand

from throughgate.people.services import rebuild_search_words


class Command(BaseCommand):
    help = "Write anew the words that people are found by, for example after a bulk load or a restored backup."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = rebuild_search_words()
        self.stdout.write(f"Search words rebuilt: {changed} changed.")
