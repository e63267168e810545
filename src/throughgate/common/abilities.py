"""How rooms below the policy ask it: `access` hands its answers down here, since it may not be imported from
underneath.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass
class AbilityGate:
    """Filled in by the room `access`. Abilities are named by their value in `access.policy.Ability`."""

    answer: Callable[[Any, str], bool] | None = None
    demand: Callable[[Any, str], None] | None = None

    def has(self, user: Any, ability: str) -> bool:
        if self.answer is None:
            raise RuntimeError("Nobody decides about abilities: throughgate.access must be installed.")
        return self.answer(user, ability)

    def require(self, user: Any, ability: str) -> None:
        """Raises PermissionDenied where the user does not have it."""
        if self.demand is None:
            raise RuntimeError("Nobody decides about abilities: throughgate.access must be installed.")
        self.demand(user, ability)


abilities = AbilityGate()
