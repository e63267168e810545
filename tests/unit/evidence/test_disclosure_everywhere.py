"""Every output of every command, for files in which something small is everywhere: none of it is told.

Exact at ``standard`` are counts of people who were read, left out, matched, linked or followed (ADR 15); at ``strict``
few are not counted there either.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.evidence.link_people import person, write
from tests.unit.evidence.made_up import Rows, to_csv
from throughgate_evidence.cli import main
from throughgate_evidence.disclosure import thresholds_of

LEVELS = ("standard", "strict")
COUNTS = {"n_treated", "n_comparison", "events_treated", "events_comparison", "at_risk", "events"}
# Counts of people who were left out, matched and followed.
EXACT = {"attrition", "timing", "rows_left_out"}
NAMED = ("fire", "deaf", "faith=quaker", "fine")
TREATED, PEOPLE = 120, 600


def people() -> Rows:
    """Three people of the programme have an outcome, a mark coded 1 and 2, a fine; two a faith; four a wing."""
    random = np.random.default_rng(11)
    rows = []
    for at in range(PEOPLE):
        treated, other = at < TREATED, at - TREATED
        rows.append(
            {
                "treated": int(treated),
                "age": None if at in (100, 101, 102) else int(random.integers(20, 60)),
                "prior": int(random.poisson(4)),
                "deaf": 2 if at < 3 or other >= 420 else 1,
                "faith": "quaker" if at < 2 or other >= 450 else str(random.choice(["none", "christian"])),
                "wing": "C" if at in (4, 5, 6, 7) or (not treated and other % 11 == 0) else "AB"[at % 2],
                "reoffended": int(random.random() < 0.4),
                "fire": int(at in (10, 11, 12) or (not treated and other % 9 == 0)),
                "fine": 1234.5 if at in (20, 21, 22) else 0.0 if treated else round(float(random.random()), 3),
                "days": int(random.integers(5, 360)),
                "back": int(at in (30, 31) or (not treated and other % 3 == 0)),
                "started": date(2024, 1, 1) + timedelta(days=0 if at < 3 else 500 + at % 90),
            }
        )
    return rows


COVARIATES = ("--treated", "treated", "--covariates", "age,prior,deaf,faith")
OUTCOMES = ("--outcome", "fire", "--outcome", "reoffended", "--outcome", "fine", "--survival", "return=days,back")
TIMING = ("--index-date", "started", "--data-until", "2025-09-30")
SETS = ("--method", "full", "--caliper", "none")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What `evaluate` writes and prints, by level and way of matching; made once."""
    made: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}

    def tell(level: str, *how: str) -> dict[str, str]:
        if (level, how) not in made:
            made[level, how] = evaluated(tmp_path_factory.mktemp("told"), level, *how)
        return made[level, how]

    return tell


def evaluated(folder: Path, level: str, *how: str) -> dict[str, str]:
    (folder / "people.csv").write_text(to_csv(people()), encoding="utf-8")
    outputs = {"json": folder / "o.json", "report": folder / "o.html", "pdf": folder / "o.pdf"}
    words = [word for name, path in outputs.items() for word in (f"--{name}", str(path))]
    asked = [*COVARIATES, *OUTCOMES, *TIMING, "--subgroup", "wing", "--disclosure", level, "--headline-anyway", *how]
    assert main(["evaluate", str(folder / "people.csv"), *asked, *words]) == 0
    return {"json": outputs["json"].read_text(), "page": outputs["report"].read_text(), "pdf": text_of(outputs["pdf"])}


def text_of(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


def walk(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from walk(part, (*path, key))
    elif isinstance(value, list):
        for part in value:
            yield from walk(part, path)
    else:
        yield path, value


def rows_of(page: str) -> list[list[str]]:
    """Cells of every row of every table."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


@pytest.mark.parametrize("how", [(), SETS], ids=["radius", "full"])
@pytest.mark.parametrize("level", LEVELS)
def test_no_number_of_the_json_counts_a_few(told, level, how):
    found = json.loads(told(level, *how)["json"])
    least = thresholds_of(level).cell
    counted = [(path, value) for path, value in walk(found) if path[-1] in COUNTS and path[0] not in EXACT]
    assert counted
    assert [(path, value) for path, value in counted if value is not None and 0 < value < least] == []
    assert all(count >= least for count in found["sizes_of_sets"].values())


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_withheld_stands_nowhere_else(told, level):
    """Every number that is not told at this level is looked for in all that is."""
    everything, shown = (json.loads(told(name)["json"]) for name in ("none", level))
    there = {value for _, value in walk(shown) if isinstance(value, float)}
    kept = {path for path, value in walk(shown) if value is not None}
    hidden = {value for path, value in walk(everything) if isinstance(value, float) and path not in kept}
    open_anyway = {value for path, value in walk(everything) if path in kept}
    telling = {value for value in hidden - open_anyway if value != round(value, 2)}
    assert len(telling) > 20
    assert telling & there == set()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", NAMED)
def test_rows_of_what_is_small_hold_no_figures(told, level, name):
    """Of a covariate: differences in SD, coarsely, and the verdict."""
    rows = [row for row in rows_of(told(level)["page"]) if row[0].split(" (")[0] == name]
    assert rows
    for row in rows:
        withheld = [cell for cell in row[1:] if re.search(r"\d", cell) and not re.fullmatch(r"[+−]?\d+\.0%", cell)]
        assert withheld == []


@pytest.mark.parametrize("level", LEVELS)
def test_levels_that_are_small_hold_no_figures(told, level):
    rows = [row for row in rows_of(told(level)["page"]) if row[0] == "wing: C"]
    assert rows
    assert all(set(row[1:]) == {"withheld"} for row in rows)


@pytest.mark.parametrize("level", LEVELS)
def test_page_and_pdf_tell_no_share_that_is_withheld(told, level):
    """2.5 in 100 and 3 of 120, of which 117 have an age; the fine of 1,234.5 and its mean."""
    for form in ("page", "pdf"):
        words = told(level)[form]
        assert not re.search(r"\b(3 of 12\d|3 of 117|1,234|1234\.5|30\.8\d|31\.65|1\.02[56])\b", words)
        assert "“fire” is not reported: fewer than" in " ".join(words.split())


def test_a_mark_is_a_mark_however_it_is_coded(told):
    found = json.loads(told("standard")["json"])["balance"]["deaf"]
    assert found["values"] == [1.0, 2.0]
    assert found["mean_treated_before"] is found["variance_ratio_before"] is found["ks_after"] is None
    assert json.loads(told("none")["json"])["balance"]["deaf"]["mean_treated_before"] == pytest.approx(1 + 3 / 117)


@pytest.mark.parametrize("level", LEVELS)
def test_the_fit_of_the_model_is_rounded_where_shares_are_withheld(told, level):
    exact, shown = (json.loads(told(name)["json"])["propensity_deviance"] for name in ("none", level))
    assert shown != exact
    assert shown == float(f"{exact:.2g}")


def test_people_who_are_left_and_followed_are_counted_at_standard(told):
    found = json.loads(told("standard")["json"])
    assert found["rows_left_out"] == {"age": 3}
    assert [step["treated"] for step in found["attrition"]][:2] == [120, 117]
    assert (found["timing"]["with_full_follow_up"], found["timing"]["started"]) == (3, 117)


def test_a_few_who_are_left_or_followed_are_not_counted_at_strict(told):
    found = json.loads(told("strict")["json"])
    assert found["rows_left_out"] == {}
    assert [step["step"] for step in found["attrition"]] == ["In the file", "Matched"]
    assert found["timing"]["with_full_follow_up"] is None
    assert (date.fromisoformat(found["timing"]["ready_on"]) + timedelta(days=1)).day == 1
    for form in ("page", "pdf"):
        assert re.search(
            r"asking too early: fewer people than the [\d,]+ needed", " ".join(told("strict")[form].split())
        )


def test_how_many_are_needed_does_not_come_from_an_outcome_that_is_withheld(told):
    """The first outcome is; its difference is significant, so 60 would be enough."""
    needed = {level: json.loads(told(level)["json"])["timing"]["needed"] for level in ("none", "standard")}
    stated = json.loads(told("standard")["json"])["outcomes"]["reoffended"]["number_needed"]
    assert needed == {"none": 60, "standard": stated}


def test_tables_for_checking_say_nothing_of_what_happened(tmp_path, capsys):
    (tmp_path / "people.csv").write_text(to_csv(people()), encoding="utf-8")
    names = {name: str(tmp_path / f"{name}.csv") for name in ("weights", "pairs", "sets")}
    words = [word for name, path in names.items() for word in (f"--write-{name}", path)]
    asked = [*COVARIATES, "--outcome", "fire", "--method", "nearest", "--headline-anyway", *words]
    assert main(["evaluate", str(tmp_path / "people.csv"), *asked]) == 0
    heads = {name: Path(path).read_text().splitlines()[0] for name, path in names.items()}
    assert heads["weights"] == "id,group,weight,set,discarded"
    assert heads["pairs"] == "treated_id,comparison_id,set,distance"
    assert "weights.csv, pairs.csv, sets.csv: a row for each person, for checking." in capsys.readouterr().err


# Linkage


def linked(folder: Path, level: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Forty people by name, three by number, two in doubt; three rows without a date of birth."""
    names = [
        f"{one}{two}"
        for one in ("Tov", "Quil", "Bran", "Hest", "Mirr")
        for two in ("an", "ia", "or", "et", "us", "y", "e", "ow")
    ]
    ours = [person(id=f"p{at}", forename=name, surname=f"{name}ling") for at, name in enumerate(names)]
    theirs = [person(id=f"r{at}", forename=name, surname=f"{name}ling") for at, name in enumerate(names)]
    for at in range(3):
        number = f"A{1000 + at}AB"
        ours.append(person(id=f"n{at}", forename="Wex", surname=f"Num{'abc'[at]}", prison_number=number))
        theirs.append(person(id=f"m{at}", forename="Wexo", surname=f"Num{'abc'[at]}", prison_number=number))
    for at in range(2):
        ours.append(person(id=f"d{at}", forename="Dou", surname=f"Bt{'ab'[at]}"))
        theirs += [person(id=f"e{at}{twin}", forename="Dou", surname=f"Bt{'ab'[at]}") for twin in "12"]
    ours += [person(id=f"g{at}", surname=f"Gap{'abc'[at]}", date_of_birth="") for at in range(3)]
    paths = write(folder / "people.csv", ours), write(folder / "records.csv", theirs)
    truth = folder / "truth.csv"
    known = [f"p{at},r{at}" for at in range(len(names))] + [f"n{at},x{at}" for at in range(3)]
    truth.write_text("\n".join(["participant,record", *known]) + "\n")
    outputs = ["--json", str(folder / "o.json"), "--report", str(folder / "o.pdf"), "--truth", str(truth)]
    asked = ["--method", "deterministic", "--disclosure", level]
    assert main(["link", *map(str, paths), *asked, *outputs]) == 0
    screen = capsys.readouterr().out
    assert main(["link", *map(str, paths), *asked, "--report", str(folder / "o.html")]) == 0
    texts = {"json": (folder / "o.json").read_text(), "page": (folder / "o.html").read_text()}
    return texts | {"pdf": text_of(folder / "o.pdf"), "screen": screen}


@pytest.mark.parametrize("level", LEVELS)
def test_no_rule_of_a_linkage_is_told_of_a_few(tmp_path, level, capsys):
    told = linked(tmp_path, level, capsys)
    found = json.loads(told["json"])
    least = thresholds_of(level).cell
    assert found["linked"] == sum(found["linked_by"].values()) == 43
    assert [count for count in found["linked_by"].values() if 0 < count < least] == []
    assert found["in_review"] is None
    for form in ("page", "pdf", "screen"):
        words = " ".join(re.sub(r"<[^>]+>", " ", told[form]).split()).lower()
        assert "prison number 3 " not in words
        assert f"fewer than {least}" in words


def test_a_linkage_at_strict_lists_nobody_and_rounds_what_differs_by_a_few(tmp_path, capsys):
    found = json.loads(linked(tmp_path, "strict", capsys)["json"])
    assert (found["problems"], found["problem_kinds"]["missing"]) == ([], None)
    assert [step["step"] for step in found["attrition"] if not step["part"]] == ["Submitted", "Linked"]
    overall = found["measured"]["overall"]["precision"]
    assert overall == {"count": None, "of": None, "share": 0.93, "lower": None, "upper": None}


def test_a_linkage_at_standard_says_how_many_were_left_and_what_to_mend(tmp_path, capsys):
    found = json.loads(linked(tmp_path, "standard", capsys)["json"])
    assert [step["people"] for step in found["attrition"] if not step["part"]] == [48, 45, 45, 43]
    assert sum(problem["kind"] == "missing" for problem in found["problems"]) == 3
    assert found["measured"]["overall"]["precision"]["count"] == 40


def test_inside_the_organisation_a_linkage_tells_all_and_says_so(tmp_path, capsys):
    told = linked(tmp_path, "none", capsys)
    found = json.loads(told["json"])
    assert (found["linked_by"]["prison number"], found["in_review"]) == (3, 2)
    assert "For use inside the organisation only" in told["page"]


# Pooling and power


@pytest.mark.parametrize("level", LEVELS)
def test_a_small_site_is_in_no_output(tmp_path, level, capsys):
    sites = "site,n_treated,events_treated,n_comparison,events_comparison\n"
    sites += "Send,200,60,200,80\nStyal,150,50,180,66\nDownview,90,33,95,37\nIsle,47,3,51,17\n"
    (tmp_path / "sites.csv").write_text(sites)
    words = [
        word
        for name in ("json", "html", "pdf")
        for word in (f"--{name.replace('html', 'report')}", str(tmp_path / f"o.{name}"))
    ]
    assert main(["pool", str(tmp_path / "sites.csv"), "--disclosure", level, *words]) == 0
    found = json.loads((tmp_path / "o.json").read_text())
    isle = next(site for site in found["sites"] if site["site"] == "Isle")
    assert not isle["shown"] and isle["n_treated"] is isle["events_treated"] is isle["estimate"] is None
    assert [row for row in rows_of((tmp_path / "o.html").read_text()) if row[0] == "Isle"] == [
        ["Isle", *["withheld"] * 5]
    ]
    for text in (text_of(tmp_path / "o.pdf"), capsys.readouterr().out):
        assert not re.search(r"\b(47|51 )\b.*Isle|Isle.*\b(47|51)\b", text)


def test_power_reads_nobodys_records(capsys):
    with pytest.raises(SystemExit):
        main(["power", "people.csv"])
    assert "unrecognized arguments: people.csv" in capsys.readouterr().err
