"""Python compiles each module once, also where the shell says that it shall write no bytecode beside the source."""

import os
from pathlib import Path

KEPT = Path(__file__).resolve().parent.parent / "build" / "bytecode"


def kept_bytecode() -> dict[str, str]:
    """For the environment of a command that starts many processes: each would compile some thousand modules anew."""
    if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        return {}
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(KEPT)}
