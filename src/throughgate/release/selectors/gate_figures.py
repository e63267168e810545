"""The figures at the gate: first weeks by site or by programme. The number of queries does not grow with either."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from throughgate.access.policy import Ability, Forbidden, has, reach_of, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import CustodyMove, MoveKind
from throughgate.people.selectors.objecting import EVALUATION, objectors
from throughgate.programmes.models import Enrolment
from throughgate.programmes.rules import is_active
from throughgate.release.rules.first_week import Week
from throughgate.release.rules.gate_told import Cell, Part, Told, tell
from throughgate.release.selectors.first_week import Release, read_weeks

NONE, SEVERAL = "On no programme at release", "On several programmes"


class By(StrEnum):
    SITE = "site"
    PROGRAMME = "programme"
    BOTH = "both"


@dataclass(frozen=True)
class Group:
    title: str
    weeks: Sequence[Week]
    part: Part


@dataclass(frozen=True)
class Figures:
    """`told`: what may be told to a reader who may not open the records behind the counts; None for all others."""

    everybody: Group
    groups: Sequence[Group]
    told: Told | None


def withholds_from(user: User) -> bool:
    return not has(user, Ability.SEE_PEOPLE)


def require_figures(user: User) -> None:
    """Whoever sees people, and whoever evaluates. Raises Forbidden."""
    if not (has(user, Ability.SEE_PEOPLE) or has(user, Ability.RUN_EVALUATIONS)):
        raise Forbidden(Ability.SEE_PEOPLE)


def figures_for(user: User, first: date, last: date, by: By, today: date, *, as_file: bool = False) -> Figures:
    """Of everybody whom the user may see; for whoever sees nobody, of their sites, without those who said no. Audited
    with how many people were counted. Raises Forbidden.
    """
    require_figures(user)
    withholds = withholds_from(user)
    released = _released(user, withholds, first, last).order_by("on", "pk")
    rows = list(released.exclude(person__in=objectors(EVALUATION, today)) if withholds else released)
    releases = [Release(row.person, row.on) for row in rows]
    weeks = read_weeks(releases, today)
    sites = [row.left_site or row.person.site.name for row in rows]
    on = [set[str]()] * len(rows) if by is By.SITE and not withholds else _programmes(user, withholds, releases)
    cells = _cells(sites, on, weeks, once=withholds)
    record_event(
        by=user, action="gate_figures.read", people=len(releases), by_what=by.value, as_file=as_file,
        first=first.isoformat(), last=last.isoformat(),
    )  # fmt: skip
    everybody = Group("Everybody", weeks, frozenset(cells))
    return Figures(everybody, _groups(by, cells), tell(cells) if withholds else None)


def _released(user: User, withholds: bool, first: date, last: date) -> QuerySet[Any]:
    rows = CustodyMove.objects.filter(kind=MoveKind.RELEASED, on__range=(first, last))
    rows = rows.filter(person__site__in=reach_of(user).sites) if withholds else visible(user, rows)
    before = CustodyMove.objects.filter(person=OuterRef("person"), on__lte=OuterRef("on"), site__isnull=False)
    before = before.exclude(kind=MoveKind.RELEASED).order_by("-on", "-pk")
    return rows.select_related("person__site").annotate(left_site=Subquery(before.values("site__name")[:1]))


def _programmes(user: User, withholds: bool, releases: Sequence[Release]) -> list[set[str]]:
    """What each was on at release."""
    people = {one.person.pk for one in releases}
    rows = Enrolment.objects.filter(person__in=people)
    enrolments: dict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
    said = (rows if withholds else visible(user, rows)).values_list(
        "person", "stage", "model__title", "enrolled_on", "left_on"
    )
    for person, stage, title, enrolled_on, left_on in said:
        if is_active(stage):
            enrolments[person].append((title, enrolled_on, left_on))
    return [
        {title for title, from_on, to_on in enrolments[one.person.pk] if _holds(from_on, to_on, one.on)}
        for one in releases
    ]


def _cells(
    sites: Iterable[str], programmes: Iterable[set[str]], weeks: Iterable[Week], *, once: bool
) -> dict[Cell, list[Week]]:
    """By the site they were released from (of a history without one, where they are looked after) and the programme.
    Whoever was on two programmes counts in both, or `once` as on several: what is counted twice can be told apart.
    """
    found: dict[Cell, list[Week]] = defaultdict(list)
    for site, titles, week in zip(sites, programmes, weeks, strict=True):
        for title in {SEVERAL} if once and len(titles) > 1 else titles or {NONE}:
            found[site, title].append(week)
    return dict(found)


def _groups(by: By, cells: Mapping[Cell, Sequence[Week]]) -> list[Group]:
    titled: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        titled[{By.SITE: cell[0], By.PROGRAMME: cell[1], By.BOTH: ": ".join(cell)}[by]].append(cell)
    return [
        Group(title, [week for cell in titled[title] for week in cells[cell]], frozenset(titled[title]))
        for title in sorted(titled)
    ]


def _holds(from_on: date, to_on: date | None, on: date) -> bool:
    return from_on <= on and (to_on is None or on <= to_on)
