"""Reads the cases in commitments.txt, settles them, and writes docs/spec/commitments.md.

To write the page anew after a change that is wanted: python -m tests.spec.programmes.cases
"""

import re
from datetime import date
from pathlib import Path

from tests.spec.cases import Case, day, lay_page, read_cases, write_page
from throughgate.programmes.loading import load_model
from throughgate.programmes.settling import Commitment, Dates, Fact, Hold, Spell, Waiver, settle, state_of

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "spec" / "commitments.md"
KINDS = re.findall(
    r"[a-z-]+",
    "form visit one-to-one id-documents gate-meeting home group-session phone-call referral report "
    "crisis-step-up plan measure training family-workshop",
)
HEAD = """# What is due, case by case

Written from `tests/spec/programmes/commitments.txt`; every table below is settled by the tests on each run.
A case gives a part of a model, the dates of a life and what happened; the table is what `settle` makes of it, and how
each commitment is shown on the day named *today*. Settling itself does not know what day it is.
"""

CASES = read_cases(HERE / "commitments.txt", r"(enrolled|release|hold|happened|waived|left|today) [\d?a-z]")


def model_text(case: Case) -> str:
    sections: dict[str, list[str]] = {"phases": [], "elements": [], "measures": []}
    for line in case.given:
        section = {"phase": "phases", "measure": "measures"}.get(line.split()[0], "elements")
        name, fields = line.removeprefix("phase ").removeprefix("measure ").split(": {", 1)
        tool = "tool: own, " if section == "measures" else ""
        sections[section].append(f"  {name}: {{title: {name}, {tool}{fields}")
    if not sections["elements"]:  # a model needs one; this one is never due
        sections["elements"] = ["  spare: {title: Spare, is: referral, as_needed: true}"]
    body = "\n".join("\n".join([f"{name}:", *lines]) for name, lines in sections.items() if lines)
    return f"model: case\nversion: 1\ntitle: Case\nsummary: Case.\nfor: {{needs: [family]}}\n{body}\n"


def settled(case: Case) -> tuple[tuple[Commitment, ...], date]:
    model = load_model(model_text(case), filename=case.title, kinds=KINDS)
    said: dict[str, list[list[str]]] = {}
    for line in case.facts:
        word, *rest = line.split()
        said.setdefault(word, []).append(rest)
    entries = [
        Fact(number, kind, subject[0] if subject else "", day(on))
        for number, (on, kind, *subject) in enumerate(said.get("happened", []), 1)
    ]
    waivers = [Waiver(element, 0, int(ordinal), day(on), "reason") for element, ordinal, on in said.get("waived", [])]
    return settle(model, dates_of(said), entries, waivers), day(said["today"][0][0])


def dates_of(said: dict[str, list[list[str]]]) -> Dates:
    spells = [
        Spell(None if r[0] == "?" else day(r[0]), day(r[2]) if len(r) > 2 else None) for r in said.get("release", [])
    ]
    return Dates(
        enrolled_on=day(said["enrolled"][0][0]),
        spells=tuple(spells),
        holds=tuple(Hold(*map(day, hold)) for hold in said.get("hold", [])),
        left_on=day(said["left"][0][0]) if "left" in said else None,
    )


def table(case: Case) -> list[str]:
    commitments, today = settled(case)
    rows = ["| what | no. | after recall | from | by | done | shown as |", "|---|---|---|---|---|---|---|"]
    for one in commitments:
        done = one.met_on or (
            f"waived {one.waived_on}" if one.waived_on else f"closed {one.closed_on}" if one.closed_on else ""
        )
        shown = state_of(one, today).value.replace("_", " ") + (", next" if one.is_next else "")
        cells = [one.element, one.ordinal, one.spell or "", one.from_on or "", one.by_on or "", done, shown]
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return rows


def page() -> str:
    return lay_page(HEAD, CASES, table)


if __name__ == "__main__":
    write_page(PAGE, page())
