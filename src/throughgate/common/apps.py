from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


def make_cache_table(sender: Any, using: str, **kwargs: Any) -> None:
    """The shared cache lives in the database: failed sign-ins have to be counted over all processes."""
    call_command("createcachetable", database=using, verbosity=0)


class CommonConfig(AppConfig):
    name = "throughgate.common"
    label = "common"

    def ready(self) -> None:
        # This room has no models, and only applications with models are told of a migration.
        sessions = apps.get_app_config("sessions")
        post_migrate.connect(make_cache_table, sender=sessions, dispatch_uid="common.make_cache_table")
