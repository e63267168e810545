from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecoveryConfig(AppConfig):
    name = "throughgate.recovery"
    label = "recovery"

    def ready(self) -> None:
        from throughgate.recovery.kinds import register_recovery
        from throughgate.recovery.triggers import TREATMENT_GUARDS

        register_recovery()
        pre_migrate.connect(TREATMENT_GUARDS.remove_before_migrate, sender=self, dispatch_uid="recovery.unguard")
        post_migrate.connect(TREATMENT_GUARDS.install_after_migrate, sender=self, dispatch_uid="recovery.guard")
