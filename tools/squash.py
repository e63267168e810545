"""Writes, for each room, one migration that makes at once what its migrations made one after the other.

An empty database takes these. One on which all replaced ones stand takes them as applied; one half way goes on by the
old ones, so they stay. Run it again after a new migration; what it wrote before is replaced.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import django
from django.db.migrations import CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import SwappableTuple
from django.db.migrations.operations.base import Operation
from django.db.migrations.optimizer import MigrationOptimizer
from django.db.migrations.state import ModelState
from django.db.migrations.writer import MigrationWriter

from throughgate.common.tables import CreateTogether

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ROOT / "src" / "throughgate"
# The first that is replaced. The ledger stands between the first and the second of programmes: no one migration
# can take the place of both.
FIRST = {
    **{"people": "0001", "programmes": "0002", "story": "0001", "casework": "0001"},
    **{"release": "0001", "handover": "0001", "notices": "0001", "outcomes": "0001"},
    **{"accounts": "0001", "work": "0001", "groups": "0001", "recovery": "0001", "learning": "0001"},
}


def squash() -> list[Path]:
    _take_out_what_was_written()
    loader = MigrationLoader(None)
    return [_write(loader, app, first) for app, first in FIRST.items()]


def _take_out_what_was_written() -> None:
    """Whatever was made on top of one of them rests on the last it replaced from now on."""
    for file in sorted(ROOMS.glob("*/migrations/*_squashed_*.py")):
        room, last = file.parent.parent.name, file.stem.split("_squashed_")[1]
        file.unlink()
        named = re.compile(rf"""(["']){room}\1, (["']){file.stem}\2""")
        for other in ROOMS.glob("*/migrations/*.py"):
            text = other.read_text()
            if named.search(text):
                other.write_text(named.sub(f'"{room}", "{last}"', text))


def _write(loader: MigrationLoader, app: str, first: str) -> Path:
    replaced = [key for key in sorted(loader.disk_migrations) if key[0] == app and key[1] >= first]
    made = type("Migration", (Migration,), {"initial": True if first == "0001" else None})(
        f"{first}_squashed_{replaced[-1][1]}", app
    )
    made.replaces = replaced
    # By the names of the replaced ones: where a database is half way, what is applied must rest on what is applied.
    made.dependencies = sorted(_dependencies(loader, app, replaced), key=str)
    if first == "0001":
        state = loader.project_state(replaced[-1])
        made.operations = [created_together([model for (label, _), model in state.models.items() if label == app])]
    else:
        made.operations = MigrationOptimizer().optimize(_schema(loader, replaced), app)
    path = ROOMS / app / "migrations" / f"{made.name}.py"
    path.write_text(MigrationWriter(made, include_header=False).as_string())
    return path


def _dependencies(loader: MigrationLoader, app: str, replaced: list[tuple[str, str]]) -> set[Any]:
    """The latest of each other room, and of this one what stands before."""
    found = {key for one in replaced for key in loader.disk_migrations[one].dependencies if key not in replaced}
    last = {key for key in found if not any(key[0] == other[0] and key[1] < other[1] for other in found)}
    return {("__setting__", "AUTH_USER_MODEL") if isinstance(key, SwappableTuple) else key for key in last}


def _schema(loader: MigrationLoader, replaced: list[tuple[str, str]]) -> list[Operation]:
    return [step for key in replaced for step in loader.disk_migrations[key].operations if step.reduces_to_sql]


def created_together(models: list[ModelState]) -> CreateTogether:
    """Every table with its fields, indexes and constraints at once, after the tables it points to."""
    waiting, steps = {model.name_lower: model for model in models}, list[CreateModel]()
    while waiting:
        free = [model for name, model in waiting.items() if not _points_to(model) & (waiting.keys() - {name})]
        if not free:
            sys.exit(
                f"{', '.join(waiting)} point round in a circle: one of the links has to be added behind the tables."
            )
        model = free[0]
        options = {name: value for name, value in model.options.items() if value not in ([], ())}
        steps.append(CreateModel(model.name, list(model.fields.items()), options, model.bases, model.managers))
        del waiting[model.name_lower]
    return CreateTogether(steps)


def _points_to(model: ModelState) -> set[str]:
    """Models of the same room, by their names."""
    relations = [field.remote_field.model for field in model.fields.values() if field.remote_field]
    names = (str(relation).lower().split(".") for relation in relations)
    return {name for app, name in names if app == model.app_label}


if __name__ == "__main__":
    os.environ["THROUGHGATE_MODE"] = "test"
    os.environ["DJANGO_SETTINGS_MODULE"] = "throughgate.config.settings"
    django.setup()
    written = squash()
    for words in (["format", "-q"], ["check", "-q", "--fix"]):
        subprocess.run([Path(sys.executable).parent / "ruff", *words, *written], cwd=ROOT, check=True)
    print("\n".join(path.name for path in written))
