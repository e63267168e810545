"""What somebody had typed into an open form, where both records had that form open and one of the two was put away."""

from datetime import datetime

from django.db import IntegrityError, transaction

from throughgate.people.merge_followers import Changed, Follower, register_follower
from throughgate.people.models import Person
from throughgate.story.merge_rules import BECAUSE
from throughgate.story.models import FormRun, Unfinished


def register_followers() -> None:
    register_follower(Unfinished, Follower(_along, _back))


def _along(kept: Person, gone: Person, at: datetime) -> Changed:
    """It goes into the form that stays open, so that whoever carries that on sees it."""
    open_now = dict(FormRun.objects.filter(person=kept, finished_at=None).values_list("form", "pk"))
    put_away = FormRun.objects.filter(person=kept, put_away_because=BECAUSE, finished_at__gte=at, form__in=open_now)
    rows = Unfinished.objects.filter(run__in=put_away).values_list("pk", "run_id", "run__form")
    return {pk: {"run_id": [run, open_now[form]]} for pk, run, form in rows if _move(pk, open_now[form])}


def _back(kept: Person, gone: Person, changed: Changed) -> None:
    for pk, fields in changed.items():
        before, after = fields["run_id"]
        if Unfinished.objects.filter(pk=pk, run=after).exists():
            _move(pk, before)


def _move(pk: int, run: int) -> bool:
    """Not where the same one typed into the same question of both: each stays as it is."""
    try:
        with transaction.atomic():
            Unfinished.objects.filter(pk=pk).update(run=run)
    except IntegrityError:
        return False
    return True
