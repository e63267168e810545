from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "throughgate.groups"
    label = "groups"

    def ready(self) -> None:
        from django.core.checks import Tags
        from django.core.checks import register as register_check

        from throughgate.groups.checks import check_followed, check_plans
        from throughgate.groups.kinds import register_doors
        from throughgate.groups.merge_rules import register_merge_rules
        from throughgate.groups.selectors.there import GROUPS
        from throughgate.people.selectors.there import register_plans

        register_doors()
        register_check(check_plans)
        register_check(check_followed, Tags.database)
        register_merge_rules()
        register_plans(GROUPS)
