from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "throughgate.notices"
    label = "notices"

    def ready(self) -> None:
        from throughgate.notices.registering import register_all

        register_all()
