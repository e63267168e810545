from typing import Any, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model, covariant=True)


class AppendOnlyError(Exception):
    def __init__(self, model: type[models.Model]):
        super().__init__(f"{model._meta.label} is append-only: add a later row instead of changing or deleting one.")


class AppendOnlyQuerySet(models.QuerySet[M]):
    """Rows are added and read. Erasure goes through the person they are about, and is the retention job's alone."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(self.model)

    def delete(self) -> NoReturn:
        raise AppendOnlyError(self.model)


class AppendOnlyModel(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(type(self))
