from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "throughgate.outcomes"
    label = "outcomes"
