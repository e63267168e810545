"""The page of the command says everything that can be asked of it, and its Python runs."""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from lifelines.datasets import load_rossi

from throughgate_evidence import Evaluation
from throughgate_evidence.cli import build_parser
from throughgate_evidence.request import Choices

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "evidence-command.md").read_text()
TOPICS = sorted((ROOT / "docs" / "explanation" / "evidence").glob("*.md"))
CODE = re.compile(r"^```python\n(.*?)^```(?:\n\n```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+\.md)(?:#[^)]*)?\)")


def commands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def section(command: str) -> str:
    """From a command's heading to the next of its rank."""
    return PAGE.split(f"\n## {command}\n")[1].split("\n## ")[0]


def asked_of(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    yield from (action for action in parser._actions if action.option_strings and action.dest != "help")
    for _, below in commands(parser):
        yield from asked_of(below)


COMMANDS = dict(commands(build_parser()))
ASKED = [(name, action) for name, parser in COMMANDS.items() for action in asked_of(parser)]


@pytest.mark.parametrize(("command", "action"), ASKED, ids=lambda part: getattr(part, "dest", part))
def test_every_option_and_what_it_may_be(command, action):
    words = section(command)
    assert re.search(rf"`{action.option_strings[-1]}[ `]", words)
    assert not [choice for choice in action.choices or () if f"`{choice}`" not in words and action.dest != "kind"]


@pytest.mark.parametrize("name", [name for name, _ in commands(COMMANDS["plan"])])
def test_every_command_of_the_plan(name):
    assert f"plan {name} PLAN.yaml" in section("plan") and f"| `{name}` |" in section("plan")


def test_no_option_is_there_that_the_parser_does_not_know():
    known = {word for _, action in ASKED for word in action.option_strings} | {"--help", "--version"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", PAGE)) <= known


@pytest.mark.parametrize("key", [field.name for field in fields(Evaluation)] + ["raw"])
def test_every_key_of_the_json(key):
    assert f"`{key}`" in PAGE.split("### The JSON of an evaluation")[1].split("\n## ")[0]


@pytest.mark.parametrize("choice", Choices.__annotations__)
def test_every_choice_from_python(choice):
    assert f"`{choice}`" in PAGE.split("\n## From Python\n")[1]


@pytest.mark.parametrize(("code", "words"), CODE.findall(PAGE), ids=["evaluate", "arrays"])
def test_the_python_runs(code, words, tmp_path):
    load_rossi().to_csv(tmp_path / "rossi.csv", index=False)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not words or done.stdout == words


@pytest.mark.parametrize("page", [*TOPICS, *sorted((ROOT / "docs").glob("*/evidence*.md"))], ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    missing = [target for target in LINK.findall(page.read_text()) if not (page.parent / target).is_file()]
    assert not missing


def test_every_topic_is_linked_from_the_overview():
    overview = (ROOT / "docs" / "explanation" / "evidence.md").read_text()
    assert TOPICS and not [page.name for page in TOPICS if f"(evidence/{page.name})" not in overview]
