from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "throughgate.groups"
    label = "groups"

    def ready(self) -> None:
        from throughgate.groups.kinds import register_doors
        from throughgate.groups.merge_rules import register_merge_rules
        from throughgate.groups.selectors.there import GROUPS
        from throughgate.people.selectors.there import register_plans

        register_doors()
        register_merge_rules()
        register_plans(GROUPS)
