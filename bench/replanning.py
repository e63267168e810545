"""Moving releases: `figures` for the bench; `python -m bench.replanning COUNT` prints times as JSON."""

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

from bench import database, stores
from bench.counting import Counted
from bench.figures import Aim, Figure

SECTION = "replanning"
RUN = "run_replanning"
MANY = 200
SOON_ENOUGH = Aim(30)


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    store = stores.store_in(folder)
    store.copy(stores.tables(store, folder), RUN)
    environment = stores.environment(store, RUN, folder)
    said = json.loads(stores.run_child("bench.replanning", str(8 if small else MANY), environment=environment))
    store.drop(RUN)
    name = f"{said['people']} releases moved"
    note = f"one transaction, {said['things']} things carried along, {said['rings']} promises to ring"
    yield Figure(SECTION, f"{name}, as proposed", said["seconds"], "s", aim=SOON_ENOUGH, note=note)
    growth = (
        "" if said["per_person"] <= said["half_per_person"] + 1 else f"; it GROWS from {said['half_per_person']:.1f}"
    )
    yield Figure(SECTION, f"{name}, queries a person", said["per_person"], "queries", note=f"all of it counted{growth}")
    grows = "" if said["plan_queries"] <= said["half_plan_queries"] else f"; it GROWS from {said['half_plan_queries']}"
    yield Figure(SECTION, f"{name}, looked at before", said["plan_seconds"], "s", note="nothing is written")
    yield Figure(SECTION, f"{name}, queries of looking", said["plan_queries"], "queries", note=f"however many{grows}")
    yield Figure(
        SECTION, f"{name}, their dates alone", said["single_seconds"], "s",
        note=f"one by one: {said['single_per_person']:.1f} queries a person; what rests on the old day is left behind",
    )  # fmt: skip


def main(count: int) -> None:
    """Half as many first, which says whether a person costs more the more there are; then all; others one by one."""
    user = worker()
    half = move(user, make_people(user, max(1, count // 2)))
    whole = move(user, make_people(user, count))
    single = note_one_by_one(user, make_people(user, count))
    halves = {"half_per_person": half["per_person"], "half_plan_queries": half["plan_queries"]}
    json.dump(whole | single | halves, sys.stdout)


def move(user: Any, people: Sequence[Any]) -> dict[str, Any]:
    """A week later, everything as proposed."""
    from django.db import connection

    from throughgate.common.clock import today
    from throughgate.release.models import MovedThing
    from throughgate.release.selectors.replanning import Wanted, plan_moves
    from throughgate.release.services.replanning import Order, Told, move_releases

    on = today() + timedelta(days=28)
    counted, began = Counted(), perf_counter()
    with connection.execute_wrapper(counted):
        plans = plan_moves(user, [Wanted(one, "crd", on) for one in people], today())
    plan_seconds, plan_queries = perf_counter() - began, counted.queries
    told = Told(source="The bench", confidence="expected")
    orders = [Order(person=plan.person, kind="crd", on=on, told=told, mark=plan.mark) for plan in plans]
    counted, began = Counted(), perf_counter()
    with connection.execute_wrapper(counted):
        rows = move_releases(by=user, orders=orders, batch=uuid4())
    seconds = perf_counter() - began
    things = MovedThing.objects.filter(move__in=rows)
    return {
        "people": len(rows),
        "seconds": seconds,
        "per_person": counted.queries / len(rows),
        "plan_seconds": plan_seconds,
        "plan_queries": plan_queries,
        "things": things.count(),
        "rings": things.filter(promise__isnull=False).count(),
    }


def note_one_by_one(user: Any, people: Sequence[Any]) -> dict[str, Any]:
    from django.db import connection

    from throughgate.common.clock import today
    from throughgate.people.services.custody import note_date

    on = today() + timedelta(days=28)
    counted, began = Counted(), perf_counter()
    with connection.execute_wrapper(counted):
        for person in people:
            note_date(by=user, person=person, kind="crd", on=on, source="The bench")
    return {"single_seconds": perf_counter() - began, "single_per_person": counted.queries / len(people)}


def worker() -> Any:
    from throughgate.accounts.models import Role, User
    from throughgate.sites.models import Site

    site = Site.objects.update_or_create(code="SDI", defaults={"name": "Send (HMP)", "is_served": True})[0]
    user = User.objects.create_user("bench@example.org", None, name="Bench Worker", role=Role.CASEWORKER)
    user.sites.set([site])
    return user


def make_people(user: Any, count: int) -> list[Any]:
    """To be released in three weeks, each with a gate, a worker there, two appointments and a bed."""
    from throughgate.access.policy import forget_reach
    from throughgate.common.clock import today
    from throughgate.people.models import Assignment, CustodyDate, Person

    site, on = user.sites.get(), today() + timedelta(days=21)
    people = Person.objects.bulk_create(
        [Person(given_name=f"Robin{n}", family_name="Ash", site=site, created_by=user) for n in range(count)]
    )
    mine = {"worker": user, "role": "caseworker", "from_on": today(), "added_by": user}
    Assignment.objects.bulk_create([Assignment(person=one, **mine) for one in people])
    forget_reach(user)
    CustodyDate.objects.bulk_create(
        [CustodyDate(person=one, kind="crd", on=on, source="OMU", noted_by=user) for one in people]
    )
    _plan_days(user, people, on)
    _find_beds(user, people, on)
    return list(Person.objects.filter(pk__in=[one.pk for one in people]).select_related("site"))


def _plan_days(user: Any, people: Sequence[Any], on: Any) -> None:
    from throughgate.casework.models import Booking
    from throughgate.common.references import new_reference
    from throughgate.programmes.models import Promise
    from throughgate.release.models import DayStop, GateMeeting, ReleaseDay

    def promises(source: str, title: str) -> list[Any]:
        own = {"source": source, "title": title, "who": "staff", "by_on": on, "made_by": user}
        return Promise.objects.bulk_create([Promise(person=one, **own) for one in people])

    pairs = zip(people, promises("release-day", "Plan the release day"), strict=True)
    times = {"gate_from": time(9), "gate_to": time(10)}
    days = ReleaseDay.objects.bulk_create(
        [ReleaseDay(person=one, on=on, promise=promise, made_by=user, **times) for one, promise in pairs]
    )
    meets = {"kind": "gate-meeting", "on": on, "at": time(9), "minutes": 60, "place": "The gate, Send (HMP)"}
    pairs = zip(people, promises("booking", "Met at the gate"), strict=True)
    booked = Booking.objects.bulk_create(
        [Booking(person=one, promise=promise, worker=user, made_by=user, **meets) for one, promise in pairs]
    )
    GateMeeting.objects.bulk_create(
        [
            GateMeeting(day=day, met_by="worker", worker=user, booking=row, said_by=user)
            for day, row in zip(days, booked, strict=True)
        ]
    )
    stops = []
    for day in days:
        for kind, place in (("probation", "Woking Probation Office"), ("gp", "Hillview Surgery")):
            ref = new_reference()
            same = {"kind": kind, "title": place, "place": place, "minutes": 30, "at": time(11), "added_by": user}
            stops.append(DayStop(ref=ref, thread=ref, day=day, on=on, **same))
    DayStop.objects.bulk_create(stops)


def _find_beds(user: Any, people: Sequence[Any], on: Any) -> None:
    from throughgate.common.clock import today
    from throughgate.release.models import HomeApplication, HomeStep, Provider

    elm, _ = Provider.objects.get_or_create(name="Elm House", defaults={"kind": "supported", "added_by": user})
    asked = {"provider": elm, "kind": "supported", "worker": user, "made_by": user}
    rows = HomeApplication.objects.bulk_create([HomeApplication(person=one, **asked) for one in people])
    HomeStep.objects.bulk_create(
        [HomeStep(application=row, state="confirmed", on=today(), day=on, noted_by=user) for row in rows]
    )


if __name__ == "__main__":
    database.set_up_django()
    main(int(sys.argv[1]))
