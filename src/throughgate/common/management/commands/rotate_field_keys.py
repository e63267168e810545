from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from throughgate.common.encryption import EncryptionError, renewals


class Command(BaseCommand):
    help = (
        "Encrypt every encrypted value again with the first key of THROUGHGATE_FIELD_KEYS, "
        "so that older keys can be removed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                counts = {name: renew() for name, renew in renewals.items()}
        except EncryptionError as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        for name, (seen, renewed) in counts.items():
            self.stdout.write(f"{name}: {renewed} of {seen} renewed")
        self.stdout.write(
            "Every encrypted value now uses the first key. Older keys can be removed from THROUGHGATE_FIELD_KEYS."
        )
