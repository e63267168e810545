from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "throughgate.casework"
    label = "casework"

    def ready(self) -> None:
        from django.core.checks import register as register_check
        from django.db.models.signals import post_migrate, pre_migrate

        from throughgate.casework.checks import check_crisis_file
        from throughgate.casework.crisis_kinds import register_all
        from throughgate.casework.kinds import register_all as register_contacts
        from throughgate.casework.merge_rules import register_merge_rules
        from throughgate.casework.plan_kinds import register_all as register_plan
        from throughgate.casework.selectors.bookings import BOOKINGS
        from throughgate.casework.selectors.words_to_do import typed_to_do
        from throughgate.casework.triggers import install_after_migrate, remove_before_migrate
        from throughgate.casework.undone import register_undone
        from throughgate.people.selectors.there import register_plans
        from throughgate.people.selectors.words_to_do import register_words

        register_undone()
        register_words(typed_to_do)
        register_plans(BOOKINGS)
        register_contacts()
        register_all()
        register_plan()
        register_check(check_crisis_file)
        register_merge_rules()
        pre_migrate.connect(remove_before_migrate, sender=self, dispatch_uid="casework.unguard_plans")
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="casework.guard_plans")
