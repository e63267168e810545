from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordConfig(AppConfig):
    name = "throughgate.record"
    label = "record"

    def ready(self) -> None:
        from throughgate.people.changes import Happening, happened
        from throughgate.people.models import Person
        from throughgate.record.custody_kinds import CUSTODY_KINDS
        from throughgate.record.kinds import register
        from throughgate.record.services import write_entry
        from throughgate.record.triggers import install_after_migrate

        register(*CUSTODY_KINDS)

        def write_down(sender: type[Person], happening: Happening, **kwargs: Any) -> None:
            write_entry(
                by=happening.by,
                person=happening.person,
                kind=happening.kind,
                on=happening.on,
                summary=happening.summary,
                row_id=happening.row_id,
            )

        happened.connect(write_down, dispatch_uid="record.write_down", weak=False)
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="record.guard_ledger")
