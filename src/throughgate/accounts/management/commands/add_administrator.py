import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from throughgate.accounts.models import Role, User
from throughgate.accounts.services import add_account


class Command(BaseCommand):
    help = (
        "Make the first account of an installation: an administrator, who then adds everybody else in the application."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        try:
            validate_email(email)
            if User.objects.filter(email__iexact=email).exists():
                raise CommandError("There is an account with this address already. Nothing was changed.")
            password = getpass.getpass("Password, at least 12 characters: ")
            if password != getpass.getpass("Password again: "):
                raise CommandError("The two passwords differ. Nothing was changed.")
            validate_password(password, User(email=email, name=name))
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was changed.") from error
        with transaction.atomic():
            account = add_account(by=None, name=name, email=email, role=Role.ADMINISTRATOR)
            account.set_password(password)
            account.save(update_fields=["password"])
        self.stdout.write("The administrator can sign in now, and adds everybody else under “Staff accounts”.")
