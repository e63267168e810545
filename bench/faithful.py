"""Site against site: `figures` for the bench; `python -m bench.faithful SITES ENROLMENTS` prints times as JSON."""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from bench import database, stores
from bench.figures import Aim, Figure

SECTION = "fidelity"
RUN = "run_fidelity"
SLUG = "restorative-family"
FEW, MANY = (4, 2_000), (40, 20_000)
SOON_ENOUGH = Aim(3)
BATCH = 5_000


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    store = stores.store_in(folder)
    queries = {}
    for sites, people in ((2, 20), (4, 40)) if small else (FEW, MANY):
        store.copy(stores.tables(store, folder), RUN)
        environment = stores.environment(store, RUN, folder)
        stores.run_child("bench.assets", environment=environment)
        said = json.loads(stores.run_child("bench.faithful", str(sites), str(people), environment=environment))
        store.drop(RUN)
        queries[people] = said["queries"]
        aim = SOON_ENOUGH if (sites, people) == MANY else None
        name = f"fidelity of {sites} sites over {people:,} enrolments"
        note = f"{said['commitments']:,} commitments; best of three"
        yield Figure(SECTION, name, said["seconds"], "s", aim=aim, note=note)
        yield Figure(SECTION, f"one site of {sites}, part by part and by practitioner", said["site_seconds"], "s")
    few, many = queries.values()
    growth = "" if few == many else f"; it GROWS from {few}"
    yield Figure(SECTION, "queries of site against site", many, "queries", note=f"however many{growth}")


def main(sites: int, people: int) -> None:
    database.set_up_django()
    json.dump(look(sites, people), sys.stdout)


def look(sites: int, people: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from throughgate.programmes.models import Commitment

    user, site = make_charity(sites, people)
    client = Client()
    client.force_login(user)
    compare = reverse("fidelity:compare", kwargs={"slug": SLUG})
    client.get(compare)
    with CaptureQueriesContext(connection) as seen:
        client.get(compare)
        queries = len(seen)  # asked within: the next request forgets them
    one_site = reverse("fidelity:site", kwargs={"slug": SLUG, "code": site})
    return {
        "seconds": best_of_three(client, compare),
        "site_seconds": best_of_three(client, one_site),
        "queries": queries,
        "commitments": Commitment.objects.count(),
    }


def best_of_three(client: Any, url: str) -> float:
    times = []
    for _ in range(3):
        began = perf_counter()
        answer = client.get(url)
        times.append(perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answers {answer.status_code}")
    return min(times)


def make_charity(number: int, count: int) -> tuple[Any, str]:
    """Of each person one enrolment and what is due of every element with a plain count; four fifths of it done."""
    from throughgate.accounts.models import Role, User
    from throughgate.common.clock import today
    from throughgate.people.models import Assignment, CustodyDate, Person
    from throughgate.programmes.models import Commitment, Enrolment
    from throughgate.programmes.services import load_shipped_models
    from throughgate.sites.models import Site

    model = next(row for row in load_shipped_models() if row.slug == SLUG)
    sites = Site.objects.bulk_create(
        [Site(code=f"B{n:02}", name=f"Bench site {n}", is_served=True) for n in range(number)]
    )
    user = User.objects.create_user("bench@example.org", None, name="Bench Manager", role=Role.MANAGER)
    user.sites.set(sites)
    began = today() - timedelta(days=300)
    people = Person.objects.bulk_create(
        [
            Person(given_name=f"Robin{n}", family_name="Ash", site=sites[n % number], created_by=user)
            for n in range(count)
        ],
        batch_size=BATCH,
    )
    worker = {"worker": user, "role": "caseworker", "from_on": began, "added_by": user}
    Assignment.objects.bulk_create([Assignment(person=one, **worker) for one in people], batch_size=BATCH)
    date = {"kind": "crd", "source": "OMU", "noted_by": user}
    CustodyDate.objects.bulk_create(
        [CustodyDate(person=one, on=today() + timedelta(days=n % 400 - 200), **date) for n, one in enumerate(people)],
        batch_size=BATCH,
    )
    said = {"model": model, "stage": "on_programme", "enrolled_on": began, "added_by": user}
    enrolments = Enrolment.objects.bulk_create(
        [Enrolment(person=one, site=one.site, **said) for one in people], batch_size=BATCH
    )
    laid = list(laid_of(model))
    for start in range(0, count, 1_000):
        Commitment.objects.bulk_create(
            [commitment(one, key, ordinal, today(), place) for one in enrolments[start : start + 1_000]
             for place, (key, ordinal) in enumerate(laid)],
            batch_size=BATCH,
        )  # fmt: skip
    return user, sites[0].code


def laid_of(model: Any) -> Iterator[tuple[str, int]]:
    from throughgate.programmes.compiled import compiled_model

    for key, element in compiled_model(model).elements.items():
        if not element.as_needed:
            yield from ((key, ordinal) for ordinal in range(1, (element.count or (3 if element.every else 1)) + 1))


def commitment(enrolment: Any, key: str, ordinal: int, today: Any, place: int) -> Any:
    from throughgate.programmes.models import Commitment

    by_on = today - timedelta(days=(enrolment.pk + place * 7) % 350 - 40)
    turn = (enrolment.pk * 31 + place) % 10
    met_on = by_on + timedelta(days=turn - 5) if turn < 8 and by_on < today else None
    return Commitment(
        enrolment=enrolment, person=enrolment.person, element=key, spell=0, ordinal=ordinal, who="staff", by_on=by_on,
        met_on=met_on, waived_on=by_on if turn == 8 else None,
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
