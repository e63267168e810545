"""Bad files and bad choices through the command: 2, one message, no file, no traceback, nobody's values."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.evidence.made_up import Rows, make_rows, to_csv
from throughgate_evidence import writing
from throughgate_evidence.cli import main

Change = Callable[[Rows], object]
Told = tuple[int, str]
USUAL = ["--treated", "treated", "--covariates", "age,area", "--outcome", "reoffended"]


def more() -> Rows:
    return [
        row | {"pid": f"Jo Bloggs {at}", "w": 1, "days": 30 + at, "back": at % 3 == 0, "prison": "AB"[at // 2 % 2]}
        for at, row in enumerate(make_rows())
    ]


def put(column: str, value: object, at: int = 4) -> Change:
    return lambda rows: rows[at].update({column: value})


def put_where(column: str, value: object, treated: int) -> Change:
    return lambda rows: [row.update({column: value}) for row in rows if row["treated"] == treated]


def same(rows: Rows) -> None:
    """As it is."""


def ones_and_twos(rows: Rows) -> None:
    for at, row in enumerate(rows):
        row["reoffended"] = 1 + int(at % 3 == 1)


def rare(rows: Rows) -> None:
    rows[4]["area"] = "Z"


def told(folder: Path, capsys: pytest.CaptureFixture[str], change: Change, *options: str) -> Told:
    """Exit code and message; checks that there is no file, no traceback, and no name in it."""
    rows = more()
    change(rows)
    (folder / "people.csv").write_text(to_csv(rows), encoding="utf-8")
    outputs = ["--json", str(folder / "o.json"), "--report", str(folder / "o.html")]
    code = main(["evaluate", str(folder / "people.csv"), *USUAL, *options, *outputs])
    message = capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["people.csv"]
    assert message.startswith("throughgate-evidence: ") and message.count("\n") == 1
    assert "Traceback" not in message and "Bloggs" not in message
    return code, message


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        (put("age", "old"), [], "column age, row 6: 'old' is not a number."),
        (put("days", -3), ["--survival", "return=days,back"], "column days, row 6: '-3' is negative."),
        (put("pid", "Jo Bloggs 9"), ["--identifier", "pid"], "column pid, rows 6 and 11: they have the same"),
        (put_where("reoffended", None, 1), [], "column reoffended: nobody in the programme has it recorded"),
        (put_where("reoffended", None, 0), [], "column reoffended: nobody of the comparison has it recorded"),
        (put_where("reoffended", None, 0), ["--method", "nearest"], "nobody of the comparison has it recorded"),
        (put_where("reoffended", None, 0), ["--method", "ipw"], "nobody of the comparison has it recorded"),
        (put_where("prison", "C", 1), ["--exact", "prison"], "No treated and comparison person have the same values"),
        (put_where("area", "in", 1), [], "separates the groups: all"),
        (put_where("w", 0, 0), ["--weights", "w"], "only 0 people to compare them with"),
        (same, ["--caliper", "nan"], "A caliper of nan matches nobody"),
        (same, ["--caliper", "inf"], "A caliper of inf matches nobody"),
        (same, ["--caliper", "none"], "Radius matching needs a caliper"),
        (same, ["--method", "nearest", "--ratio", "10000"], "too few to give 100 treated people 10000 each"),
        (same, ["--method", "ipw", "--trim", "2"], "Trim is 2, which is no share"),
        (same, ["--method", "cem", "--cutpoints", "shoe=3"], "Cutpoints are given for 'shoe'"),
        (same, ["--method", "subclass", "--subclasses", "1"], "1 subclasses do not divide anybody"),
        (same, ["--data-until", "2027-03-31"], "also takes when each person's follow-up began (--index-date COL)"),
        (same, ["--index-date", "start"], "also takes the last day the outcomes know of (--data-until 2027-03-31)"),
        (same, ["--kind", "reoffended=often"], "There is no kind of outcome 'often'"),
        (same, ["--label", "shoe=size"], "Labels are given for 'shoe'"),
        (same, ["--plan", "gone.yaml"], "There is no plan gone.yaml"),
        (same, ["--interaction", "age^99"], "a power is a whole number from 2 to 5"),
        (same, ["--formula", "treated ~ age"], "Give either --formula or --treated"),
        (same, ["--method", "ipw", "--write-sets", "sets.csv"], "This way of matching makes no sets"),
        (same, ["--caliper", "1e300"], "A caliper of 1e+300 takes anybody for alike"),
        (same, ["--caliper", "101"], "A caliper of 101 takes anybody for alike"),
        (
            same,
            ["--method", "nearest", "--replace", "--ratio", "1000000000000"],
            "A ratio of 1000000000000 is more than",
        ),
        (same, ["--method", "subclass", "--subclasses", "5000000000000"], "5000000000000 subclasses are more than"),
        (same, ["--method", "cem", "--cutpoints", "age=100000000"], "cannot be cut into 100000000 bins"),
        (same, ["--interval", "resampling", "--seed", "-5"], "A seed of -5 is below 0"),
        (same, ["--interval", "resampling", "--draws", "0"], "Of 0 draws no 95% interval can be made"),
        (same, ["--interval", "resampling", "--draws", "-5"], "Of -5 draws no 95% interval can be made"),
        (same, ["--draws", "1000000000"], "1000000000 draws are more than anybody waits for"),
        (put_where("prison", None, 1), ["--subgroup", "prison"], "Column prison: nobody in the programme has it"),
        (put_where("prison", None, 0), ["--subgroup", "prison"], "Column prison: nobody of the comparison has it"),
        (same, ["--draws", "10"], "give 199 draws or more"),
        (put("age", "1e60"), [], "column age, row 6: '1e+60' is not a finite number of a usable size: it is far too"),
        (
            ones_and_twos,
            [],
            "column reoffended, row 3: '2' stands in a column of 1 and 2 alone: is it a yes, or a count?",
        ),
        (rare, [], "Covariate area=Z separates the groups: the only person with it is in the comparison."),
        (same, ["--survival", "return=days,back", "--kind", "return=days"], "say its unit: --unit return=days"),
        (same, ["--survival", "return=days,back", "--unit", "return=hours"], "There is no unit of time 'hours'"),
        (same, ["--unit", "reoffended=days"], "Units are given for 'reoffended', which is not among the times until"),
        (put("reoffended", 2), ["--kind", "reoffended=rate"], "column reoffended, row 6: '2' is not 0 or 1: a rate"),
        (
            put("days", -3),
            ["--outcome", "days", "--kind", "days=frequency"],
            "row 6: '-3' is not a whole number from 0",
        ),
        (put("days", 1.5), ["--outcome", "days", "--kind", "days=frequency"], "row 6: '1.5' is not a whole number"),
    ],
)
def test_refused(tmp_path, capsys, change, options, words):
    code, message = told(tmp_path, capsys, change, *options)
    assert code == 2
    assert words in message


def evaluate(folder: Path, *options: str) -> int:
    (folder / "people.csv").write_text(to_csv(more()), encoding="utf-8")
    return main(["evaluate", str(folder / "people.csv"), "--outcome", "reoffended", *options])


def test_a_formula_of_products_alone_says_what_is_missing(tmp_path, capsys):
    assert evaluate(tmp_path, "--formula", "treated ~ age:w") == 2
    assert "'treated ~ age:w' has only products and powers: add the columns" in capsys.readouterr().err


@pytest.mark.parametrize("method", ["ipw", "overlap", "entropy"])
def test_weighting_goes_with_a_subgroup_and_with_exact_columns(tmp_path, capsys, method):
    columns = ["--treated", "treated", "--covariates", "age,area", "--method", method, "--sensitivity", "none"]
    assert evaluate(tmp_path, *columns, "--subgroup", "prison") == 0
    assert evaluate(tmp_path, *columns, "--exact", "prison", "--json", str(tmp_path / "o.json")) == 0
    assert "sandwich (HC2, weights within exact columns taken as known)" in (tmp_path / "o.json").read_text()


def test_a_pipe_is_not_replaced_by_a_file(tmp_path, capsys):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert evaluate(tmp_path, "--treated", "treated", "--covariates", "age", "--json", str(pipe)) == 2
    assert f"{pipe} is not a plain file" in capsys.readouterr().err
    assert pipe.is_fifo()


def test_nothing_special_is_replaced_and_errors_name_what_was_asked_for(tmp_path):
    pipe, plain = tmp_path / "pipe", tmp_path / "plain.txt"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not a plain file") as caught:
        writing.write_whole({plain: "new", pipe: "new"})
    assert caught.value.filename == str(pipe)
    assert pipe.is_fifo() and [path.name for path in tmp_path.iterdir()] == ["pipe"]
    with pytest.raises(OSError) as caught:
        writing.write_whole({tmp_path / "gone" / "o.json": "new"})
    assert caught.value.filename == str(tmp_path / "gone" / "o.json")


def test_a_full_disk_leaves_nothing(tmp_path, capsys, monkeypatch):
    def full(handle: int, *_: object) -> object:
        os.close(handle)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing.os, "fdopen", full)
    code, message = told(tmp_path, capsys, same)
    assert code == 2
    assert "No space left on device" in message


def test_gaps_are_counted_on_the_screen(tmp_path, capsys):
    rows = more()
    rows[3]["treated"] = rows[4]["age"] = rows[5]["age"] = None
    (tmp_path / "people.csv").write_text(to_csv(rows), encoding="utf-8")
    assert main(["evaluate", str(tmp_path / "people.csv"), *USUAL]) == 0
    assert "3 of 200 records were left out for want of treated (1) and age (2)." in capsys.readouterr().out


def test_the_unit_of_a_time_is_what_was_said(tmp_path, capsys):
    columns = ["--treated", "treated", "--covariates", "age", "--survival", "weeks_out=days,back"]
    assert evaluate(tmp_path, *columns, "--headline-anyway", "--unit", "weeks_out=months") == 0
    assert "months longer without" in capsys.readouterr().out.replace("less long", "longer")


def test_whoever_asks_too_early_is_told_on_the_screen(tmp_path, capsys):
    rows = [row | {"start": "2026-03-01"} for row in more()]
    (tmp_path / "people.csv").write_text(to_csv(rows), encoding="utf-8")
    asked = [*USUAL, "--index-date", "start", "--data-until", "2026-06-30"]
    assert main(["evaluate", str(tmp_path / "people.csv"), *asked]) == 0
    assert "You are asking too early: 0 people, of" in capsys.readouterr().out
