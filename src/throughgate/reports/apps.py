from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ReportsConfig(AppConfig):
    name = "throughgate.reports"
    label = "reports"

    def ready(self) -> None:
        from django.core.checks import register as register_check

        from throughgate.people.changes import Happening, happened
        from throughgate.people.models import Person
        from throughgate.reports.checks import check_risk
        from throughgate.reports.following import follow_dates
        from throughgate.reports.kinds import register_kinds
        from throughgate.reports.triggers import FROZEN_GUARDS

        register_kinds()
        register_check(check_risk)

        def follow(sender: type[Person], happening: Happening, **kwargs: Any) -> None:
            follow_dates(happening)

        happened.connect(follow, dispatch_uid="reports.follow_dates", weak=False)
        pre_migrate.connect(FROZEN_GUARDS.remove_before_migrate, sender=self, dispatch_uid="reports.unguard")
        post_migrate.connect(FROZEN_GUARDS.install_after_migrate, sender=self, dispatch_uid="reports.guard")
