"""The bench is run small, so that it never rots. What it measures here means nothing, only that it measures."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
PAGES = ("Today", "person page", "search", "contact saved")


@pytest.fixture(scope="module")
def figures(tmp_path_factory) -> dict[str, dict]:
    out = tmp_path_factory.mktemp("bench")
    command = [sys.executable, "-m", "bench", "--small", "--out", str(out), "settle", "pages"]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return {figure["name"]: figure for figure in json.loads((out / "results.json").read_text())["figures"]}


def test_each_page_is_held_against_the_bare_page(figures):
    assert all(figures[page]["ratio"] > 0 for page in PAGES)


def test_every_answer_under_load_was_the_right_one(figures):
    assert not [figure["note"] for figure in figures.values() if "WRONG" in figure["note"]]


def test_no_page_asks_more_queries_as_people_grow(figures):
    assert not [figure["name"] for figure in figures.values() if "GROWS" in figure["note"]]


def test_everybody_is_settled_anew(figures):
    assert any(name.startswith("rebuild of") and figure["value"] > 0 for name, figure in figures.items())
