"""The command `plan`: what it prints, its exit codes, and no file where something was wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.evidence.made_up_plan import PLAN
from throughgate_evidence.cli import main


def run(*arguments: object) -> int:
    return main(["plan", *map(str, arguments)])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_from_a_new_plan_to_an_amended_one(tmp_path, capsys):
    path = tmp_path / "plan.yaml"
    assert run("new", path) == 0
    assert run("lock", path) == 2
    assert "still to be written" in capsys.readouterr().err
    path.write_text(PLAN, encoding="utf-8")
    assert run("check", path) == 0
    assert "is complete: 3 covariates, 2 outcomes. It is not locked yet." in capsys.readouterr().out
    assert run("lock", path, "--by", "A. Evaluator") == 0
    assert "Keep plan.lock.json with it." in capsys.readouterr().out
    path.write_text(PLAN.replace("ratio: 2", "ratio: 3"), encoding="utf-8")
    assert run("check", path) == 2
    assert "method, ratio: 2 became 3" in capsys.readouterr().err
    assert run("amend", path, "--reason", "Two were too few") == 0
    assert ", amended once and unchanged since." in capsys.readouterr().out
    assert run("check", path) == 0


def test_lock_takes_the_reason_too(plan, capsys):
    run("lock", plan)
    plan.write_text(PLAN.replace("ratio: 2", "ratio: 3"), encoding="utf-8")
    assert run("lock", plan) == 2
    assert run("lock", plan, "--amend", "Two were too few") == 0


def test_show_before_and_after_the_lock_and_after_a_change(plan, capsys):
    assert run("show", plan) == 0
    assert "It is not locked" in capsys.readouterr().out
    run("lock", plan, "--by", "A. Evaluator")
    capsys.readouterr()
    run("show", plan)
    assert "by A. Evaluator. It has not been changed since." in " ".join(capsys.readouterr().out.split())
    plan.write_text(PLAN.replace("ratio: 2", "ratio: 3"), encoding="utf-8")
    assert run("show", plan) == 0
    assert "was changed after it was locked" in capsys.readouterr().out


def test_every_error_on_its_line_and_nothing_written(plan, capsys):
    plan.write_text(PLAN.replace("nearest", "newest").replace("ratio: 2", "ratio: two"), encoding="utf-8")
    assert run("lock", plan) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [line.partition(": “")[0] for line in printed.err.splitlines()] == [
        "throughgate-evidence: plan.yaml, line 20",
        "plan.yaml, line 22",
    ]
    assert [path.name for path in plan.parent.iterdir()] == ["plan.yaml"]


def test_new_writes_over_nothing(plan, capsys):
    assert run("new", plan) == 2
    assert plan.read_text(encoding="utf-8") == PLAN


def test_data_that_are_not_there(plan, capsys):
    assert run("lock", plan, "--data", plan.parent / "gone.csv") == 2
    assert "There is no file gone.csv" in capsys.readouterr().err


def test_folder_that_cannot_be_written(plan, capsys, monkeypatch):
    def refused(texts: object) -> None:
        raise PermissionError(13, "Permission denied", "plan.lock.json")

    monkeypatch.setattr("throughgate_evidence.protocol.locking.write_whole", refused)
    assert run("lock", plan) == 2
    assert "plan.lock.json cannot be read or written: Permission denied" in capsys.readouterr().err


def test_amendment_needs_a_reason(plan):
    with pytest.raises(SystemExit) as left:
        run("amend", plan)
    assert left.value.code == 2
