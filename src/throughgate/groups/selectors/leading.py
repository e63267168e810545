"""Who leads which group, and which sessions nobody will lead."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from throughgate.access.own_rows import runs_on
from throughgate.access.policy import Ability, Hidden, colleagues, has, reach_of
from throughgate.accounts.models import User
from throughgate.groups.models import Cohort, GroupLeader, Place
from throughgate.groups.rules.leading import LEADS, first_without, leading_now_or_later
from throughgate.groups.selectors.there import HOLDS, standing_sessions
from throughgate.people.selectors.barred_workers import barred_workers_words


@dataclass(frozen=True)
class Alone:
    """A group of which nobody leads the session of that day."""

    cohort: Cohort
    on: date


def led_by(user: User, on: date) -> QuerySet[GroupLeader]:
    return GroupLeader.objects.filter(runs_on(on), user=user)


def leaders_of(cohort: Cohort) -> list[GroupLeader]:
    """All who lead it, led it or will, whoever leads it longest first."""
    rows = GroupLeader.objects.filter(cohort=cohort).select_related("user", "covers", "takes_over__user")
    return sorted(rows, key=_since)


def _since(row: GroupLeader) -> tuple[date, int]:
    """Databases do not agree where a row without a first day stands."""
    return row.from_on or date.min, row.pk


def names_leading(rows: Iterable[GroupLeader], on: date) -> list[str]:
    """Of those who lead it today, and who will, with the day from which on."""
    found = []
    for row in sorted(leading_now_or_later(rows, on), key=_since):
        later = row.from_on is not None and row.from_on > on
        words = f"{row.user.name} from {row.from_on.day} {row.from_on:%B}" if later and row.from_on else row.user.name
        if words not in found:
            found.append(words)
    return found


def may_lead(user: User) -> list[User]:
    """Whom the user may choose."""
    return list(colleagues(user).filter(is_active=True, role__in=LEADS).order_by("name"))


def groups_to_hand_on(user: User, worker: User, on: date) -> list[Cohort]:
    """Groups at the user's sites that the worker still leads on that day, for good, by their title. One query."""
    if not has(user, Ability.PLAN_GROUPS):
        return []
    rows = GroupLeader.objects.filter(Q(to_on__isnull=True), user=worker, covers=None)
    running = Cohort.objects.filter(closed_on__isnull=True, site__in=reach_of(user).sites)
    return list(running.filter(pk__in=rows.values("cohort")).select_related("site").order_by("title", "pk"))


def next_days(cohorts: Collection[Cohort], on: date) -> dict[int, date]:
    """By id of the group, the day of its next session. One query."""
    rows = standing_sessions().filter(cohort__in=cohorts, on__gte=on, registers__isnull=True).order_by("-on")
    return dict(rows.values_list("cohort", "on"))


def barred_leaders(
    user: User, cohorts: Collection[Cohort], workers: Mapping[int, str], on: date
) -> dict[tuple[int, int], str]:
    """Why somebody cannot lead a group, by (group, worker), as the user may know it: somebody in it must be kept apart
    from them. Three queries, however many.
    """
    held = Place.objects.filter(HOLDS, cohort__in=cohorts).values_list("cohort", "person")
    groups: dict[int, list[int]] = defaultdict(list)
    for cohort, person in held:
        groups[person].append(cohort)
    found = {}
    for (person, worker), words in barred_workers_words(user, groups, workers, on).items():
        for cohort in groups[person]:
            found[cohort, worker] = words
    return found


def alone_soon(user: User, on: date) -> list[Alone]:
    """Groups at the user's sites with a session to come that nobody leads whose account is open. Two queries."""
    rows = standing_sessions().filter(on__gte=on, registers__isnull=True, cohort__closed_on__isnull=True)
    rows = rows.filter(cohort__site__in=reach_of(user).sites).select_related("cohort__site")
    days: dict[int, list[date]] = defaultdict(list)
    cohorts: dict[int, Cohort] = {}
    for row in rows:
        days[row.cohort_id].append(row.on)
        cohorts[row.cohort_id] = row.cohort
    leaders: dict[int, list[GroupLeader]] = defaultdict(list)
    for one in GroupLeader.objects.filter(cohort__in=cohorts, user__is_active=True):
        leaders[one.cohort_id].append(one)
    found = ((cohorts[pk], first_without(leaders[pk], each)) for pk, each in days.items())
    return sorted((Alone(cohort, day) for cohort, day in found if day), key=lambda one: (one.on, one.cohort.pk))


def access_leader(user: User, cohort: Cohort, pk: int) -> GroupLeader:
    """Raises Hidden."""
    row = GroupLeader.objects.filter(cohort=cohort, pk=pk).select_related("user", "takes_over").first()
    if row is None:
        raise Hidden()
    row.cohort = cohort
    return row


def sessions_days(cohort: Cohort, on: date) -> Sequence[date]:
    rows = standing_sessions().filter(cohort=cohort, on__gte=on, registers__isnull=True)
    return list(rows.order_by("on").values_list("on", flat=True))
