from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "throughgate.practice"
    label = "practice"

    def ready(self) -> None:
        from django.core.checks import register as register_check

        from throughgate.practice.checks import check_files

        register_check(check_files)
