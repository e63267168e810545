"""One table of (URL, role, expected answer) drives the walk. Each room keeps its rows in `rows_<room>.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.access.world import World

ROLES = ("manager", "caseworker", "counsellor", "volunteer", "evaluator", "administrator", "elsewhere")


def everyone(status: int) -> dict[str, int]:
    return dict.fromkeys(ROLES, status)


def only(*roles: str, status: int = 200, others: int = 403) -> dict[str, int]:
    return {role: status if role in roles else others for role in ROLES}


@dataclass(frozen=True)
class Row:
    """What each role gets from one URL. `elsewhere` is a caseworker at another site; a visitor who is not
    signed in must be sent to sign in unless the page is `public`."""

    name: str
    method: str
    expect: Mapping[str, int]
    args: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    public: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.name}"
