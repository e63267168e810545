from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordConfig(AppConfig):
    name = "throughgate.record"
    label = "record"

    def ready(self) -> None:
        from throughgate.people.changes import (
            Happening,
            Withdrawal,
            happened,
            many_happened,
            taken_back,
            written_since,
        )
        from throughgate.people.merge_followers import written_twice
        from throughgate.people.models import Person
        from throughgate.record.custody_kinds import CUSTODY_KINDS
        from throughgate.record.kinds import register
        from throughgate.record.merge_rules import register_merge_rules
        from throughgate.record.selectors import written_after, written_in_both
        from throughgate.record.services import void_written_of, write_entries, write_entry
        from throughgate.record.triggers import install_after_migrate, step_aside_before_migrate

        register(*CUSTODY_KINDS)
        register_merge_rules()
        written_since.read, written_twice.read = written_after, written_in_both

        def write_down(sender: type[Person], happening: Happening, **kwargs: Any) -> None:
            write_entry(
                by=happening.by,
                person=happening.person,
                kind=happening.kind,
                on=happening.on,
                summary=happening.summary,
                row_id=happening.row_id,
                subject=happening.subject,
                sensitivity=happening.sensitivity,
            )

        def write_all_down(sender: type[Person], happenings: list[Happening], **kwargs: Any) -> None:
            write_entries(happenings)

        def take_back(sender: type[Person], withdrawal: Withdrawal, **kwargs: Any) -> None:
            void_written_of(
                by=withdrawal.by,
                person=withdrawal.person,
                kind=withdrawal.kind,
                row_id=withdrawal.row_id,
                reason=withdrawal.because,
            )

        taken_back.connect(take_back, dispatch_uid="record.take_back", weak=False)
        many_happened.connect(write_all_down, dispatch_uid="record.write_all_down", weak=False)
        happened.connect(write_down, dispatch_uid="record.write_down", weak=False)
        pre_migrate.connect(step_aside_before_migrate, sender=self, dispatch_uid="record.step_aside")
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="record.guard_ledger")
