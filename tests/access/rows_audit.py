"""The audit trail. The administrator reads it by reference and opens nobody's record."""

from tests.access.matrix import Row, only

READERS = only("manager", "administrator")

ROWS = [
    Row("audit:trail", "get", READERS),
    Row(
        "audit:person",
        "get",
        only("manager") | {"administrator": 404},
        args=lambda world: {"ref": world.person.ref},
    ),
]
