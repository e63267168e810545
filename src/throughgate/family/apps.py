from django.apps import AppConfig


class FamilyConfig(AppConfig):
    name = "throughgate.family"
    label = "family"

    def ready(self) -> None:
        from throughgate.casework.booking_guards import register_booking_guard
        from throughgate.family.kinds import register_family
        from throughgate.family.services.checks import ask_checks

        register_family()
        register_booking_guard(ask_checks)
