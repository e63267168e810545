from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    name = "throughgate.release"
    label = "release"

    def ready(self) -> None:
        from throughgate.release.registering import register_all

        register_all()
