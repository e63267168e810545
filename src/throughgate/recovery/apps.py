from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save, pre_migrate


class RecoveryConfig(AppConfig):
    name = "throughgate.recovery"
    label = "recovery"

    def ready(self) -> None:
        from throughgate.casework.models import Crisis
        from throughgate.casework.plan_kinds import PLAN
        from throughgate.record.models import Entry
        from throughgate.recovery.kinds import IN_CELL, LAPSE, SESSION, TREATMENT, register_recovery
        from throughgate.recovery.services.lapses import heed_crisis, heed_entry
        from throughgate.recovery.services.recovering import reopen_voided
        from throughgate.recovery.triggers import TREATMENT_GUARDS

        register_recovery()

        def heed(sender: type[Entry], instance: Entry, created: bool, **kwargs: Any) -> None:
            if created and instance.voids and instance.kind == IN_CELL:
                reopen_voided(instance)
            is_plan = instance.kind == PLAN and instance.subject == TREATMENT
            if created and (is_plan or instance.kind in (SESSION, LAPSE)):
                heed_entry(instance)

        def heed_step_up(sender: type[Crisis], instance: Crisis, **kwargs: Any) -> None:
            heed_crisis(instance)

        post_save.connect(heed, sender=Entry, dispatch_uid="recovery.heed_entry", weak=False)
        post_save.connect(heed_step_up, sender=Crisis, dispatch_uid="recovery.heed_step_up", weak=False)
        pre_migrate.connect(TREATMENT_GUARDS.remove_before_migrate, sender=self, dispatch_uid="recovery.unguard")
        post_migrate.connect(TREATMENT_GUARDS.install_after_migrate, sender=self, dispatch_uid="recovery.guard")
