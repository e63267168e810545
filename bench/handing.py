"""Handing over a caseload in one act: `figures` for the bench; `python -m bench.handing` prints times as JSON."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from bench import database, stores
from bench.counting import Counted
from bench.figures import Aim, Figure
from bench.pages import FULL, SMALL

SECTION = "handover"
RUN = "run_handover"
CASELOAD = 60
SOON_ENOUGH = Aim(10)


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    size = SMALL if small else FULL
    store = stores.store_in(folder)
    store.copy(stores.charity(store, size.people, folder), RUN)
    environment = stores.environment(store, RUN, folder)
    said = json.loads(stores.run_child("bench.handing", str(6 if small else CASELOAD), environment=environment))
    store.drop(RUN)
    people = said["people"]
    name = f"hand-over of {people} people"
    note = f"one transaction, {said['receivers']} receivers, {said['lines']} lines written; {said['promises']} promises"
    yield Figure(SECTION, f"{name}, given", said["seconds"], "s", aim=SOON_ENOUGH, note=note)
    growth = (
        "" if said["per_person"] <= said["half_per_person"] + 1 else f"; it GROWS from {said['half_per_person']:.1f}"
    )
    yield Figure(SECTION, f"{name}, queries a person", said["per_person"], "queries", note=f"all of it counted{growth}")
    yield Figure(
        SECTION, f"{name}, checked before", said["check_seconds"], "s", note=f"{said['check_queries']} queries"
    )
    yield Figure(SECTION, f"{name}, taken back", said["back_seconds"], "s")


def main(count: int) -> None:
    """Half as many first, which says whether a person costs more the more there are; then all, by another worker."""
    half = hand_over(max(1, count // 2), skip=0)
    whole = hand_over(count, skip=1)
    json.dump(whole | {"half_per_person": half["per_person"]}, sys.stdout)


def hand_over(count: int, *, skip: int) -> dict[str, Any]:
    from django.db import connection

    from throughgate.common.clock import today
    from throughgate.handover.models import HandedPromise, HandOverSection
    from throughgate.handover.services import give_hand_overs, take_back_hand_over

    manager, giver, handings, checking = plan(count, skip)
    counted = Counted()
    began = perf_counter()
    with connection.execute_wrapper(counted):
        rows = give_hand_overs(by=manager, giver=giver, handings=handings, why="leaves", from_on=today())
    seconds = perf_counter() - began
    lines = sum(
        len(part) for part in HandOverSection.objects.filter(hand_over__in=rows).values_list("lines", flat=True)
    )
    promises = HandedPromise.objects.filter(hand_over__in=rows).count()
    began = perf_counter()
    for row in rows:
        take_back_hand_over(by=manager, hand_over=row, because="The bench")
    return checking | {
        "people": len(rows),
        "receivers": len({row.receiver_id for row in rows}),
        "seconds": seconds,
        "per_person": counted.queries / len(rows),
        "lines": lines,
        "promises": promises,
        "back_seconds": perf_counter() - began,
    }


def plan(count: int, skip: int) -> tuple[Any, Any, list[Any], dict[str, float]]:
    """A manager, one of the workers with the most people at the manager's sites, and who takes over whom."""
    from django.db import connection

    from throughgate.accounts.models import Role, User
    from throughgate.common.clock import today
    from throughgate.handover.rules.moving import spread
    from throughgate.handover.selectors.board import caseload_counts
    from throughgate.handover.selectors.caseload import caseload_to_hand_on
    from throughgate.handover.services import Handing, check_hand_overs

    manager = User.objects.filter(role=Role.MANAGER).order_by("pk")[0]
    busy = [one for one in caseload_counts(manager, today()) if one[0].role == Role.CASEWORKER]
    giver = sorted(busy, key=lambda one: (-one[1], one[0].pk))[skip][0]
    counted = Counted()
    began = perf_counter()
    with connection.execute_wrapper(counted):
        everybody = caseload_to_hand_on(manager, giver, today())
        chosen = spread(list(everybody.handed.values()), everybody.candidates)
        receivers = {pk: one.pk for pk, one in chosen.items() if one}
        checked = check_hand_overs(everybody, receivers, today())
    seconds = perf_counter() - began
    free = {one.handed.person_id for one in checked if not one.is_stopped}
    users = User.objects.in_bulk(set(receivers.values()))
    going = [person for person in everybody.people if person.pk in free][:count]
    handings = [Handing(person, users[receivers[person.pk]]) for person in going]
    return manager, giver, handings, {"check_seconds": seconds, "check_queries": counted.queries}


if __name__ == "__main__":
    database.set_up_django()
    main(int(sys.argv[1]))
