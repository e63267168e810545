"""What many people's results come to, over those whose results the reader may read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from throughgate.access.policy import Ability, Forbidden, has, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.common.quarters import quarter_of
from throughgate.measures.grammar import PERSON, Instrument, Missing, Scale
from throughgate.measures.models import Given, Sitting
from throughgate.measures.rules.group import Course, Paired, pair
from throughgate.measures.rules.split import PROGRAMME, SITE, Key
from throughgate.measures.selectors.instruments import instruments
from throughgate.measures.selectors.sittings import in_force
from throughgate.people.selectors.objecting import EVALUATION, objectors

NO_SITE, NO_PROGRAMME = "No site", "Outside a programme"


@dataclass(frozen=True)
class Line:
    """One scale, or one area of a wheel, over everybody."""

    title: str
    low: int
    high: int
    better: str
    paired: Paired
    source: str = ""  # of what a reliable change is
    cells: Mapping[Key, Paired] = field(default_factory=dict)  # by site and programme
    named: Mapping[tuple[int, str], Paired] = field(default_factory=dict)  # each site and each programme


@dataclass(frozen=True)
class Group:
    instrument: Instrument
    lines: tuple[Line, ...]


def require_group(user: User) -> None:
    """Whoever sees people, or evaluates. Raises Forbidden."""
    if not (has(user, Ability.SEE_PEOPLE) or has(user, Ability.RUN_EVALUATIONS)):
        raise Forbidden(Ability.SEE_PEOPLE)


def counted_until(user: User, on: date) -> date | None:
    """The last day that counts; None where every day does. For whoever opens no record a quarter that is over: what was
    told yesterday less what is told today would be the score of whoever finished in between.
    """
    return None if has(user, Ability.SEE_PEOPLE) else quarter_of(on) - timedelta(days=1)


def groups_for(user: User, until: date | None = None, *, as_file: bool = False) -> list[Group]:
    """Every instrument with a result. Two queries. An evaluator counts over everybody who has not said no to that, and
    opens no record.
    """
    require_group(user)
    rows = in_force() if until is None else in_force().filter(on__lte=until)
    if has(user, Ability.SEE_PEOPLE):
        rows = visible(user, rows)
    else:
        rows = rows.exclude(person__in=objectors(EVALUATION, today()))
    by_person = _by_person(rows.order_by("on", "pk"))
    action = "measure_figures.downloaded" if as_file else "measure_figures.read"
    record_event(by=user, action=action, measures=len(by_person))
    known = instruments()
    areas = _areas(rows, [slug for slug in by_person if slug in known and not known[slug].scales])
    return [
        Group(known[slug], tuple(_lines(known[slug], people.values(), areas, by_site=until is None)))
        for slug, people in sorted(by_person.items(), key=lambda one: one[0])
        if slug in known
    ]


def _by_person(rows: QuerySet[Sitting]) -> dict[str, dict[int, list[Sitting]]]:
    """In order of the days; whoever was measured anew is counted from there."""
    found: dict[str, dict[int, list[Sitting]]] = defaultdict(lambda: defaultdict(list))
    rows = rows.select_related("person__site", "enrolment__model")
    names = ("person__site__name", "enrolment__model__title")
    for row in rows.only("instrument", "person_id", "on", "scores", "anew_because", "ref", "enrolment_id", *names):
        course = found[row.instrument][row.person_id]
        if row.anew_because:
            course.clear()
        course.append(row)
    return found


def _lines(
    instrument: Instrument, courses: Iterable[list[Sitting]], areas: dict[tuple[int, str], int | None], *, by_site: bool
) -> Iterable[Line]:
    people = list(courses)
    for key, scale in instrument.scales.items():
        low, high = instrument.range_of(key)
        scored = [Course(tuple(_value(one, key) for one in course)) for course in people]
        source = scale.change.source if scale.change else ""
        yield _line(
            Line(scale.title, low, high, scale.better, pair(scale, scored), source),
            scale,
            people,
            scored,
            by_site=by_site,
        )
    if not instrument.scales:
        for key, item in instrument.items.items():
            low, high = instrument.ends(key)
            bare = Scale(title=item.title or key, better="higher", missing=Missing(most=0, source="One question."))
            course_of = [Course(tuple(_area(areas.get((one.pk, key))) for one in course)) for course in people]
            yield _line(
                Line(bare.title, low, high, "higher", pair(bare, course_of)), bare, people, course_of, by_site=by_site
            )


def _line(
    line: Line, scale: Scale, people: Sequence[list[Sitting]], courses: Sequence[Course], *, by_site: bool
) -> Line:
    by_key: dict[Key, list[Course]] = defaultdict(list)
    by_name: dict[tuple[int, str], list[Course]] = defaultdict(list)
    for sittings, course in zip(people, courses, strict=True):
        key = _key(sittings[-1], by_site=by_site)
        by_key[key].append(course)
        for by in (SITE, PROGRAMME):
            by_name[by, key[by]].append(course)
    return replace(
        line,
        cells={key: pair(scale, found) for key, found in by_key.items()},
        named={name: pair(scale, found) for name, found in by_name.items()},
    )


def _key(latest: Sitting, *, by_site: bool) -> Key:
    """Where they are now, and for which programme the latest result was taken. Who moves from one site to another would
    be the difference between two days: whoever opens no record is not told of sites.
    """
    site, enrolment = latest.person.site if by_site else None, latest.enrolment
    return site.name if site else NO_SITE, enrolment.model.title if enrolment else NO_PROGRAMME


def _value(sitting: Sitting, scale: str) -> Decimal | None:
    kept = sitting.scores.get(scale, {}).get("value")
    return None if kept is None else Decimal(kept)


def _area(points: int | None) -> Decimal | None:
    return None if points is None else Decimal(points)


def _areas(rows: QuerySet[Sitting], slugs: list[str]) -> dict[tuple[int, str], int | None]:
    """What people themselves said of each area."""
    if not slugs:
        return {}
    given = Given.objects.filter(
        sitting__in=rows.filter(instrument__in=slugs).order_by().values("pk"), rater=PERSON, superseded_at__isnull=True
    )
    return {(sitting, item): points for sitting, item, points in given.values_list("sitting_id", "item", "points")}
