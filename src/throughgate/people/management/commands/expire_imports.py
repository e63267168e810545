from typing import Any

from django.core.management.base import BaseCommand

from throughgate.people.services.importing import expire_imports


class Command(BaseCommand):
    help = "Delete files of lists that were uploaded more than seven days ago and never added. For a nightly job."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{expire_imports()} files deleted.")
