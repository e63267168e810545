"""Looks through a database of made-up people for records of one person, and prints JSON:
`python -m bench.duplicates_rules PEOPLE SHARE SEED`. The people are written straight to the tables; the search is the
application's own.
"""

import json
import resource
import sys
from collections.abc import Sequence
from time import perf_counter, process_time
from typing import Any

from bench import database
from bench.duplicates_people import Made, make_records, true_pairs
from bench.duplicates_quality import Pair, best, quality

TYPED_IN = 200


def fill(records: Sequence[Made]) -> Any:
    """Everybody with their numbers, at one site; returns the manager there."""
    from bench.rows import Rows
    from throughgate.accounts.models import Role, User
    from throughgate.people.models import Identifier, Person
    from throughgate.sites.models import Site

    site = Site.objects.create(code="BEN", name="Bench", is_served=True)
    manager = User.objects.create(email="manager@bench.example", name="Manager", role=Role.MANAGER, password="!")
    manager.sites.add(site)
    rows = Rows()
    for one in records:
        person = rows.add(
            Person,
            ref=f"P{one.key:07}",
            given_name=one.given,
            family_name=one.family,
            preferred_name=one.preferred,
            born_on=one.born_on,
            gender=one.gender,
            site=site,
            created_by=manager,
        )
        for kind, value in one.numbers.items():
            rows.add(Identifier, person=person, kind=kind, value=value, added_by=manager)
    rows.write()
    database.reset_sequences()
    return manager


def main(people: int, share: float, seed: int) -> None:
    from django.db import transaction

    from throughgate.people.services import rebuild_search_words
    from throughgate.people.services.duplicates import look_through_everybody

    records = make_records(people, share, seed)
    truth = true_pairs(records)
    with transaction.atomic():
        fill(records)
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, worked = perf_counter(), process_time()
    look_through_everybody()
    seconds, processor = perf_counter() - began, process_time() - worked
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = suggested()
    same = {pair for pair, (likeness, _) in kept.items() if likeness == "same"}
    said = {"seconds": seconds, "processor": processor, "megabytes": megabytes, "idle": idle, "records": len(records)}
    said |= quality("likely", set(kept), truth) | quality("same", same, truth)
    said |= best({pair: weight for pair, (_, weight) in kept.items()}, truth)
    rebuild_search_words()
    json.dump(said | one_by_one(records), sys.stdout)


def suggested() -> dict[Pair, tuple[str, float]]:
    """How alike, and the weight, of every pair that the search kept."""
    from throughgate.people.models import PossibleDuplicate

    rows = PossibleDuplicate.objects.order_by().values_list("one_id", "other_id", "likeness", "weight")
    return {(one, other): (likeness, weight) for one, other, likeness, weight in rows}


def one_by_one(records: Sequence[Made]) -> dict[str, float]:
    """Somebody who is just being added is looked for: milliseconds, the middle one and the slowest in twenty."""
    from throughgate.people.rules.duplicates import identity_of
    from throughgate.people.selectors.duplicates import list_alike

    taken = []
    for one in records[:: max(1, len(records) // TYPED_IN)]:
        asked = identity_of(0, one.given, one.family, one.preferred, one.born_on, one.gender, one.numbers.items())
        began = perf_counter()
        list_alike(asked)
        taken.append((perf_counter() - began) * 1000)
    taken.sort()
    return {"typed_p50": taken[len(taken) // 2], "typed_p95": taken[len(taken) * 19 // 20]}


if __name__ == "__main__":
    database.set_up_django()
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
