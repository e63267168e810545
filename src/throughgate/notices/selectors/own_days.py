"""The day of each of us, in numbers: of all who get a letter at once."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.db.models import Prefetch, Q

from throughgate.access.policy import ABILITIES, Ability, Action, can, keep_reach
from throughgate.accounts.models import User
from throughgate.casework.models import Booking
from throughgate.common.bank_holidays import nation_of
from throughgate.notices.models import LetterKind, OwnNotices
from throughgate.notices.rules.letters import Gate, OwnDay, weekdays_of
from throughgate.notices.selectors.texts import standing
from throughgate.people.selectors.reaches import reaches_of
from throughgate.programmes.models import Commitment, PromiseSource
from throughgate.release.rules.day import Nation
from throughgate.release.rules.working_days import is_working_day, next_working_day
from throughgate.sites.models import Site

GATE_KIND = "gate-meeting"
WITH_PEOPLE = [role for role, abilities in ABILITIES.items() if Ability.SEE_PEOPLE in abilities]
SWITCH = {LetterKind.MORNING: "morning", LetterKind.GATE: "gate_evening"}


def wanting(kind: LetterKind, today: date) -> list[User]:
    """Who works today and has not switched this letter off. Two queries."""
    rows = User.objects.filter(is_active=True, role__in=WITH_PEOPLE).exclude(email="")
    rows = rows.exclude(pk__in=OwnNotices.objects.filter(**{SWITCH[kind]: False}).values("user"))
    sites = Prefetch("sites", queryset=Site.objects.order_by("pk"))
    return [user for user in rows.prefetch_related(sites) if works_on(user, today)]


def nation(user: User) -> Nation:
    """That of their first site: whose bank holidays they have."""
    first = next(iter(user.sites.all()), None)
    return nation_of(first.country if first else "")


def works_on(user: User, day: date) -> bool:
    return is_working_day(day, nation(user), weekdays_of(settings.WORKING_DAYS))


def own_days(users: Sequence[User], today: date) -> Mapping[int, OwnDay]:
    """What Today would count for each of them. Four queries, however many they are."""
    reaches = reaches_of(users, today)
    people = {pk for reach in reaches.values() for pk in reach.caseload}
    for user in users:
        keep_reach(user, reaches[user.pk])
    rows = Commitment.objects.filter(is_next=True, by_on__lte=today).select_related("person", "promise")
    due: dict[int, list[Commitment]] = defaultdict(list)
    by_name: dict[int, list[Commitment]] = defaultdict(list)
    for row in rows.filter(Q(person__in=people) | Q(worker__in=users)):
        due[row.person_id].append(row)
        if row.worker_id:
            by_name[row.worker_id].append(row)
    bookings = standing(Booking.objects.filter(on=today, worker__in=users)).select_related("person")
    booked = Counter(row.worker_id for row in bookings)
    found = {}
    for user in users:
        own = {row.pk: row for pk in reaches[user.pk].caseload for row in due[pk]}
        own |= {row.pk: row for row in by_name[user.pk]}
        seen = [row for row in own.values() if can(user, Action.VIEW, row)]
        late = sum(row.by_on is not None and row.by_on < today for row in seen)
        now = sum(row.by_on == today and not _is_own_booking(row, user) for row in seen)
        found[user.pk] = OwnDay(booked[user.pk], now, late)
    return found


def _is_own_booking(row: Commitment, user: User) -> bool:
    return row.worker_id == user.pk and row.promise is not None and row.promise.source == PromiseSource.BOOKING


def gates_ahead(users: Sequence[User], today: date) -> Mapping[int, list[Gate]]:
    """The meetings at a gate before each is told again. One query."""
    weekdays = weekdays_of(settings.WORKING_DAYS)
    until = {user.pk: next_working_day(today, nation(user), weekdays) for user in users}
    last = max(until.values(), default=today)
    found: dict[int, list[Gate]] = defaultdict(list)
    rows = standing(Booking.objects.filter(kind=GATE_KIND, worker__in=users, on__gt=today, on__lte=last))
    for worker, on, at in rows.values_list("worker", "on", "at"):
        if on <= until[worker]:
            found[worker].append(Gate(on, at))
    return found
