"""What is due for me, my team and my site: read from the projection, a few rows at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from throughgate.access.policy import visible
from throughgate.accounts.models import Role, User
from throughgate.desk.rules.today import SHOWN_PER_GROUP, Group, days_of
from throughgate.desk.selectors.lines import Line, lines_of, with_model, workers_of
from throughgate.people.rules.scopes import Scope
from throughgate.people.selectors.scopes import people_in
from throughgate.programmes.models import Commitment
from throughgate.release.selectors.at_gate import Gates

GROUP_ORDER = tuple(Group)


@dataclass(frozen=True)
class DueGroup:
    group: Group
    total: int
    lines: Sequence[Line]

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


def open_commitments(user: User, scope: Scope, today: date) -> QuerySet[Commitment]:
    """The next open one of each element, up to the last day that Today looks ahead."""
    _, last = days_of(Group.COMING, today)
    rows = Commitment.objects.filter(is_next=True, by_on__lte=last)
    return visible(user, rows).filter(people_in(user, scope, today) | promised_in(user, scope), _to_do(user))


def _to_do(user: User) -> Q:
    """A volunteer does what is theirs; what the staff do for the same person stands on the person's page."""
    return Q(worker=user) | Q(worker=None, who="volunteer") if user.role == Role.VOLUNTEER else Q()


def promised_in(user: User, scope: Scope) -> Q:
    """What the user, or somebody on the team, promised by name, whoever works with the person."""
    if scope is Scope.ME:
        return Q(worker=user)
    if scope is Scope.SITE:
        return Q(pk__in=())
    team = Q(pk=user.pk) | Q(line_manager=user)
    if user.line_manager_id:
        team |= Q(line_manager=user.line_manager_id)
    return Q(worker__in=User.objects.filter(team).values("pk"))


def due_groups(user: User, scope: Scope, today: date, gates: Gates) -> list[DueGroup]:
    """All three groups with their totals and first lines, in one query and one more for who does it."""
    place = Case(
        When(by_on__lt=today, then=Value(0)),
        When(by_on=today, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    due: QuerySet[Any] = open_commitments(user, scope, today)
    rows = (
        due.annotate(place=place)
        .annotate(
            number=Window(RowNumber(), partition_by="place", order_by=["by_on", "pk"]),
            total=Window(Count("pk"), partition_by="place"),
        )
        .filter(number__lte=SHOWN_PER_GROUP)
        .order_by("place", "number")
    )
    # Ranked with nothing but their keys; what a line shows is then read for the few that are shown.
    ranked = list(rows.values_list("pk", "place", "total"))
    whole = {row.pk: row for row in with_model(Commitment.objects.filter(pk__in=[pk for pk, _, _ in ranked]))}
    found = [_Ranked(whole[pk], place, total) for pk, place, total in ranked if pk in whole]
    lines = lines_for(user, [one.row for one in found], today, gates)
    return [_group(group, place, found, lines) for place, group in enumerate(GROUP_ORDER)]


class _Ranked(NamedTuple):
    row: Commitment
    place: int
    total: int


def _group(group: Group, place: int, found: list[_Ranked], lines: list[Line]) -> DueGroup:
    own = [(one, line) for one, line in zip(found, lines, strict=True) if one.place == place]
    return DueGroup(group, own[0][0].total if own else 0, [line for _, line in own])


def due_counts(user: User, scope: Scope, today: date) -> dict[Group, int]:
    wanted = {
        Group.OVERDUE: Q(by_on__lt=today),
        Group.DUE: Q(by_on=today),
        Group.COMING: Q(by_on__gt=today),
    }
    counts = {group.value: Count("pk", filter=which) for group, which in wanted.items()}
    found = open_commitments(user, scope, today).aggregate(**counts)
    return {group: found[group.value] for group in Group}


def group_rows(user: User, scope: Scope, group: Group, today: date) -> QuerySet[Commitment]:
    first, last = days_of(group, today)
    rows = open_commitments(user, scope, today).filter(by_on__lte=last)
    return with_model(rows.filter(by_on__gte=first) if first else rows).order_by("by_on", "pk")


def lines_for(user: User, commitments: Sequence[Commitment], today: date, gates: Gates | None = None) -> list[Line]:
    """As lines, with who does each: one query more for all of them."""
    return lines_of(user, commitments, workers_of((row.person_id for row in commitments), today), today, gates)
