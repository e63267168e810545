from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "throughgate.sites"
    label = "sites"
