"""Reads days.txt and calendar.txt, checks them, and writes docs/spec/release-day.md.

To write the page anew after a change that is wanted: python -m tests.spec.release.cases
"""

import re
from datetime import date, time
from pathlib import Path
from typing import Any

import yaml

from tests.spec.cases import Case, lay_page, read_cases, write_page
from throughgate.release.rules.checking import check_day
from throughgate.release.rules.day import Day, Driver, Hours, Mode, Nation, NoWay, Place, Stop, Travel, Verdict

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "spec" / "release-day.md"
HEAD = """# Can release day be done, case by case

Written from the tables in `tests/spec/release/`; the tests hold the rules to every line. A day gives the gate's window,
how many minutes every way takes (nothing between two stops at one place), and the stops in their order. Where no day
is given it is Tuesday 24 November 2026 in England. *latest gate*: until when the gate may open and all be done.
"""
PRISON, HOME = Place("the prison"), Place("home")
TUESDAY = date(2026, 11, 24)
ABOUT_THE_DAY = {"on", "nation", "gate", "travel", "driver", "home by"}
CASES = read_cases(HERE / "days.txt", r"(answer|latest gate|problem): ")


class Ways:
    """`30`, `not known`, or `none by public transport, 40 by car`."""

    same_all_day = True

    def __init__(self, words: str) -> None:
        self.words = words

    def between(self, here: Place, there: Place, *, mode: Mode, leaving: object) -> Travel | NoWay | None:
        if self.words == "not known":
            return None
        minutes = re.search(r"(\d+)( by car)?", self.words)
        if minutes is None or (minutes[2] and mode is not Mode.CAR):
            return NoWay("the case")
        return Travel(int(minutes[1]), is_estimate=False, source="the case")


def given(case: Case) -> dict[str, Any]:
    """All values as text: YAML would make numbers of times."""
    return yaml.load("\n".join(case.given), Loader=yaml.BaseLoader)  # noqa: S506 – makes nothing but text


def clock(text: str) -> time:
    return time.fromisoformat(text)


def hours(text: str) -> Hours:
    spells = [] if text == "closed" else [spell.split("-") for spell in text.split()]
    return tuple((clock(opens), clock(closes)) for opens, closes in spells)


def day_of(facts: dict[str, Any]) -> Day:
    gate_from, gate_to = facts["gate"].split("-")
    drivers = [facts["driver"].split("-")] if "driver" in facts else []
    return Day(
        on=date.fromisoformat(facts["on"]) if "on" in facts else TUESDAY,
        gate_from=clock(gate_from),
        gate_to=clock(gate_to),
        prison=PRISON,
        home=HOME if "home by" in facts else None,
        home_by=clock(facts["home by"]) if "home by" in facts else None,
        nation=Nation(facts.get("nation", "EAW")),
        drivers=tuple(Driver(clock(free_from), clock(free_to)) for free_from, free_to in drivers),
    )


def stop_of(name: str, facts: dict[str, str]) -> Stop:
    return Stop(
        key=name,
        title=name,
        place=Place(facts.get("place", name)),
        minutes=int(facts["minutes"]),
        is_mandatory=facts.get("mandatory") == "yes",
        at=clock(facts["at"]) if "at" in facts else None,
        opens=hours(facts["opens"]) if "opens" in facts else None,
    )


def verdict_of(case: Case) -> Verdict:
    facts = given(case)
    stops = [stop_of(name, more) for name, more in facts.items() if name not in ABOUT_THE_DAY]
    return check_day(day_of(facts), stops, Ways(facts["travel"]))


def said(verdict: Verdict) -> list[str]:
    """As the lines of a case have it."""
    latest = [f"latest gate: {verdict.latest_gate:%H:%M}"] if verdict.latest_gate else []
    problems = [" ".join([f"problem: {one.kind}", *one.keys]) for one in verdict.problems]
    return [f"answer: {verdict.answer}", *latest, *problems]


def table(case: Case) -> list[str]:
    verdict = verdict_of(case)
    lines = ["| to | leaves | arrives | begins | ends | to spare |", "|---|---|---|---|---|---|"]
    for leg in verdict.legs:
        times = [f"{at:%H:%M}" for at in (leg.leaves_at, leg.arrives_at, leg.starts_at, leg.ends_at)]
        lines.append(f"| {leg.key} | {' | '.join(times)} | {'' if leg.slack is None else f'{leg.slack} minutes'} |")
    words = [f"> {one.words} {one.mend}\n" for one in verdict.problems]
    return [*(lines if verdict.legs else []), "", *words]


def calendar() -> tuple[str, list[dict[str, str]]]:
    lines = (HERE / "calendar.txt").read_text(encoding="utf-8").splitlines()
    head, *rest = [[cell.strip() for cell in line.split("|")] for line in lines if "|" in line]
    return lines[0], [dict(zip(head, row, strict=True)) for row in rest]


def page() -> str:
    words, rows = calendar()
    head = list(rows[0])
    lines = [head, ["---"] * len(head), *(list(row.values()) for row in rows)]
    days = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{lay_page(HEAD, CASES, table)}\n## The calendar\n\n{words}\n\n{days}\n"


if __name__ == "__main__":
    write_page(PAGE, page())
