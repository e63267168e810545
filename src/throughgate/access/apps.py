from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "throughgate.access"
    label = "access"

    def ready(self) -> None:
        from throughgate.access.policy import Ability, has, require
        from throughgate.common.abilities import abilities

        abilities.answer = lambda user, ability: has(user, Ability(ability))
        abilities.demand = lambda user, ability: require(user, Ability(ability))
