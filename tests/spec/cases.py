"""Cases in plain text that people read too, and the page in docs/spec that is made of them.

A line `# …` opens a chapter, `== …` a case; lines with an indent are what is given, lines that begin with one of the
room's words are what happened, all others say why.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass
class Case:
    chapter: str
    title: str
    why: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)


def read_cases(file: Path, fact: str) -> list[Case]:
    """`fact`: what a line about something that happened looks like at its beginning."""
    cases: list[Case] = []
    chapter = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            chapter = line[2:]
        elif line.startswith("== "):
            cases.append(Case(chapter, line[3:]))
        elif line.startswith("    "):
            cases[-1].given.append(line.strip())
        elif re.match(fact, line) and cases[-1].given:
            cases[-1].facts.append(line)
        elif line:
            cases[-1].why.append(line)
    return cases


def lay_page(head: str, cases: Iterable[Case], table: Callable[[Case], list[str]]) -> str:
    lines = [head]
    chapter = ""
    for case in cases:
        if case.chapter != chapter:
            chapter = case.chapter
            lines += [f"## {chapter}", ""]
        lines += [f"### {case.title}", ""]
        lines += [*case.why, ""] if case.why else []
        lines += ["```yaml", *case.given, "```", "", *(f"* {fact}" for fact in case.facts), "", *table(case), ""]
    return "\n".join(lines)


def written_of(page: Path, case: Case) -> str:
    """What the page says of one case."""
    return page.read_text(encoding="utf-8").split(f"### {case.title}\n")[1].split("\n### ")[0].split("\n## ")[0]


def write_page(page: Path, text: str) -> None:
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")


def day(text: str) -> date:
    return date.fromisoformat(text)
