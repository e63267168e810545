from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from throughgate.accounts.models import User
from throughgate.accounts.services import end_sessions
from throughgate.audit.services import record_event


class Command(BaseCommand):
    help = "Close every account of the demonstration, so that the installation can be used for real."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        found = list(User.objects.filter(email__endswith="@demo.throughgate.example", is_active=True))
        for account in found:
            account.is_active = False
            account.save(update_fields=["is_active"])
            end_sessions(account)
            record_event(by=None, action="account.closed", subject=f"account {account.ref}", demonstration=True)
        self.stdout.write(f"{len(found)} accounts of the demonstration were closed.")
