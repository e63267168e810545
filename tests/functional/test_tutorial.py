"""Runs every block of the tutorial, in order, in an empty folder, and holds the printed words to those on the page."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial" / "first-evaluation.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def run(language: str, block: str, folder: Path) -> str:
    command = {"python": [sys.executable, "-c", block], "sh": ["sh", "-euc", block]}[language]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout


def test_every_block_runs_and_prints_what_the_page_says(tmp_path):
    printed = ""
    for language, block in BLOCK.findall(TUTORIAL.read_text()):
        if language == "text":
            assert printed == block
        else:
            printed = run(language, block, tmp_path)
    assert "What this cannot tell" in (tmp_path / "people.html").read_text()
