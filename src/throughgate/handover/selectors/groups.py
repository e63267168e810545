"""The groups that a worker leads: they go along with a caseload, and somebody stands in for them while away."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from throughgate.access.policy import Ability, has, reach_of
from throughgate.accounts.models import Role, User
from throughgate.groups.models import Cohort, GroupLeader
from throughgate.groups.rules.leading import LEADS, leads_on
from throughgate.groups.selectors.leading import barred_leaders, groups_to_hand_on, next_days
from throughgate.handover.models import Cover


@dataclass(frozen=True)
class GroupHeld:
    """A group of the worker, the day of its next session, and who could lead it: whoever leads it already first.

    `barred`: why somebody cannot, by worker, as the reader may know it.
    """

    cohort: Cohort
    next_on: date | None
    could: Sequence[User]
    lead: frozenset[int] = frozenset()
    barred: Mapping[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"group-{self.cohort.ref}"

    def first(self, away: Collection[int] = ()) -> User | None:
        """Who is suggested: nobody who is barred, nor away soon."""
        return next((one for one in self.could if one.pk not in self.barred and one.pk not in away), None)

    def find(self, pk: int | None) -> User | None:
        return next((one for one in self.could if one.pk == pk), None)

    def problem(self, pk: int | None) -> str:
        """What stands against this one leading it, or nothing."""
        found = self.find(pk)
        if pk is None:
            return "Nobody is chosen to lead it."
        if found is None:
            return f"Whoever is chosen for everybody cannot lead a group at {self.cohort.site.name}. Choose below."
        return self.barred.get(found.pk, "")


def groups_held(user: User, worker: User, today: date) -> list[GroupHeld]:
    """Eight queries at most, however many groups."""
    cohorts = groups_to_hand_on(user, worker, today)
    if not cohorts:
        return []
    days = next_days(cohorts, today)
    here = User.objects.filter(is_active=True, role__in=LEADS, sites__in={one.site_id for one in cohorts})
    users = list(here.exclude(pk=worker.pk).distinct().order_by("name", "pk").prefetch_related("sites"))
    lead = _leading(cohorts, today)
    barred = barred_leaders(user, cohorts, {one.pk: one.name for one in users}, today)
    return [
        GroupHeld(
            one,
            days.get(one.pk),
            _best_first(_at(users, one.site_id), worker, lead[one.pk]),
            frozenset(lead[one.pk]),
            {worker: words for (cohort, worker), words in barred.items() if cohort == one.pk},
        )
        for one in cohorts
    ]


def _at(users: Sequence[User], site: int) -> list[User]:
    return [one for one in users if any(each.pk == site for each in one.sites.all())]


def _best_first(users: Sequence[User], worker: User, lead: Collection[int]) -> list[User]:
    """Whoever leads it already, then who has the same role, then other staff; each by name."""
    return sorted(users, key=lambda one: (one.pk not in lead, one.role != worker.role, one.role == Role.VOLUNTEER))


def _leading(cohorts: Sequence[Cohort], today: date) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in GroupLeader.objects.filter(cohort__in=cohorts, covers=None):
        if leads_on(row, today):
            found[row.cohort_id].add(row.user_id)
    return found


def groups_led_by_many(user: User, workers: Collection[int] | None = None) -> dict[int, int]:
    """By worker, how many groups at the user's sites they lead for good. One query."""
    if not has(user, Ability.PLAN_GROUPS):
        return {}
    rows = GroupLeader.objects.filter(
        to_on__isnull=True, covers=None, cohort__closed_on__isnull=True, cohort__site__in=reach_of(user).sites
    )
    if workers is not None:
        rows = rows.filter(Q(user__in=workers) | Q(user__is_active=False))
    counted = rows.order_by().values("user").annotate(groups=Count("cohort", distinct=True))
    return dict(counted.values_list("user", "groups"))


def changing_hands(user: User, today: date) -> list[GroupLeader]:
    """Whose part in a group at the user's sites ends on a day to come, with who takes over. One query."""
    rows = GroupLeader.objects.filter(
        to_on__gte=today, covers=None, cohort__closed_on__isnull=True, cohort__site__in=reach_of(user).sites
    )
    found = rows.select_related("cohort__site", "user", "taken_over_by__user").order_by("to_on", "pk")
    return list(found) if has(user, Ability.PLAN_GROUPS) else []


def standing_in_groups(cover: Cover) -> list[GroupLeader]:
    """Who leads in place of the one who is away. One query."""
    rows = GroupLeader.objects.filter(covers=cover.worker_id, from_on__lte=cover.to_on, to_on__gte=cover.from_on)
    return list(rows.select_related("cohort__site", "user").order_by("cohort__title", "pk"))
