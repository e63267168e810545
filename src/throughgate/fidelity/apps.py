from django.apps import AppConfig


class FidelityConfig(AppConfig):
    name = "throughgate.fidelity"
    label = "fidelity"
