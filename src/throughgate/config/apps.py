from django.apps import AppConfig
from django.core.checks import register


class ConfigConfig(AppConfig):
    name = "throughgate.config"
    label = "config"

    def ready(self) -> None:
        from throughgate.config.deployment import CHECK_TAGS, check_deployment

        register(check_deployment, *CHECK_TAGS, deploy=True)
