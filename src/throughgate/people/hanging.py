"""Which rows hang directly on a person, over all rooms: read from what each model declares to the policy, so that no
room can be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet, Subquery, Value

from throughgate.access.personal_data import is_history
from throughgate.access.policy import PersonRow
from throughgate.people.models import Merge, Person, PossibleDuplicate, SearchWord

# They speak of two records, or are derived from one.
APART: frozenset[type[Model]] = frozenset({Merge, PossibleDuplicate, SearchWord})


@dataclass(frozen=True)
class Hanging:
    """Rows of `model` hang on a person by the field `person`."""

    model: type[Model]
    person: str

    @property
    def label(self) -> str:
        return self.model._meta.label

    def rows(self, **wanted: Any) -> QuerySet[Any]:
        """A plain queryset: a model's own may refuse to update, or leave rows out."""
        return QuerySet(model=self.model).filter(**wanted)

    def of(self, person_id: int) -> QuerySet[Any]:
        return self.rows(**{f"{self.person}_id": person_id})


def hanging_models() -> Iterator[Hanging]:
    """Every model whose rows point straight at a person and go where the person goes."""
    for model in apps.get_models():
        declared = getattr(model, "access", None)
        if not isinstance(declared, PersonRow) or model in APART or is_history(model):
            continue
        if declared.person and "__" not in declared.person:
            yield Hanging(model, declared.person)


def latest_of(hanging: list[Hanging]) -> dict[str, int]:
    """By label the id of the row written last, of anybody: what is written from now on has a higher one. One query."""
    found = []
    for one in hanging:
        last = one.rows().order_by("-pk").values("pk")[:1]
        found.append(one.rows(pk=Subquery(last)).order_by().values_list(Value(one.label), "pk"))
    return dict(found[0].union(*found[1:], all=True)) if found else {}


def links_between(hanging: list[Hanging]) -> list[tuple[Hanging, str, Hanging]]:
    """(rows of this model, by this field, hang on rows of that model), where both hang on a person too."""
    by_model = {one.model: one for one in hanging}
    return [
        (one, field.name, by_model[field.related_model])
        for one in hanging
        for field in one.model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in by_model and field.related_model is not Person
    ]
