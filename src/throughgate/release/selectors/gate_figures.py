"""The figures at the gate: first weeks by site or by programme. The number of queries does not grow with either."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from throughgate.access.policy import Ability, Forbidden, has, reach_of, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import CustodyMove, MoveKind
from throughgate.programmes.models import Enrolment
from throughgate.programmes.rules import is_active
from throughgate.release.rules.first_week import Week
from throughgate.release.selectors.first_week import Release, read_weeks


class By(StrEnum):
    SITE = "site"
    PROGRAMME = "programme"


@dataclass(frozen=True)
class Group:
    title: str
    weeks: Sequence[Week]


@dataclass(frozen=True)
class Figures:
    """`withholds`: the reader may not open the records behind the counts, so small ones are not told."""

    everybody: Group
    groups: Sequence[Group]
    withholds: bool


def withholds_from(user: User) -> bool:
    return not has(user, Ability.SEE_PEOPLE)


def require_figures(user: User) -> None:
    """Whoever sees people, and whoever evaluates. Raises Forbidden."""
    if not (has(user, Ability.SEE_PEOPLE) or has(user, Ability.RUN_EVALUATIONS)):
        raise Forbidden(Ability.SEE_PEOPLE)


def figures_for(user: User, first: date, last: date, by: By, today: date, *, as_file: bool = False) -> Figures:
    """Of everybody whom the user may see; for whoever sees nobody, of their sites, by site alone. Audited with how many
    people were counted. Raises Forbidden.
    """
    require_figures(user)
    withholds = withholds_from(user)
    rows = list(_released(user, withholds, first, last).order_by("on", "pk"))
    releases = [Release(row.person, row.on) for row in rows]
    weeks = read_weeks(releases, today)
    named = (
        _by_site(rows, weeks)
        if withholds or by is By.SITE
        else _by_programme(user, releases, weeks)
    )  # fmt: skip
    record_event(
        by=user, action="gate_figures.read", people=len(releases), by_what=by.value, as_file=as_file,
        first=first.isoformat(), last=last.isoformat(),
    )  # fmt: skip
    return Figures(Group("Everybody", weeks), [Group(title, named[title]) for title in sorted(named)], withholds)


def _released(user: User, withholds: bool, first: date, last: date) -> QuerySet[Any]:
    rows = CustodyMove.objects.filter(kind=MoveKind.RELEASED, on__range=(first, last))
    rows = rows.filter(person__site__in=reach_of(user).sites) if withholds else visible(user, rows)
    before = CustodyMove.objects.filter(person=OuterRef("person"), on__lte=OuterRef("on"), site__isnull=False)
    before = before.exclude(kind=MoveKind.RELEASED).order_by("-on", "-pk")
    return rows.select_related("person__site").annotate(left_site=Subquery(before.values("site__name")[:1]))


def _by_site(rows: Iterable[Any], weeks: Iterable[Week]) -> dict[str, list[Week]]:
    """The site they were released from; of a history without one, where they are looked after."""
    found: dict[str, list[Week]] = defaultdict(list)
    for row, week in zip(rows, weeks, strict=True):
        found[row.left_site or row.person.site.name].append(week)
    return found


def _by_programme(user: User, releases: Sequence[Release], weeks: Sequence[Week]) -> dict[str, list[Week]]:
    """Whoever was on two programmes at release counts in both."""
    people = {one.person.pk for one in releases}
    enrolments: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
    rows = visible(user, Enrolment.objects.filter(person__in=people))
    said = rows.values_list("person", "stage", "model__title", "enrolled_on", "left_on")
    for person, stage, title, enrolled_on, left_on in said:
        if is_active(stage):
            enrolments[person].append((title, enrolled_on, left_on))
    found: dict[str, list[Week]] = defaultdict(list)
    for one, week in zip(releases, weeks, strict=True):
        titles = {title for title, from_on, to_on in enrolments[one.person.pk] if _holds(from_on, to_on, one.on)}
        for title in titles or {"On no programme at release"}:
            found[title].append(week)
    return found


def _holds(from_on: date, to_on: date | None, on: date) -> bool:
    return from_on <= on and (to_on is None or on <= to_on)
