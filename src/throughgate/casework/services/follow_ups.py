from django.db import transaction
from django.utils import timezone

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import FollowUp


@transaction.atomic
def finish_follow_up(*, by: User, follow_up: FollowUp) -> FollowUp:
    """Done twice it stays as it was done first. Raises Hidden, Forbidden."""
    row = _locked(by, follow_up)
    if row.done_at is None:
        row.done_at, row.done_by = timezone.now(), by
        _save(by, row, "follow_up.done")
    return row


@transaction.atomic
def reopen_follow_up(*, by: User, follow_up: FollowUp) -> FollowUp:
    """Undo of `finish_follow_up`. Raises Hidden, Forbidden."""
    row = _locked(by, follow_up)
    if row.done_at is not None:
        row.done_at = row.done_by = None
        _save(by, row, "follow_up.reopened")
    return row


def _locked(by: User, follow_up: FollowUp) -> FollowUp:
    row = FollowUp.objects.select_for_update(of=("self",)).select_related("person").get(pk=follow_up.pk)
    return check(by, Action.RECORD, row)


def _save(by: User, row: FollowUp, action: str) -> None:
    row.save(update_fields=["done_at", "done_by"])
    record_event(by=by, action=action, person=row.person, subject=f"follow-up {row.ref}")
