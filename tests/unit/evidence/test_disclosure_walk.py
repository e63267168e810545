"""Every command, with everything it can write, on data in which three people of the programme are marked: they had the
outcome “fire” and a fine of 1,234.50, and three were found by their prison number. No output tells of the three.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.evidence.made_up import to_csv
from tests.unit.evidence.test_disclosure_everywhere import LEVELS, TIMING, linked, people, text_of
from throughgate_evidence.cli import build_parser, main

Written = dict[str, str]
Walk = Callable[[Path, str, pytest.CaptureFixture[str]], Written]
PLAN = """plan: 1
title: Three people
question: Is fire less likely?
theory: [{activity: talks, mechanism: trust, outcome: no fire, shown_by: [fire]}]
people: {treated: treated, who: who came, compared_with: who did not}
covariates: [age, prior]
outcomes: [{column: fire}, {column: fine, role: secondary}, {column: reoffended, role: secondary}]
subgroups: [wing]
"""
SITES = """site,n_treated,events_treated,n_comparison,events_comparison
Send,200,60,200,80
Styal,150,50,180,66
Downview,90,33,95,37
Isle,47,3,51,17
"""
# The fine and its mean over 120 people and over the 117 whose age is known; shares of fire; people by prison number; a
# small site's counts beside its name.
MARKS = re.compile(
    r"1,?234\.5|30\.86|31\.65|\b3 of 1(20|17)\b|\b0?\.025\b|\b0\.02564|\b2\.[56]\d?\s?%"
    r"|prison number\W{1,4}3\b|Isle\W{1,4}(47|3|51|17)\b",
    re.IGNORECASE,
)


def read_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> Written:
    """What was written, by name, and what was said."""
    printed = capsys.readouterr()
    written = {path.name: text_of(path) if path.suffix == ".pdf" else path.read_text() for path in folder.iterdir()}
    return written | {"stdout": printed.out, "stderr": printed.err}


def outputs(folder: Path, *names: str) -> list[str]:
    """Such as ``--report …/o.html``; a name without an ending is that of a table of people."""
    options = {"json": "json", "html": "report", "pdf": "pdf"}
    named = [(f"--{options.get(name, f'write-{name}')}", name) for name in names]
    return [word for option, name in named for word in (option, str(folder / f"o.{name}"))]


def data(folder: Path) -> tuple[str, Path]:
    """The file of people, and a folder for what is made of it."""
    (folder / "people.csv").write_text(to_csv(people()), encoding="utf-8")
    (folder / "out").mkdir()
    return str(folder / "people.csv"), folder / "out"


def evaluate_all(folder: Path, level: str, capsys: pytest.CaptureFixture[str]) -> Written:
    file, out = data(folder)
    asked = ["--treated", "treated", "--covariates", "age,prior", "--method", "full", "--caliper", "none", *TIMING]
    asked += ["--outcome", "fire", "--outcome", "fine", "--outcome", "reoffended", "--survival", "return=days,back"]
    asked += ["--subgroup", "wing", "--headline-anyway", "--disclosure", level]
    assert main(["evaluate", file, *asked, *outputs(out, "json", "html", "pdf", "weights", "pairs", "sets")]) == 0
    return read_all(out, capsys)


def plan_all(folder: Path, level: str, capsys: pytest.CaptureFixture[str]) -> Written:
    file, out = data(folder)
    plan, new = out / "plan.yaml", out / "new.yaml"
    plan.write_text(f"{PLAN}disclosure: {level}\n", encoding="utf-8")
    assert main(["plan", "new", str(new), "--data", file]) == 0
    for words in (["lock", str(plan), "--data", file], ["check", str(plan)], ["show", str(plan)]):
        assert main(["plan", *words]) == 0
    asked = ["--plan", str(plan), "--headline-anyway"]
    assert main(["evaluate", file, *asked, *outputs(out, "json", "html", "pdf")]) == 0
    return read_all(out, capsys)


def link_all(folder: Path, level: str, capsys: pytest.CaptureFixture[str]) -> Written:
    return linked(folder, level, capsys)


def pool_all(folder: Path, level: str, capsys: pytest.CaptureFixture[str]) -> Written:
    """Sites of a table and one whose own evaluation withheld the outcome."""
    file, out = data(folder)
    asked = ["--treated", "treated", "--covariates", "age,prior", "--outcome", "fire", "--headline-anyway"]
    site = folder / "marked.json"
    assert main(["evaluate", file, *asked, "--disclosure", level, "--json", str(site)]) == 0
    (folder / "sites.csv").write_text(SITES)
    both = [str(folder / "sites.csv"), str(site), "--outcome", "fire", "--disclosure", level]
    assert main(["pool", *both, *outputs(out, "json", "html", "pdf")]) == 0
    return read_all(out, capsys)


def power_all(folder: Path, level: str, capsys: pytest.CaptureFixture[str]) -> Written:
    """Reads nobody's records."""
    assert main(["power", "--from", "30", "--to", "20", "--people", "120"]) == 0
    return read_all(folder, capsys)


WALKS: dict[str, Walk] = {
    "evaluate": evaluate_all,
    "plan": plan_all,
    "link": link_all,
    "pool": pool_all,
    "power": power_all,
}


def test_every_command_is_walked():
    commands = next(each for each in build_parser()._actions if isinstance(each, argparse._SubParsersAction))
    assert set(WALKS) == set(commands.choices)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("command", WALKS)
def test_no_output_tells_of_three_people(tmp_path, command, level, capsys):
    written = WALKS[command](tmp_path, level, capsys)
    told = {name: MARKS.search(" ".join(text.split())) for name, text in written.items()}
    assert {name: found.group() for name, found in told.items() if found} == {}


@pytest.mark.parametrize("command", ["evaluate", "link", "pool"])
def test_what_is_looked_for_would_be_found(tmp_path, command, capsys):
    written = WALKS[command](tmp_path, "none", capsys)
    assert any(MARKS.search(" ".join(text.split())) for text in written.values())


@pytest.mark.parametrize(
    ("made", "place"),
    [("Evaluation", "evaluation.py"), ("Told", "link/told.py"), ("Pooled", "pooling/pooled.py")],
)
def test_a_result_is_made_in_one_place_that_controls_it(made, place):
    """Whatever renders or writes a result takes one of these, so it cannot have gone round the door."""
    root = Path(__import__("throughgate_evidence").__file__).parent
    texts = {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*.py")}
    makers = [name for name, text in texts.items() if re.search(rf"(?<![\w.\"`]){made}\(\n", text)]
    assert makers == [place]
    assert re.search(r"return (control\w*)\(", texts[place])
