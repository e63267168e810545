"""Letters about a crisis, to those told at once and, if nobody has seen it by then, to the next in line.

They hold nothing about anybody. The banner does not hang on them: a mail server or worker that is down undoes nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import default_task_backend, task

from throughgate.access.policy import Action, can
from throughgate.audit.services import record_event
from throughgate.casework.models import Crisis, CrisisTold
from throughgate.casework.rules.crisis import UNASKED, is_next_due
from throughgate.casework.services.letters import post_letters

SUBJECT = "Somebody needs you"


def mail_on_commit(users: Iterable[int], link: str) -> None:
    """`link` leads to the board of crises, never to one of them."""
    post_letters(users, SUBJECT, "casework/email/crisis_message.txt", link=link)


@transaction.atomic
def mail_next_in_line(crisis_id: int, now: datetime, link: str) -> Sequence[int]:
    """Writes to those whose moment has come while nobody has seen it; says to whom. Asked twice, each gets one letter.

    Nobody who meanwhile saw it, left, or may no longer read of it is written to.
    """
    crisis = Crisis.objects.select_for_update(of=("self",)).select_related("person__site").filter(pk=crisis_id).first()
    if crisis is None or not crisis.is_open:
        return []
    told = list(crisis.told.exclude(whom=UNASKED).select_related("user"))
    waiting = [one for one in told if is_next_due(one, told, crisis.told_since, now)]
    due = [one for one in waiting if one.user.is_active and can(one.user, Action.VIEW, crisis)]
    if due:
        CrisisTold.objects.filter(pk__in=[one.pk for one in due]).update(by_mail=True)
        record_event(
            by=None, action="crisis.next_told", person=crisis.person, subject=f"crisis {crisis.ref}", told=len(due)
        )
        mail_on_commit([one.user_id for one in due], link)
    return [one.user_id for one in due]


@task()
def tell_next_in_line(crisis_id: int, link: str) -> None:
    mail_next_in_line(crisis_id, timezone.now(), link)


def tell_on_commit(crisis: Crisis, told: Sequence[CrisisTold], link: str) -> None:
    """Those told at once are written to; for each moment at which somebody is next in line the background worker is
    asked to look again. One that runs everything at once is not asked: nobody's moment has come.
    """
    mail_on_commit([one.user_id for one in told if one.by_mail], link)
    moments = sorted({one.told_at for one in told if not one.by_mail})
    if moments and default_task_backend.supports_defer:
        transaction.on_commit(lambda: _ask_to_look(crisis.pk, moments, link), robust=True)


def _ask_to_look(crisis_id: int, moments: Iterable[datetime], link: str) -> None:
    for moment in moments:
        tell_next_in_line.using(run_after=moment).enqueue(crisis_id, link)
