"""The command: what it writes, who may read it, and that nothing is written where something is wrong."""

from __future__ import annotations

import json
import stat

import pytest
from pdfua import Severity, validate

from tests.unit.evidence.link_people import person, read, write
from throughgate_evidence.cli import main

RULES = ("--method", "deterministic")


@pytest.fixture
def files(tmp_path):
    people = [
        person(id="p1"),
        person(id="p2", forename="Quila", surname="Stonnard"),
        person(id="p3", surname="Nowhere"),
    ]
    extra = {"reoffended": "0", "age": "36"}
    records = [person(id="r1") | extra, person(id="r4", surname="Other", forename="Ada") | extra]
    records += [person(id=f"r{at}", forename="Quila", surname="Stonnard") | extra for at in (2, 3)]
    return [str(write(tmp_path / "people.csv", people)), str(write(tmp_path / "records.csv", records))]


def command(*words: str) -> int:
    return main(["link", *words])


def names_in(folder) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_everything_is_written_for_its_owner_only(files, tmp_path, capsys):
    outputs = {"--out": "linked.csv", "--review": "review.csv", "--json": "out.json", "--report": "out.html"}
    words = [word for option, name in outputs.items() for word in (option, str(tmp_path / name))]
    assert command(*files, *RULES, *words) == 0
    assert names_in(tmp_path) == {"people.csv", "records.csv", *outputs.values()}
    modes = {name: stat.S_IMODE((tmp_path / name).stat().st_mode) for name in outputs.values()}
    assert set(modes.values()) == {0o600}
    assert "linked.csv, review.csv: personal data." in capsys.readouterr().err


def test_linked_file_has_the_participants_columns_and_the_records_that_name_nobody(files, tmp_path):
    assert command(*files, *RULES, "--out", str(tmp_path / "linked.csv")) == 0
    (row,) = read(tmp_path / "linked.csv")
    assert (row["link_record"], row["link_by"], row["id"], row["age"]) == ("r1", "names and date of birth", "p1", "36")
    assert "record_forename" not in row and "record_surname" not in row


def test_counts_hold_no_name_and_no_identifier(files, tmp_path, capsys):
    assert command(*files, *RULES, "--json", str(tmp_path / "o.json"), "--report", str(tmp_path / "o.html")) == 0
    told = (tmp_path / "o.json").read_text() + (tmp_path / "o.html").read_text() + "".join(capsys.readouterr())
    assert not [word for word in ("Tovan", "Brelling", "Stonnard", "1990", '"p1"', '"r1"') if word in told]
    steps = json.loads((tmp_path / "o.json").read_text())["attrition"]
    assert [(step["step"], step["people"]) for step in steps if not step["part"]][-1] == ("Linked", 1)


def test_a_report_whose_name_ends_in_pdf_is_one(files, tmp_path):
    path = tmp_path / "linkage.PDF"
    assert command(*files, *RULES, "--report", str(path)) == 0
    assert path.read_bytes().startswith(b"%PDF")
    assert [each for each in validate(path).findings if each.severity != Severity.INFO] == []


def test_treated_file_holds_everybody_but_those_in_doubt(files, tmp_path):
    assert command(*files, *RULES, "--out", str(tmp_path / "all.csv"), "--treated", "in_programme") == 0
    rows = read(tmp_path / "all.csv")
    assert sorted((row["link_record"], row["in_programme"]) for row in rows) == [("r1", "1"), ("r4", "0")]
    assert "forename" not in rows[0]


def test_pseudonymous_file_holds_chosen_columns_and_the_key_leads_back(files, tmp_path):
    out, key = tmp_path / "linked.csv", tmp_path / "key.csv"
    words = ["--out", str(out), "--pseudonymous", str(key), "--keep", "age,reoffended", "--treated", "in_programme"]
    assert command(*files, *RULES, *words) == 0
    rows = read(out)
    assert list(rows[0]) == ["pseudonym", "in_programme", "link_by", "link_score", "age", "reoffended"]
    treated = next(row["pseudonym"] for row in rows if row["in_programme"] == "1")
    keys = {row["pseudonym"]: (row["participant"], row["record"]) for row in read(key)}
    assert keys[treated] == ("p1", "r1")


def test_pseudonyms_are_new_every_time(files, tmp_path):
    found = []
    for at in "12":
        words = ["--out", str(tmp_path / f"{at}.csv"), "--pseudonymous", str(tmp_path / f"k{at}.csv"), "--keep", "age"]
        assert command(*files, *RULES, *words) == 0
        found.append(read(tmp_path / f"{at}.csv")[0]["pseudonym"])
    assert found[0] != found[1]


def test_decisions_join_the_result(files, tmp_path, capsys):
    review, out = tmp_path / "review.csv", tmp_path / "linked.csv"
    assert command(*files, *RULES, "--review", str(review)) == 0
    rows = read(review)
    write(review, [row | {"decision": "yes" if row["record_id"] == "r3" else "no"} for row in rows])
    assert command(*files, *RULES, "--decisions", str(review), "--out", str(out)) == 0
    assert [(row["id"], row["link_record"]) for row in read(out)] == [("p1", "r1"), ("p2", "r3")]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--participants-column", "forename=shoe"], "no column 'shoe'"),
        (["--keep", "shoe"], "no column 'shoe'"),
        (["--pseudonymous", "{}/key.csv"], "name them with --keep"),
        (["--pseudonymous", "{}/key.csv", "--keep", "surname"], "Column surname says who somebody is"),
        (["--treated", "age", "--keep", "age"], "Give --treated another name"),
        (["--review", "{}/people.csv"], "would be written over"),
        (["--review", "{}/linked.csv"], "would be written over"),
        (["--report", "{}/gone/out.html"], "There is no folder"),
        (["--link-at", "2"], "thresholds must be chances"),
        (["--config", "{}/gone.yaml"], "There is no file gone.yaml"),
        (["--decisions", "{}/gone.csv"], "There is no file gone.csv"),
        (["--demonstrate", "50"], "makes its people up"),
    ],
)
def test_what_is_wrong_is_2_with_one_message_and_no_file(files, tmp_path, words, message, capsys):
    placed = [word.format(tmp_path) for word in words]
    assert command(*files, *RULES, "--out", str(tmp_path / "linked.csv"), *placed) == 2
    printed = capsys.readouterr()
    assert message in printed.err and printed.err.count("\n") == 1 and not printed.out
    assert names_in(tmp_path) == {"people.csv", "records.csv"}


def test_bad_decisions_leave_earlier_results_as_they_were(files, tmp_path):
    review, out = tmp_path / "review.csv", tmp_path / "linked.csv"
    assert command(*files, *RULES, "--review", str(review), "--out", str(out)) == 0
    before = out.read_bytes()
    write(review, [row | {"decision": "perhaps"} for row in read(review)])
    assert command(*files, *RULES, "--decisions", str(review), "--out", str(out)) == 2
    assert out.read_bytes() == before


def test_options_go_before_the_settings_file(files, tmp_path, capsys):
    settings = tmp_path / "link.yaml"
    settings.write_text("method: deterministic\npasses: [PNC number]\nlink_at: 0.9\n")
    assert command(*files, "--config", str(settings), "--json", str(tmp_path / "o.json"), "--link-at", "0.99") == 0
    found = json.loads((tmp_path / "o.json").read_text())["settings"]
    assert (found["passes"], found["link_at"]) == (["PNC number"], 0.99)


def test_two_files_are_needed(capsys):
    assert command() == 2
    assert "Name two files" in capsys.readouterr().err


def test_truth_of_ones_own(files, tmp_path, capsys):
    truth = tmp_path / "truth.csv"
    truth.write_text("participant,record\np1,r1\np2,r2\np3,\n")
    assert command(*files, *RULES, "--truth", str(truth)) == 0
    assert "all links" in capsys.readouterr().out


def test_demonstration_measures_made_up_people(tmp_path, capsys):
    assert command("--demonstrate", "100", *RULES, "--json", str(tmp_path / "o.json")) == 0
    measured = json.loads((tmp_path / "o.json").read_text())["measured"]
    assert measured["participants"] == 100
    assert json.loads((tmp_path / "o.json").read_text())["notes"][-1].startswith("These people are made up")
    assert "precision" in capsys.readouterr().out


def test_one_file_is_not_found_in_itself(files, capsys):
    assert command(files[0], files[0]) == 2
    assert "Both files are the same one" in capsys.readouterr().err
