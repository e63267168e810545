from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    name = "throughgate.recovery"
    label = "recovery"

    def ready(self) -> None:
        from throughgate.recovery.kinds import register_recovery

        register_recovery()
