"""The register of a group of 20 saved: `figures` for the bench; `python -m bench.registering` prints times as JSON."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench import database, stores
from bench.counting import Counted
from bench.figures import Figure
from bench.pages import FULL, SMALL

SECTION = "register"
RUN = "run_register"
PEOPLE, FEW = 20, 5
TIMES = 40  # registers saved of each
AT, MINUTES = time(14), 90


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    size = SMALL if small else FULL
    store = stores.store_in(folder)
    store.copy(stores.charity(store, size.people, folder), RUN)
    environment = stores.environment(store, RUN, folder)
    said = json.loads(stores.run_child("bench.registering", str(4 if small else TIMES), environment=environment))
    store.drop(RUN)
    name = f"register of {said['people']} saved"
    note = f"{said['times']} registers, one in ten people missed it; the median takes {said['median']:.0f} ms"
    yield Figure(SECTION, f"{name}, p95", said["p95"], "ms", note=note)
    few = f"{said['few_queries']:.0f} for {said['few']} people"
    yield Figure(SECTION, f"{name}, queries", said["queries"], "queries", note=f"all of it counted; {few}")


def main(times: int) -> None:
    """A few people first, which says what a person costs and warms it; then all of them."""
    few, whole = save_some(FEW, times), save_some(PEOPLE, times)
    json.dump(whole | {"few": few["people"], "few_queries": few["queries"]}, sys.stdout)


def save_some(people: int, times: int) -> dict[str, Any]:
    from django.db import connection

    from throughgate.groups.models import GroupSession
    from throughgate.groups.services.registers import attendance_of, save_register

    worker, cohort, places = gather(people, times)
    taken, queries = [], []
    for session in GroupSession.objects.filter(cohort=cohort).order_by("number"):
        session.cohort = cohort
        said = [
            attendance_of(one, attended="no" if missed else "yes", why="acceptable" if missed else "")
            for number, one in enumerate(places)
            for missed in [(number + session.number) % 10 == 0]
        ]
        counted = Counted()
        began = perf_counter()
        with connection.execute_wrapper(counted):
            save_register(by=worker, session=session, people=said)
        taken.append((perf_counter() - began) * 1000)
        queries.append(counted.queries)
    return {
        "people": len(places),
        "times": len(taken),
        "p95": sorted(taken)[max(0, round(len(taken) * 0.95) - 1)],
        "median": median(taken),
        "queries": max(queries),
    }


def gather(people: int, times: int) -> tuple[Any, Any, Sequence[Any]]:
    """A manager, a group of theirs with days behind it, and those who are in it."""
    from throughgate.access.policy import Action, visible
    from throughgate.accounts.models import Role, User
    from throughgate.common.clock import today
    from throughgate.groups.models import Place
    from throughgate.groups.services.cohorts import Terms, make_cohort
    from throughgate.people.models import Person

    manager = next(one for one in User.objects.filter(role=Role.MANAGER).order_by("pk") if one.sites.exists())
    site = manager.sites.order_by("pk")[0]
    terms = Terms(
        title=f"Group of {people}", plan="recovery-group", site=site, place="Room 1", capacity=people,
        leaders=[manager], starts_on=today(), at=AT, minutes=MINUTES, days=days_before(site, today(), times),
    )  # fmt: skip
    cohort = make_cohort(by=manager, terms=terms)
    there = visible(manager, Person.objects.filter(site=site), Action.RECORD).order_by("pk")[:people]
    known = {"cohort": cohort, "asked_on": today(), "asked_by": manager, "offered_on": today(), "offered_by": manager}
    places = [Place(person=one, taken_on=today(), taken_by=manager, **known) for one in there]
    Place.objects.bulk_create(places)
    rows = Place.objects.filter(cohort=cohort).select_related("person__site", "enrolment").order_by("pk")
    return manager, cohort, list(rows)


def days_before(site: Any, today: date, wanted: int) -> list[date]:
    """Days before today on which a group could run there."""
    from throughgate.groups.rules.calendar import why_shut
    from throughgate.groups.selectors.calendar import calendar_of

    found: list[date] = []
    calendar, on = calendar_of(site), today
    while len(found) < wanted:
        on -= timedelta(days=1)
        if not why_shut(calendar, on, AT, MINUTES):
            found.append(on)
    return found


if __name__ == "__main__":
    database.set_up_django()
    main(int(sys.argv[1]))
