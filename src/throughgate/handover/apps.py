from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "throughgate.handover"
    label = "handover"
