from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save, pre_migrate


class RecoveryConfig(AppConfig):
    name = "throughgate.recovery"
    label = "recovery"

    def ready(self) -> None:
        from throughgate.record.models import Entry
        from throughgate.recovery.kinds import IN_CELL, LAPSE, SESSION, register_recovery
        from throughgate.recovery.services.lapses import heed_entry
        from throughgate.recovery.services.recovering import reopen_voided
        from throughgate.recovery.triggers import TREATMENT_GUARDS

        register_recovery()

        def heed(sender: type[Entry], instance: Entry, created: bool, **kwargs: Any) -> None:
            if created and instance.voids and instance.kind == IN_CELL:
                reopen_voided(instance)
            if created and instance.kind in (SESSION, LAPSE):
                heed_entry(instance)

        post_save.connect(heed, sender=Entry, dispatch_uid="recovery.heed_entry", weak=False)
        pre_migrate.connect(TREATMENT_GUARDS.remove_before_migrate, sender=self, dispatch_uid="recovery.unguard")
        post_migrate.connect(TREATMENT_GUARDS.install_after_migrate, sender=self, dispatch_uid="recovery.guard")
