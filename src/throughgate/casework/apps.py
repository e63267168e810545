from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "throughgate.casework"
    label = "casework"

    def ready(self) -> None:
        from throughgate.casework.kinds import KINDS
        from throughgate.record.kinds import register

        register(*KINDS)
