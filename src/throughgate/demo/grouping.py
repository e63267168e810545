"""Groups of the demonstration: a family course half way, a recovery group, and a course with a waiting list."""

from datetime import date, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.db import transaction

from throughgate.accounts.models import User
from throughgate.casework.services import Attendance
from throughgate.groups.grammar import FEEDBACK
from throughgate.groups.models import Cohort, GroupSession, Place
from throughgate.groups.rules.calendar import why_shut
from throughgate.groups.rules.places import PlaceError
from throughgate.groups.selectors.calendar import calendar_of
from throughgate.groups.selectors.cohorts import plan_of_session
from throughgate.groups.services.calendar import add_hours
from throughgate.groups.services.cohorts import Terms, make_cohort
from throughgate.groups.services.places import ask_for_place, offer_place, take_place
from throughgate.groups.services.registers import attendance_of, save_register, say_delivered
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.people.services.restrictions import RestrictedError
from throughgate.programmes.models import Enrolment
from throughgate.sites.models import Site

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

WEEKDAYS = range(5)
IN_GROUP = 6
MINUTES = {"family-course": 120, "recovery-group": 90}


def gather_some(charity: "Charity") -> None:
    manager, worker = charity.users["manager"], charity.users["caseworker"]
    site = worker.sites.filter(is_prison=True).first()
    if site is None or not manager.sites.filter(pk=site.pk).exists():
        return
    for weekday in WEEKDAYS:
        add_hours(by=manager, site=site, weekday=weekday, from_at=time(9), to_at=time(17))
    chance = Random("groups")  # noqa: S311 - repeatable on purpose  # nosec B311
    last = charity.today - timedelta(days=7)
    for title, plan, weeks, capacity, place, at in (
        ("Family course", "family-course", 3, 8, "Visits hall", time(14)),
        ("Recovery group", "recovery-group", 5, 8, "Education 2", time(10)),
        ("Family course, next", "family-course", -2, 2, "Education 2", time(14)),
    ):
        terms = Terms(
            title=title, plan=plan, site=site, place=place, capacity=capacity, leaders=[worker],
            starts_on=_open_day(site, last - timedelta(days=7 * (weeks - 1))), at=at, minutes=MINUTES[plan],
        )  # fmt: skip
        cohort = make_cohort(by=worker, terms=terms)
        _fill(worker, cohort)
        _record(worker, cohort, charity.today, chance)


def _open_day(site: Site, on: date) -> date:
    calendar = calendar_of(site)
    while why_shut(calendar, on, time(14), 120):
        on += timedelta(days=1)
    return on


def _fill(by: User, cohort: Cohort) -> None:
    """Those on the programme at the site first, then others there; whom a restriction keeps away waits."""
    here = Person.objects.filter(site=cohort.site, assignments__worker=by, assignments__to_on__isnull=True)
    here = here.exclude(group_places__isnull=False).select_related("site").order_by("pk").distinct()
    on_it = set(Enrolment.objects.filter(left_on__isnull=True).values_list("person_id", flat=True))
    people = sorted(here, key=lambda one: (one.pk not in on_it, one.pk))[:IN_GROUP]
    for person in people:
        with announced_once():
            place = ask_for_place(by=by, cohort=cohort, person=person)
        _take(by, cohort, place)


def _take(by: User, cohort: Cohort, place: Place) -> None:
    try:
        with transaction.atomic():
            take_place(by=by, place=offer_place(by=by, place=place))
    except (PlaceError, RestrictedError):
        return


def _record(by: User, cohort: Cohort, today: date, chance: Random) -> None:
    """All but the last of those that have been: that one waits for its register."""
    been = list(GroupSession.objects.filter(cohort=cohort, on__lt=today).order_by("number"))
    places = list(Place.objects.filter(cohort=cohort, taken_on__isnull=False).select_related("person__site"))
    for session in been[:-1] if places else ():
        session.cohort = cohort
        people = [_came(place, place is places[-1], chance) for place in places]
        save_register(by=by, session=session, people=people)
        steps = list(plan_of_session(session).steps)
        feedback = {question: {"yes": len(places) - 1, "some": 1} for question in FEEDBACK}
        say_delivered(by=by, session=session, steps=steps[: chance.choice((3, 4))], feedback=feedback)


def _came(place: Place, often_away: bool, chance: Random) -> Attendance:
    away = often_away or chance.random() < 0.12
    why = chance.choice(("acceptable", "logistics")) if away else ""
    return attendance_of(place, attended="no" if away else "yes", why=why)
