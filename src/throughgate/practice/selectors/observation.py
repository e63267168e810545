"""Observations. Only the two who were there read one, and whoever line-manages the practitioner."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from throughgate.access.own_rows import runs_on
from throughgate.access.policy import ABILITIES, Ability, Hidden, colleagues, has
from throughgate.accounts.models import User
from throughgate.groups.models import GroupLeader, GroupSession
from throughgate.groups.selectors.cohorts import cohorts_for, delivered_in, plan_of_session
from throughgate.groups.selectors.there import standing_sessions
from throughgate.practice.loading import sheet
from throughgate.practice.models import Observation
from throughgate.practice.rules.observation import TwoPairs, compare, whose_turn

AHEAD = timedelta(days=7)
MOST_SESSIONS = 30
BACK = timedelta(days=2)  # a session of yesterday is still chosen
WATCHED_BY = frozenset(role for role, abilities in ABILITIES.items() if Ability.READ_LEARNING in abilities)


def observations_for(user: User) -> QuerySet[Observation]:
    mine = Q(practitioner=user) | Q(observer=user) | Q(practitioner__line_manager=user)
    rows = Observation.objects.filter(mine) if has(user, Ability.SEE_PEOPLE) else Observation.objects.none()
    return rows.select_related("practitioner", "observer", "session__cohort__site", "dropped_by")


def access_observation(user: User, ref: str) -> Observation:
    """Raises Hidden."""
    row = observations_for(user).filter(ref=ref).first()
    if row is None:
        raise Hidden()
    return row


def practitioners_for(user: User) -> list[User]:
    """Whose practice this user may plan to have watched: their own, and as a manager their colleagues'."""
    if has(user, Ability.KEEP_TRAINING):
        rows = colleagues(user).filter(is_active=True)
        return [one for one in rows.order_by("name", "pk") if has(one, Ability.SEE_PEOPLE)]
    return [user] if has(user, Ability.SEE_PEOPLE) else []


def observers_for(user: User) -> list[User]:
    """Who may watch: staff of the same sites."""
    rows = colleagues(user).filter(is_active=True, role__in=WATCHED_BY)
    return list(rows.order_by("name", "pk"))


def sessions_to_watch(user: User, today: date) -> list[GroupSession]:
    """Of groups the user may see, from the day before yesterday on. One query."""
    rows = standing_sessions().filter(cohort__in=cohorts_for(user).values("pk"), on__gte=today - BACK)
    return list(rows.select_related("cohort__site").order_by("on", "at", "pk")[:MOST_SESSIONS])


def leads_session(user: User, session: GroupSession) -> bool:
    """Whether they lead the group on that day."""
    return GroupLeader.objects.filter(runs_on(session.on), cohort=session.cohort_id, user=user).exists()


def two_pairs(row: Observation) -> list[TwoPairs]:
    """Step by step what the practitioner ticked and the observer saw; empty where it was no group session, or nobody
    ticked anything yet. One query.
    """
    if row.session is None or row.observed_at is None:
        return []
    delivered = delivered_in([row.session]).get(row.session.pk)
    return compare(plan_of_session(row.session).steps, delivered.steps, row.steps) if delivered else []


def due_observations(user: User, today: date) -> list[Observation]:
    """Those in which it is this user's turn, and planned ones of the coming week. One query."""
    rows = observations_for(user).filter(
        Q(practitioner=user) | Q(observer=user), read_at__isnull=True, dropped_at__isnull=True
    )
    found = [one for one in rows if whose_turn(one) == user.pk]
    near = [one for one in found if one.observed_at or one.on <= today + AHEAD]
    return sorted(near, key=lambda one: (one.on, one.pk))


def next_due(practitioner: User, today: date) -> date | None:
    """When the next one is due, by the interval of the sheet; None before the first."""
    last = Observation.objects.filter(practitioner=practitioner, observed_at__isnull=False).order_by("-on").first()
    if last is None:
        return None
    months = last.on.month - 1 + sheet().again_after_months
    return date(last.on.year + months // 12, months % 12 + 1, min(last.on.day, 28))
