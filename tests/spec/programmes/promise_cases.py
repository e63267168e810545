"""Reads the cases in promises.txt, settles them, and writes docs/spec/promises.md.

To write the page anew after a change that is wanted: python -m tests.spec.programmes.promise_cases
"""

import re
from datetime import date
from pathlib import Path

import yaml

from tests.spec.cases import Case, day, lay_page, read_cases, write_page
from throughgate.programmes.promising import settle_promises
from throughgate.programmes.settling import Commitment, state_of
from throughgate.programmes.terms import Promised

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "spec" / "promises.md"
HEAD = """# What people promise each other, case by case

Written from `tests/spec/programmes/promises.txt`; every table below is settled by the tests on each run.
A case gives promises and what became of them; the table is what `settle_promises` makes of it, and how each is shown on
the day named *today*. A promise is a step of a plan, something booked, or what a worker said they would do.
"""

CASES = read_cases(HERE / "promises.txt", r"(kept|reopened|moved|withdrawn|today) \d")


def settled(case: Case) -> tuple[list[tuple[str, Commitment]], date]:
    promises = {}
    for number, line in enumerate(case.given, 1):
        name, fields = re.fullmatch(r"([a-z-]+): (\{.*\})", line).groups()
        said = yaml.safe_load(fields)
        promises[name] = Promised(number, said["who"], None, said.get("from"), said["by"])
    today = date.min
    for line in case.facts:
        word, on, *rest = line.split()
        if word == "today":
            today = day(on)
        else:
            promises[rest[0]] = promises[rest[0]]._replace(**_change(word, on, rest[1:]))
    names = {promise.id: name for name, promise in promises.items()}
    return [(names[one.promise], one) for one in settle_promises(promises.values())], today


def _change(word: str, on: str, rest: list[str]) -> dict[str, object]:
    return {
        "kept": {"met_on": day(on)},
        "reopened": {"met_on": None, "withdrawn_on": None},
        "moved": {"by_on": day(rest[0])} if rest else {},
        "withdrawn": {"withdrawn_on": day(on)},
    }[word]


def table(case: Case) -> list[str]:
    commitments, today = settled(case)
    rows = ["| promise | who | from | by | done | shown as |", "|---|---|---|---|---|---|"]
    for name, one in commitments:
        shown = state_of(one, today).value.replace("_", " ") + (", next" if one.is_next else "")
        cells = [name, one.who, one.from_on or "", one.by_on, one.met_on or "", shown]
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return rows


def page() -> str:
    return lay_page(HEAD, CASES, table)


if __name__ == "__main__":
    write_page(PAGE, page())
