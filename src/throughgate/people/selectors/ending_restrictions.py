"""Restrictions that are said to have ended and wait for a manager."""

from collections.abc import Iterable

from throughgate.access.policy import Action, visible
from throughgate.accounts.models import User
from throughgate.people.models import ContactRestriction, RestrictionEnd

MOST = 20


def ends_to_confirm(user: User) -> list[RestrictionEnd]:
    """What this user may confirm, the oldest first. One query."""
    may = visible(user, ContactRestriction.objects.all(), Action.OVERRIDE).values("pk")
    rows = RestrictionEnd.objects.filter(confirmed_at__isnull=True, taken_back_at__isnull=True, restriction__in=may)
    return list(
        rows.select_related("restriction__person__site", "restriction__member", "restriction__site", "said_by")[:MOST]
    )


def said_ends(restrictions: Iterable[int]) -> dict[int, RestrictionEnd]:
    """By restriction, what was said of its end and not taken back. One query."""
    rows = RestrictionEnd.objects.filter(restriction__in=list(restrictions), taken_back_at__isnull=True)
    return {row.restriction_id: row for row in rows.select_related("said_by", "confirmed_by")}
