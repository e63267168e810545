"""Whom many users reach, read at once: for letters and lists that are about all of us."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from throughgate.access.policy import Reach
from throughgate.accounts.models import User
from throughgate.people.models import Assignment, AssignmentRole
from throughgate.people.selectors.people import current_on


def reaches_of(users: Sequence[User], day: date) -> dict[int, Reach]:
    """The same that `reach_of` says of each. Two queries."""
    if not users:
        return {}
    ids = {user.pk for user in users}
    sites: dict[int, set[int]] = defaultdict(set)
    for user_id, site_id in User.sites.through.objects.filter(user__in=ids).values_list("user_id", "site_id"):
        sites[user_id].add(site_id)
    own: dict[int, set[int]] = defaultdict(set)
    counselled: dict[int, set[int]] = defaultdict(set)
    family: dict[int, set[int]] = defaultdict(set)
    rows = Assignment.objects.filter(current_on(day)).order_by()
    for worker, manager, role, person in rows.values_list("worker", "worker__line_manager", "role", "person"):
        own[worker].add(person)
        if role == AssignmentRole.COUNSELLOR and manager is not None:
            counselled[manager].add(person)
        if role == AssignmentRole.FAMILY_PRACTITIONER:
            family[worker].add(person)
    return {
        pk: Reach(frozenset(sites[pk]), frozenset(own[pk]), frozenset(counselled[pk]), frozenset(family[pk]))
        for pk in ids
    }
