from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "throughgate.desk"
    label = "desk"
