"""The board of releases: `figures` for the bench; `python -m bench.releasing COUNT` prints times as JSON."""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from bench import database, stores
from bench.figures import Aim, Figure

SECTION = "release_board"
RUN = "run_release_board"
FEW, MANY = 200, 2_000
BOARD_DAYS = 80
SOON_ENOUGH = Aim(1.5)


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    store = stores.store_in(folder)
    queries = {}
    for count in (20, 200) if small else (FEW, MANY):
        store.copy(stores.tables(store, folder), RUN)
        environment = stores.environment(store, RUN, folder)
        stores.run_child("bench.assets", environment=environment)
        said = json.loads(stores.run_child("bench.releasing", str(count), environment=environment))
        store.drop(RUN)
        queries[count] = said["queries"]
        aim = SOON_ENOUGH if count == MANY else None
        yield Figure(SECTION, f"board of {count:,} releases", said["seconds"], "s", aim=aim, note="best of three")
        yield Figure(SECTION, f"basics of {count:,} people opened", said["opening_seconds"], "s")
    few, many = queries.values()
    growth = "" if few == many else f"; it GROWS from {few}"
    yield Figure(SECTION, "queries of the board", many, "queries", note=f"however many{growth}")


def main(count: int) -> None:
    database.set_up_django()
    json.dump(look(count), sys.stdout)


def look(count: int) -> dict[str, Any]:
    """Everybody on one worker's caseload, each with the whole set, half of it under way."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    user, opening_seconds = make_people(count)
    client = Client()
    client.force_login(user)
    board = reverse("release:board")
    client.get(board)
    with CaptureQueriesContext(connection) as seen:
        client.get(board)
        queries = len(seen)  # asked within: the next request forgets them
    times = []
    for _ in range(3):
        began = perf_counter()
        client.get(board)
        times.append(perf_counter() - began)
    return {"seconds": min(times), "queries": queries, "opening_seconds": opening_seconds}


def make_people(count: int) -> tuple[Any, float]:
    from throughgate.accounts.models import Role, User
    from throughgate.common.clock import today
    from throughgate.people.models import Assignment, CustodyDate, Person
    from throughgate.release.models import Basic, BasicStep
    from throughgate.release.services.opening import open_for_everybody
    from throughgate.sites.models import Site

    site = Site.objects.update_or_create(code="SDI", defaults={"name": "Send (HMP)", "is_served": True})[0]
    user = User.objects.create_user("bench@example.org", None, name="Bench Worker", role=Role.CASEWORKER)
    user.sites.set([site])
    people = Person.objects.bulk_create(
        [Person(given_name=f"Robin{n}", family_name="Ash", site=site, created_by=user) for n in range(count)]
    )
    worker = {"worker": user, "role": "caseworker", "from_on": today(), "added_by": user}
    Assignment.objects.bulk_create([Assignment(person=one, **worker) for one in people])
    CustodyDate.objects.bulk_create(
        [
            CustodyDate(
                person=one, kind="crd", on=today() + timedelta(days=n % BOARD_DAYS), source="OMU", noted_by=user
            )
            for n, one in enumerate(people)
        ]
    )
    began = perf_counter()
    open_for_everybody()
    opening_seconds = perf_counter() - began
    rows = Basic.objects.order_by("pk")
    BasicStep.objects.bulk_create(
        [BasicStep(basic=row, state="pending", on=today(), by=user) for n, row in enumerate(rows) if n % 2]
    )
    return user, opening_seconds


if __name__ == "__main__":
    main(int(sys.argv[1]))
