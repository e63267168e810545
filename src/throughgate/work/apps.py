from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "throughgate.work"
    label = "work"

    def ready(self) -> None:
        from throughgate.work.kinds import register_work
        from throughgate.work.merge_rules import register_merge_rules

        register_work()
        register_merge_rules()
