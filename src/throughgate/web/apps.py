from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "throughgate.web"
    label = "web"
