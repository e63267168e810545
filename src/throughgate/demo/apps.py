from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "throughgate.demo"
    label = "demo"
