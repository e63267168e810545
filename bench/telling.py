"""Opening a form when much has been told: `figures` for the bench; `python -m bench.telling` prints times as JSON."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from bench import database, stores
from bench.figures import Aim, Figure
from bench.pages import FULL, SMALL

SECTION = "story"
RUN = "run_story"
FORM = "story"
FEW, MANY = 30, 300
TIMES = 200
SOON_ENOUGH = Aim(150)


def figures(folder: Path, *, small: bool = False) -> Iterator[Figure]:
    size = SMALL if small else FULL
    store = stores.store_in(folder)
    store.copy(stores.charity(store, size.people, folder), RUN)
    environment = stores.environment(store, RUN, folder)
    stores.run_child("bench.assets", environment=environment)
    said = json.loads(stores.run_child("bench.telling", str(10 if small else TIMES), environment=environment))
    store.drop(RUN)
    for page, found in said.items():
        few, many = found[str(FEW)], found[str(MANY)]
        growth = "" if few["queries"] == many["queries"] else f"; it GROWS from {few['queries']} at {FEW} answers"
        note = f"median {many['median']:.0f} ms; {few['p95']:.0f} ms with {FEW} answers; in one process, no other load"
        yield Figure(SECTION, f"{page}, {MANY} answers, p95", many["p95"], "ms", aim=SOON_ENOUGH, note=note)
        yield Figure(
            SECTION, f"{page}, {MANY} answers", many["queries"], "queries", note=f"{many['kB']:.0f} kB{growth}"
        )


def main(times: int) -> None:
    from django.urls import reverse

    from bench.asking import caseload_of, signed_in, workers

    user = workers()[0]
    client = signed_in(user)
    found: dict[str, dict[str, Any]] = {}
    # One person twice: two people differ in more than in how much they told.
    person = caseload_of(user)[0]
    where = {"ref": person.ref, "slug": FORM}
    pages = {
        "a form opened": reverse("story:form", kwargs=where),
        "its next questions": reverse("story:ask", kwargs=where),
        "all that was told": reverse("story:told", kwargs={"ref": person.ref}),
    }
    for told, count in ((0, FEW), (FEW, MANY)):
        tell(user, person, range(told, count))
        client.post(reverse("story:form", kwargs=where))
        for page, url in pages.items():
            found.setdefault(page, {})[str(count)] = visit(client, url, times)
    json.dump(found, sys.stdout)


def tell(user: Any, person: Any, numbers: Iterable[int]) -> None:
    """One answer for each number: every question this worker may hear but the last of the form, so that there is
    something to ask; then the first ones changed, a day each.
    """
    from throughgate.common.clock import today
    from throughgate.people.changes import announced_once
    from throughgate.story.grammar import MAY_HEAR
    from throughgate.story.services.answering import record_answer
    from throughgate.story.shipping import shipped_questions

    bank = shipped_questions()
    left = {key for section in bank.forms[FORM].sections.values() for key in section.items[-2:]}
    heard = {key: item for key, item in bank.items.items() if item.seen_by in MAY_HEAR["staff"]}
    items = {key: item for key, item in heard.items() if key not in left}
    with announced_once():
        for number in numbers:
            round_, place = divmod(number, len(items))
            key, item = list(items.items())[place]
            record_answer(
                by=user, person=person, item=key, value=some_value(item, round_),
                answered_on=today() - timedelta(days=2 - round_),
            )  # fmt: skip


def some_value(item: Any, number: int) -> Any:
    if item.codes:
        code = item.codes[number % len(item.codes)]
        return (code,) if item.type == "several" else code
    if item.type == "scale":
        return item.scale.lowest + number
    if item.type == "money":
        return 1_000 + number
    if item.type == "date":
        from datetime import date

        return date(2020, 1, 1 + number)
    return f"What they said, and how they said it, in a line or so ({number})."


def visit(client: Any, url: str, times: int) -> dict[str, float]:
    from django.db import connection

    from bench.counting import Counted

    client.get(url)
    counted = Counted()
    with connection.execute_wrapper(counted):
        answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answers {answer.status_code} {answer.headers.get('Location', '')}.")
    took = []
    for _ in range(times):
        began = perf_counter()
        client.get(url)
        took.append(1000 * (perf_counter() - began))
    return {
        "queries": counted.queries,
        "kB": len(answer.content) / 1000,
        "median": median(took),
        "p95": quantiles(took, n=20)[-1],
    }


if __name__ == "__main__":
    database.set_up_django()
    import_module("throughgate.config.wsgi")  # as it is served, with what that does to the garbage collector
    main(int(sys.argv[1]))
