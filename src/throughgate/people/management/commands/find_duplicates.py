from typing import Any

from django.core.management.base import BaseCommand

from throughgate.people.services.duplicates import look_through_everybody


class Command(BaseCommand):
    help = "Look through everybody for records that may be one person's. For a nightly job; nothing is put together."

    def handle(self, *args: Any, **options: Any) -> None:
        search = look_through_everybody()
        self.stdout.write(f"{search.people} people compared, {search.found} pairs suggested.")
