from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "throughgate.measures"
    label = "measures"

    def ready(self) -> None:
        from django.core.checks import register as register_check

        from throughgate.measures.checks import check_instruments
        from throughgate.measures.kinds import register_doors
        from throughgate.measures.merge_rules import register_merge_rules
        from throughgate.measures.views.glance import register_glance

        register_doors()
        register_glance()
        register_merge_rules()
        register_check(check_instruments)
