"""Words planted behind each wall: whatever of a person is clinical, sensitive or of the family holds one that stands
nowhere else.
"""

import io
import subprocess
import zipfile
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction

from tests.access.rows_of_everything import rows_of_everything
from tests.access.test_walk import make_world
from tests.access.world import World
from throughgate.access.personal_data import load_register
from throughgate.access.policy import Action, PersonRow, Sensitivity, Wall, can
from throughgate.learning.models import OpenAnswer
from throughgate.programmes.models import Enrolment
from throughgate.programmes.services import refresh_commitments
from throughgate.record.models import Entry

ROLES = ["manager", "caseworker", "neighbour", "counsellor", "volunteer", "elsewhere", "evaluator", "administrator"]
# One word for each: letters alone, so that no token, reference or hash can hold it.
WORDS = {
    Sensitivity.CLINICAL: "Quillwortclinic",
    Sensitivity.SENSITIVE: "Quillwortclosed",
    Wall.FAMILY: "Quillwortfamily",
}
SAID = {"narrative", "health", "offence", "family"}


def make_place() -> World:
    """One person with something of everything, before anything is planted."""
    made = make_world()
    made.users["neighbour"] = made.users["manager"].team.get(name__startswith="Bob")
    return made


def plant_all(world: World) -> None:
    for level in (Sensitivity.CLINICAL, Sensitivity.SENSITIVE):
        rows_of_everything(world.person, world.users["counsellor"], level)
    Enrolment.objects.filter(person=world.person).update(model=world.model)
    refresh_commitments(world.person)
    planted = {level: plant(world, level, word) for level, word in WORDS.items()}
    assert all(len(where) >= 3 for where in planted.values()), planted


def plant(world: World, level: Any, word: str) -> list[str]:
    """The word in everything that people said and that stands at this level; where it now stands. The ledger refuses to
    be rewritten, so what it holds is written anew.
    """
    where = []
    if level in Sensitivity:
        known = {"kind": "one-to-one", "on": "2026-03-02", "by": world.users["counsellor"], "sensitivity": level}
        Entry.objects.create(person=world.person, summary=word, **known)
        where.append("record.Entry.summary")
    for model in apps.get_models():
        hangs = getattr(model, "access", None)
        if not isinstance(hangs, PersonRow) or model in (Entry, OpenAnswer) or model.__name__.startswith("Historical"):
            continue
        if hangs.own is not None:
            continue  # given to somebody by name, who reads it whatever wall it stands behind
        rows = model._default_manager.all()
        if hangs.sensitivity:
            rows = rows.filter(**{hangs.sensitivity: level.value})
        elif hangs.level is not level:
            continue
        where += [f"{model._meta.label}.{field}" for field in said_in(model) if write(rows, field, word)]
    return where


def said_in(model: type[models.Model]) -> list[str]:
    kept = load_register().get(model._meta.label, {})
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and kept.get(field.name) in SAID
        and (field.max_length or 1000) >= 60
    ]


def write(rows: Any, field: str, word: str) -> bool:
    """Whether it could be: some rows the database keeps as they are, and some may hold nothing here."""
    pks = list(rows.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            return bool(models.QuerySet(rows.model).filter(pk__in=pks).update(**{field: word}))
    except DatabaseError:
        return False


def text_of(answered: Any) -> str:
    """What a page says, a PDF, a sheet, or every file of an archive."""
    content = b"".join(answered.streaming_content) if answered.streaming else answered.content
    if content.startswith(b"%PDF"):
        read = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=False)
        content = read.stdout or content  # one of the world's papers is a few letters long
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    return str(content.decode(errors="replace"))


def reads(world: World, role: str, level: Any) -> bool:
    if level in Sensitivity:
        return can(world.users[role], Action.VIEW, Entry(person=world.person, sensitivity=level))
    row = next(model for model in apps.get_models() if getattr(getattr(model, "access", None), "level", None) is level)
    return any(can(world.users[role], Action.VIEW, one) for one in row._default_manager.all())
