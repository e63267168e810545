from typing import Any

from django.core.management.base import BaseCommand

from throughgate.release.services.opening import open_for_everybody


class Command(BaseCommand):
    help = (
        "Open the basics before release, and the release day, for everybody inside whose release is near enough and who"
        " has none yet: after an upgrade, and every night for those whose day has come nearer."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        basics, days = open_for_everybody()
        self.stdout.write(f"Basics opened for {basics}, release days for {days}.")
