"""The whole chain through the command, on real data: once in this process, once as a user would run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import throughgate_evidence
from throughgate_evidence.cli import main

SOURCE = str(Path(throughgate_evidence.__file__).parents[1])


def arguments(rossi: Path, folder: Path) -> list[str]:
    return [
        *("evaluate", str(rossi), "--treated", "fin", "--covariates", "age,race,wexp,mar,paro,prio"),
        *("--outcome", "arrest", "--outcome", "weeks_to_arrest", "--method", "radius", "--caliper", "0.2"),
        *("--json", str(folder / "out.json"), "--report", str(folder / "out.html")),
    ]


def check(folder: Path) -> None:
    found = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert (found["n_treated"], found["n_comparison_pool"]) == (216, 216)
    assert (found["n_treated_matched"], found["n_comparison_matched"]) == (216, 212)
    assert found["ess"] == pytest.approx(192.06, abs=0.005)
    assert found["outcomes"]["arrest"]["difference"] == pytest.approx(-0.10663, abs=5e-6)
    assert found["raw"]["arrest"]["p"] == pytest.approx(0.04958, abs=5e-6)
    page = (folder / "out.html").read_text(encoding="utf-8")
    assert "Of 100 typical people in the treatment group, 22 had the outcome “arrest” (22%): 11 people fewer" in page


def test_in_this_process(rossi: Path, tmp_path: Path) -> None:
    assert main(arguments(rossi, tmp_path)) == 0
    check(tmp_path)


def test_as_a_command(rossi: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "throughgate_evidence", *arguments(rossi, tmp_path)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": SOURCE}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "216 of 216 people in the programme were matched with 212 of 216 others" in done.stdout
    check(tmp_path)


def test_no_django_comes_with_it() -> None:
    look = "import sys, throughgate_evidence.cli; print('django' in sys.modules, 'throughgate' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", look], env=os.environ | {"PYTHONPATH": SOURCE}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "False False"
