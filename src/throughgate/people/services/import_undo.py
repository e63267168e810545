"""Taking back a list that should not have been added: within a day, and while nothing else hangs on it."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.hanging import hanging_models
from throughgate.people.models import CaseloadImport, ImportState, Person
from throughgate.people.selectors.importing import people_of

UNDO_WITHIN: Final = timedelta(days=1)
AT_ONCE: Final = 500


class NotReadyError(Exception):
    """Why the people of this list cannot be added, or taken back, now; in plain words."""


@transaction.atomic
def undo_import(*, by: User, started: CaseloadImport) -> CaseloadImport:
    """Removes the records again, within a day and while nothing else was written about these people.

    Raises Forbidden, NotReadyError.
    """
    require(by, Ability.IMPORT_PEOPLE)
    started = CaseloadImport.objects.select_for_update(of=("self",)).get(pk=started.pk)
    people = list(people_of(started).select_for_update(of=("self",)).order_by("pk"))
    _check_can_be_undone(started, people)
    for start in range(0, len(people), AT_ONCE):
        batch = people[start : start + AT_ONCE]
        gone = [person.pk for person in batch]
        Person.everyone.filter(pk__in=gone).delete()
        Person.history.filter(id__in=gone).delete()  # last: deleting somebody writes history too
    started.state, started.undone_at, started.undone_by = ImportState.UNDONE, timezone.now(), by
    started.save(update_fields=["state", "undone_at", "undone_by"])
    record_event(by=by, action="import.undone", subject=f"import {started.ref}", people=len(people))
    return started


def can_be_undone(started: CaseloadImport) -> str:
    """Why it cannot be taken back any more; nothing where it can."""
    try:
        _check_can_be_undone(started, list(people_of(started)))
    except NotReadyError as refusal:
        return str(refusal)
    return ""


def count_hanging(started: CaseloadImport) -> dict[str, int]:
    """How many rows of each model hang on the people of an import: an undo compares it with what hangs on them then."""
    people = people_of(started).order_by().values("pk")
    counted: Counter[str] = Counter()
    for one in hanging_models():
        counted[one.label] = one.rows(**{f"{one.person}__in": people}).order_by().aggregate(n=Count("pk"))["n"]
    return {label: count for label, count in sorted(counted.items()) if count}


def _check_can_be_undone(started: CaseloadImport, people: Sequence[Person]) -> None:
    if started.state != ImportState.DONE or started.finished_at is None:
        raise NotReadyError("Nobody was added from this list, or it was taken back already.")
    if timezone.now() - started.finished_at > UNDO_WITHIN:
        raise NotReadyError("More than a day has passed. These people are part of the record now.")
    touched = any(person.version != 1 or person.merged_into_id for person in people)
    if touched or len(people) != started.rows or count_hanging(started) != started.written:
        raise NotReadyError(
            "Something else was written about these people since, and would be lost. Nothing was taken back."
        )
