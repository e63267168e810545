"""The register of personal data: what every field of every model says about somebody. Retention and exports rest on it.

It stands in `data/personal_data.toml`, one table for each model, one line for each concrete field.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model

REGISTER = Path(__file__).parent / "data" / "personal_data.toml"


class DataClass(StrEnum):
    """What a field says, from nothing to what needs most care. A field of several has the last of them."""

    NONE = "none"  # about no living person
    STAFF = "staff"  # about someone who works or volunteers here
    REFERENCE = "reference"  # points at a person and says nothing else
    IDENTITY = "identity"  # who they are: names, birth, numbers
    CONTACT = "contact"  # how to reach them
    FAMILY = "family"  # those around them
    NARRATIVE = "narrative"  # free text about them
    OFFENCE = "offence"  # custody, sentence, licence (UK GDPR, article 10)
    HEALTH = "health"  # health, therapy, needs (UK GDPR, article 9)


class RegisterError(Exception):
    """The register cannot be read; the message says where and how to mend it."""


@lru_cache(maxsize=1)
def load_register() -> Mapping[str, Mapping[str, DataClass]]:
    """Model label (`people.Person`) → field name → class."""
    return parse_register(REGISTER.read_text(encoding="utf-8"))


def parse_register(text: str) -> dict[str, dict[str, DataClass]]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"{REGISTER.name} is not TOML: {error}. Each model is one table, named once.") from error
    return {
        label: {field: _class_of(label, field, given) for field, given in rows.items()}
        for label, rows in tables.items()
    }


def _class_of(label: str, field: str, given: Any) -> DataClass:
    try:
        return DataClass(given)
    except ValueError as error:
        known = ", ".join(DataClass)
        raise RegisterError(
            f"{REGISTER.name}, {label}.{field}: there is no class {given!r}. Use one of: {known}."
        ) from error


def models_to_classify() -> list[type[Model]]:
    """The models of the application. Rows of history repeat those of their model and have the same classes."""
    rooms = [config for config in apps.get_app_configs() if config.name.startswith("throughgate.")]
    return [model for room in rooms for model in room.get_models(include_auto_created=True) if not is_history(model)]


def is_history(model: type[Model]) -> bool:
    return hasattr(model, "history_object")


def unclassified(models: Iterable[type[Model]], register: Mapping[str, Mapping[str, DataClass]]) -> list[str]:
    """Fields that nobody has classified, as `people.Person.phone`."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in models
        for field in model._meta.concrete_fields
        if field.name not in register.get(model._meta.label, {})
    ]


def stale(models: Iterable[type[Model]], register: Mapping[str, Mapping[str, DataClass]]) -> list[str]:
    """Lines of the register for fields or models that no longer exist."""
    known = {(model._meta.label, field.name) for model in models for field in model._meta.concrete_fields}
    return [f"{label}.{field}" for label, rows in register.items() for field in rows if (label, field) not in known]
