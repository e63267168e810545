"""Who is trained in what: one's own, and of colleagues for whoever manages them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from throughgate.access.policy import Ability, Hidden, colleagues, has, require
from throughgate.accounts.models import User
from throughgate.people.models import Assignment
from throughgate.people.selectors import current_on
from throughgate.practice.grammar import Training
from throughgate.practice.loading import trainings
from throughgate.practice.models import TrainingRecord
from throughgate.practice.rules.training import Standing, State, is_needed, standing_of


@dataclass(frozen=True)
class Line:
    """One training of one person: needed or held."""

    key: str
    title: str
    standing: Standing
    needed: bool
    records: Sequence[TrainingRecord]


@dataclass(frozen=True)
class Colleague:
    user: User
    lines: Sequence[Line]

    def line(self, key: str) -> Line | None:
        return next((one for one in self.lines if one.key == key), None)

    def count(self, state: State) -> int:
        return sum(one.standing.state is state for one in self.lines if one.needed)


def standing_records() -> QuerySet[TrainingRecord]:
    return TrainingRecord.objects.filter(struck_at__isnull=True)


def access_colleague(user: User, ref: str) -> User:
    """Somebody whose trainings the user keeps. Raises Forbidden, Hidden."""
    require(user, Ability.KEEP_TRAINING)
    found = colleagues(user).filter(ref=ref).first()
    if found is None:
        raise Hidden()
    return found


def access_record(user: User, ref: str) -> TrainingRecord:
    """One that stands, of a colleague. Raises Forbidden, Hidden."""
    require(user, Ability.KEEP_TRAINING)
    row = standing_records().filter(ref=ref, user__in=colleagues(user)).select_related("user").first()
    if row is None:
        raise Hidden()
    return row


def staff_for(user: User, *, site: str = "") -> list[User]:
    """Everybody with an open account at the user's sites, by name."""
    require(user, Ability.KEEP_TRAINING)
    rows = colleagues(user).filter(is_active=True)
    if site:
        rows = rows.filter(sites__code=site)
    return list(rows.order_by("name", "pk"))


def colleagues_trained(users: Sequence[User], today: date) -> list[Colleague]:
    """Two queries, however many."""
    by_user: dict[int, dict[str, list[TrainingRecord]]] = defaultdict(lambda: defaultdict(list))
    for row in standing_records().filter(user__in=users).select_related("noted_by"):
        by_user[row.user_id][row.training].append(row)
    programmes = _programmes_of(users, today)
    return [Colleague(one, _lines(one, by_user[one.pk], programmes[one.pk], today)) for one in users]


def _programmes_of(users: Iterable[User], today: date) -> Mapping[int, Collection[str]]:
    """By worker: the programmes, of those that a training is for, that people they work with are on."""
    slugs = {one.programme for one in trainings().trainings.values() if one.programme}
    rows = Assignment.objects.filter(
        current_on(today), worker__in=users, person__enrolments__left_on__isnull=True,
        person__enrolments__model__slug__in=slugs,
    )  # fmt: skip
    found: dict[int, set[str]] = defaultdict(set)
    for worker, slug in rows.order_by().values_list("worker", "person__enrolments__model__slug").distinct():
        found[worker].add(slug)
    return found


def _lines(
    user: User, records: Mapping[str, Sequence[TrainingRecord]], programmes: Collection[str], today: date
) -> list[Line]:
    known = trainings().trainings
    found = [
        Line(key, one.title, standing_of(records.get(key, ()), one, today), needed, records.get(key, ()))
        for key, one in known.items()
        if (needed := is_needed(one, user.role, programmes)) or key in records
    ]
    gone = [key for key in records if key not in known]
    return [
        *found,
        *(
            Line(key, records[key][-1].title, standing_of(records[key], None, today), False, records[key])
            for key in gone
        ),
    ]


def running_out(user: User, today: date) -> list[tuple[TrainingRecord, Training]]:
    """What of one's own, and of those one manages, runs out soon or did: what holds longest of each. One query."""
    if not has(user, Ability.SEE_PEOPLE):
        return []
    own = Q(user=user)
    if has(user, Ability.KEEP_TRAINING):
        own |= Q(user__line_manager=user, user__is_active=True)
    rows: dict[tuple[int, str], TrainingRecord] = {}
    lasting: set[tuple[int, str]] = set()
    for row in standing_records().filter(own).select_related("user").order_by("until", "pk"):
        if row.until is None:
            lasting.add((row.user_id, row.training))
        rows[row.user_id, row.training] = row
    known = trainings().trainings
    return [
        (row, known[row.training])
        for key, row in sorted(rows.items(), key=lambda one: (one[1].until or today, one[1].pk))
        if key not in lasting
        and row.training in known
        and row.until
        and _is_told(row.until, known[row.training], today)
    ]


def _is_told(until: date, training: Training, today: date) -> bool:
    return until - timedelta(days=training.tell_before) <= today


def earlier_of(user: User) -> list[TrainingRecord]:
    """Records of somebody that were struck out."""
    rows = TrainingRecord.objects.filter(user=user, struck_at__isnull=False)
    return list(rows.select_related("struck_by", "noted_by").order_by("-struck_at", "-pk"))
