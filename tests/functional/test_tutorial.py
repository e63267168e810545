"""Runs every block of every tutorial in order, in an empty folder, and holds what is printed to the page."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TUTORIALS = sorted((ROOT / "docs" / "tutorial").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def run(language: str, block: str, folder: Path) -> str:
    command = {"python": [sys.executable, "-c", block], "sh": ["sh", "-euc", block]}[language]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{block}\n{done.stderr}"
    return done.stdout


def test_there_are_tutorials():
    assert {page.stem for page in TUTORIALS} >= {"first-evaluation", "rossi"}


@pytest.mark.slow
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_every_block_runs_and_prints_what_the_page_says(page, tmp_path):
    printed = ""
    for language, block in BLOCK.findall(page.read_text()):
        if language == "text":
            assert printed == block
        else:
            printed = run(language, block, tmp_path)
    reports = [report.read_text() for report in tmp_path.glob("*.html")]
    assert reports and all("What this cannot tell" in report for report in reports)
    assert all(report.read_bytes().startswith(b"%PDF-") for report in tmp_path.glob("*.pdf"))
