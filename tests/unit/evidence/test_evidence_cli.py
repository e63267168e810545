"""The command: exit codes, messages, and no file where something was wrong."""

from __future__ import annotations

import io

import pytest

from throughgate_evidence.cli import main
from throughgate_evidence.progress import ProgressLine


def run(people, *more: str) -> int:
    return main(["evaluate", str(people), "--treated", "treated", "--outcome", "reoffended", *more])


def test_bad_input_is_2_with_one_message_and_no_file(people, tmp_path, capsys):
    code = run(
        people, "--covariates", "age,shoe", "--json", str(tmp_path / "o.json"), "--report", str(tmp_path / "o.html")
    )
    printed = capsys.readouterr()
    assert code == 2
    assert printed.out == ""
    assert printed.err.startswith("throughgate-evidence: people.csv has no column 'shoe'")
    assert printed.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_folder_for_the_result_must_exist(people, tmp_path, capsys):
    assert run(people, "--covariates", "age", "--json", str(tmp_path / "gone" / "o.json")) == 2
    assert "There is no folder" in capsys.readouterr().err


def test_input_is_never_written_over(people, capsys):
    before = people.read_text()
    assert run(people, "--covariates", "age", "--json", str(people)) == 2
    assert people.read_text() == before


def test_numbers_and_report_need_two_names(people, tmp_path):
    out = str(tmp_path / "out")
    assert run(people, "--covariates", "age", "--json", out, "--report", out) == 2


def test_findings_on_the_screen_and_quiet_without_a_terminal(people, capsys):
    assert run(people, "--covariates", "age, convictions", "--label", "reoffended=a proven reoffence") == 0
    printed = capsys.readouterr()
    assert "had the outcome “a proven reoffence”" in printed.out
    assert printed.err == ""


def test_help_has_an_example(capsys):
    with pytest.raises(SystemExit) as left:
        main(["evaluate", "--help"])
    assert left.value.code == 0
    assert "throughgate-evidence evaluate people.csv" in capsys.readouterr().out


@pytest.mark.parametrize("missing", [["--covariates", "age"], ["--outcome", "reoffended"]])
def test_missing_option_is_2(people, missing, capsys):
    assert main(["evaluate", str(people), "--treated", "treated", *missing]) == 2
    assert "or give a plan that does" in capsys.readouterr().err


def test_pair_without_a_value_is_2(people, capsys):
    with pytest.raises(SystemExit) as left:
        run(people, "--covariates", "age", "--label", "reoffended")
    assert left.value.code == 2
    assert "not of the form COLUMN=VALUE" in capsys.readouterr().err


def test_progress_line_is_written_over():
    stream = io.StringIO()
    line = ProgressLine(stream)
    line(0.5, "Matching")
    line(1.0, "Done")
    assert stream.getvalue().startswith("\r 50%  Matching")
    assert stream.getvalue().endswith("\n")
