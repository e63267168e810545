"""Fidelity counted out of the commitments, site by site. The number of queries grows with neither sites nor people.

Counts of what fell due within the time and before today: what is due today may still be done today. Nobody's record is
opened, so that everybody who was enrolled at a site counts there, wherever they are now.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from throughgate.access.policy import Ability, has
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.small_numbers import choose_told
from throughgate.fidelity.rules.counting import Due, Fidelity, Share, all_together, is_in_window
from throughgate.fidelity.selectors.rollouts import Programme
from throughgate.groups.loading import plans
from throughgate.groups.models import Delivery
from throughgate.people.models import AssignmentRole, CustodyDate, DateKind, Person
from throughgate.people.rules.custody import RELEASE_KINDS, shown_release_date
from throughgate.people.selectors.objecting import EVALUATION, objectors
from throughgate.programmes.models import Commitment, Enrolment
from throughgate.programmes.rules import is_active
from throughgate.sites.models import Site

STAFF = ("staff", "counsellor", "practitioner")
WORKERS = (AssignmentRole.CASEWORKER, AssignmentRole.COUNSELLOR, AssignmentRole.FAMILY_PRACTITIONER)
_COUNTS = {
    "asked": Count("pk"),
    "waived": Count("pk", filter=Q(waived_on__isnull=False)),
    "done": Count("pk", filter=Q(met_on__isnull=False)),
    "late": Count("pk", filter=Q(met_on__gt=F("by_on"))),
}


@dataclass(frozen=True)
class Compared:
    """By site, `told` those that may be told to a reader who may not open the records behind the counts."""

    of_site: Mapping[int, Fidelity]
    together: Fidelity
    told: frozenset[int]
    tells_together: bool


@dataclass(frozen=True)
class Practitioner:
    worker: User | None  # None: colleagues, put together
    due: Due


def withholds_from(user: User) -> bool:
    return not has(user, Ability.SEE_PEOPLE)


def compare_sites(
    user: User, programme: Programme, sites: Collection[Site], first: date, last: date, today: date
) -> Compared:
    """Of sites that the user works at, which the caller has asked. Audited."""
    apart = objectors(EVALUATION, today) if withholds_from(user) else Person.objects.none().values("pk")
    of_site = _what_fell_due(programme, _due(programme.row.slug, sites, first, last, today, apart), sites)
    reach, outside = _reach(programme, sites, first, min(last, today), apart)
    adherence = _adherence(programme.row.slug, sites, first, last)
    for pk in of_site:
        of_site[pk] += Fidelity(adherence=adherence[pk], reach=reach[pk], outside=outside[pk])
    record_event(
        by=user, action="fidelity.compared", subject=f"model {programme.row.slug}", sites=len(of_site),
        first=first.isoformat(), last=last.isoformat(),
    )  # fmt: skip
    told, tells_together = _told(of_site) if withholds_from(user) else (frozenset(of_site), True)
    return Compared(of_site, all_together(of_site.values()), told, tells_together)


def by_element(
    programme: Programme, sites: Collection[Site], first: date, last: date, today: date
) -> dict[int, dict[str, Due]]:
    """By site and key of an element. One query."""
    found: dict[int, dict[str, Due]] = {site.pk: {} for site in sites}
    rows = _due(programme.row.slug, sites, first, last, today)
    for row in rows.values("enrolment__site", "element").annotate(**_COUNTS).order_by():
        found[row["enrolment__site"]][row["element"]] = _counted(row)
    return found


def by_practitioner(
    user: User, programme: Programme, site: Site, first: date, last: date, today: date
) -> list[Practitioner]:
    """What staff were to do, under whoever was the person's worker on the day it was due; of two workers, under each.
    Managers read it by name; a practitioner reads their own beside colleagues put together. Audited. Two queries.
    """
    rows = _due(programme.row.slug, [site], first, last, today).filter(
        Q(person__assignments__to_on__isnull=True) | Q(person__assignments__to_on__gte=F("by_on")),
        who__in=STAFF,
        person__assignments__from_on__lte=F("by_on"),
        person__assignments__role__in=WORKERS,
    )
    worker = "person__assignments__worker"
    counted = {row[worker]: _counted(row) for row in rows.values(worker).annotate(**_COUNTS).order_by()}
    named = has(user, Ability.SEE_PRACTITIONERS)
    users = User.objects.in_bulk(counted if named else counted.keys() & {user.pk})
    found = [Practitioner(one, counted[pk]) for pk, one in users.items()]
    others = sum((due for pk, due in counted.items() if pk not in users), Due())
    record_event(
        by=user, action="fidelity.practitioners", subject=f"model {programme.row.slug}", site=site.code,
        people=len(found),
    )  # fmt: skip
    found.sort(key=lambda one: one.worker.name if one.worker else "")
    return [*found, Practitioner(None, others)] if others.asked else found


def _due(
    slug: str, sites: Collection[Site], first: date, last: date, today: date, apart: QuerySet[Any] | None = None
) -> QuerySet[Commitment]:
    """`apart`: ids of people who are left out."""
    upto = min(last, today - timedelta(days=1))
    rows = Commitment.objects.filter(enrolment__model__slug=slug, enrolment__site__in=sites)
    rows = rows.filter(by_on__range=(first, upto))
    return rows if apart is None else rows.exclude(person__in=apart)


def _counted(row: Mapping[str, Any]) -> Due:
    return Due(row["asked"], row["waived"], row["done"], row["late"])


def _what_fell_due(programme: Programme, due: QuerySet[Commitment], sites: Collection[Site]) -> dict[int, Fidelity]:
    """By site. One pass over what is due, enrolment by enrolment, as it is indexed: sites are told apart afterwards."""
    is_core = Q(element__in=programme.core)
    open_core = is_core & Q(met_on__isnull=True, waived_on__isnull=True)
    rows = due.values("enrolment").annotate(
        **_COUNTS, core=Count("pk", filter=is_core), open_core=Count("pk", filter=open_core)
    )
    at = dict(Enrolment.objects.filter(model__slug=programme.row.slug, site__in=sites).values_list("pk", "site"))
    found: dict[int, list[int]] = {site.pk: [0] * 7 for site in sites}
    for enrolment, *said, core, is_open in rows.order_by().values_list("enrolment", *_COUNTS, "core", "open_core"):
        counts = (1, *said, bool(core) and not is_open, bool(core))
        found[at[enrolment]] = [one + more for one, more in zip(found[at[enrolment]], counts, strict=True)]
    return {pk: Fidelity(people, Due(*due), Share(all_core, of)) for pk, (people, *due, all_core, of) in found.items()}


def _adherence(slug: str, sites: Collection[Site], first: date, last: date) -> defaultdict[int, Share]:
    """Of sessions whose leaders said what was delivered; steps that the plan no longer has are passed over."""
    mine = {key: plan for key, plan in plans().items() if plan.model == slug}
    rows = Delivery.objects.filter(
        superseded_at__isnull=True, session__cohort__site__in=sites, session__cohort__plan__in=mine,
        session__on__range=(first, last), session__superseded_at__isnull=True, session__cancelled_at__isnull=True,
    )  # fmt: skip
    found: defaultdict[int, Share] = defaultdict(Share)
    said = rows.values_list("session__cohort__site", "session__cohort__plan", "session__number", "steps")
    for site, plan, number, ticked in said:
        steps = mine[plan].session(number).steps
        found[site] += Share(len(set(ticked) & set(steps)), len(steps))
    return found


def _reach(
    programme: Programme, sites: Collection[Site], first: date, last: date, apart: QuerySet[Any]
) -> tuple[defaultdict[int, Share], Counter[int]]:
    """Of those at a site, or who joined there, whose window was open within the time; and how many joined outside."""
    joined = _joined(programme.row.slug, sites, last, apart)
    at = dict(Person.objects.filter(site__in=sites).exclude(pk__in=apart).values_list("pk", "site"))
    at |= {person: site for person, (site, _) in joined.items()}
    days = _days(at)
    found: defaultdict[int, Share] = defaultdict(Share)
    outside: Counter[int] = Counter()
    for person, site in at.items():
        is_in = is_in_window(programme.model.audience, days.get(person, {}), first, last)
        if is_in:
            found[site] += Share(int(person in joined), 1)
        elif is_in is False and person in joined and first <= joined[person][1] <= last:
            outside[site] += 1
    return found, outside


def _joined(slug: str, sites: Collection[Site], last: date, apart: QuerySet[Any]) -> dict[int, tuple[int, date]]:
    """By person, at which site and when first."""
    rows = Enrolment.objects.filter(model__slug=slug, site__in=sites, enrolled_on__lte=last)
    rows = rows.exclude(person__in=apart).order_by("-enrolled_on")
    said = rows.values_list("person", "site", "enrolled_on", "stage")
    return {person: (site, on) for person, site, on, stage in said if is_active(stage)}


class _Dated(NamedTuple):
    """As much of a date of custody as choosing among them takes: thousands are read."""

    kind: str
    on: date | None
    superseded_at: None = None


def _days(people: Iterable[int]) -> dict[int, dict[str, date | None]]:
    """By person and anchor. One query: read over everybody and sorted out here, since a list of them has no end."""
    wanted = set(people)
    rows = CustodyDate.objects.filter(superseded_at__isnull=True, kind__in=[*RELEASE_KINDS, DateKind.PAROLE_HEARING])
    by_person: dict[int, list[_Dated]] = defaultdict(list)
    for person, kind, on in rows.order_by().values_list("person", "kind", "on").iterator(chunk_size=5000):
        if person in wanted:
            by_person[person].append(_Dated(kind, on))
    found = {}
    for person, dates in by_person.items():
        release = shown_release_date(dates)
        hearing = next((row.on for row in dates if row.kind == DateKind.PAROLE_HEARING), None)
        found[person] = {"release": release.on if release else None, "parole_hearing": hearing}
    return found


def _told(of_site: Mapping[int, Fidelity]) -> tuple[frozenset[int], bool]:
    """Every count that is of people, and of what was done or not for them, for whom it may be few."""
    counts = {
        pk: (
            one.people, one.core.yes, one.core.of - one.core.yes, one.reach.yes, one.reach.of - one.reach.yes,
            one.outside, one.due.waived, one.due.late, one.due.dose.of - one.due.done,
        )
        for pk, one in of_site.items()
    }  # fmt: skip
    parts = [frozenset(counts), *(frozenset({pk}) for pk in sorted(counts))]
    together, *each = choose_told(parts, counts)
    return frozenset(pk for pk, told in zip(sorted(counts), each, strict=True) if told), together
