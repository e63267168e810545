"""Tables of sites: what is read, and what is refused with column and row."""

from __future__ import annotations

import json

import pytest

from throughgate_evidence.cli import main
from throughgate_evidence.pooling import SiteSummary, read_summaries, summary_of_evaluation
from throughgate_evidence.refusals import EvidenceInputError

COUNTS = "site,n_treated,events_treated,n_comparison,events_comparison"


@pytest.fixture
def table(tmp_path):
    def write(text: str, encoding: str = "utf-8"):
        path = tmp_path / "sites.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_estimates(table):
    text = "site,estimate,se,n_treated,dose,remark\nArden,-0.1,0.05,60,3.5,x\n\nBrook, -2e-1 ,0.04,80,,y\n"
    assert read_summaries(table(text)) == [
        SiteSummary("Arden", -0.1, 0.05, 60, dose=3.5),
        SiteSummary("Brook", -0.2, 0.04, 80),
    ]


def test_counts_with_a_byte_order_mark_and_windows_lines(table):
    text = f"{COUNTS}\r\nArden,60,10,200,50\r\n"
    assert read_summaries(table(text, "utf-8-sig")) == [SiteSummary("Arden", None, None, 60, 200, 10, 50)]


@pytest.mark.parametrize("mark", ["", "*", "[c]", "<5", "WITHHELD"])
def test_suppressed_numbers(table, mark):
    found = read_summaries(table(f"{COUNTS}\nArden,60,{mark},200,50\n"))
    assert found[0].events_treated is None


def test_our_own_name_of_an_estimate(table):
    assert read_summaries(table("site,difference,se\nArden,-0.1,0.05\n"))[0].estimate == -0.1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no column site"),
        ("name,estimate,se\nArden,1,1\n", "has no column site"),
        ("site,estimate\nArden,1\n", "needs the columns estimate and se"),
        ("site,n_treated,n_comparison\nArden,1,1\n", "needs the columns"),
        ("site,estimate,se,se\nArden,1,1,1\n", "column se is there twice"),
        ("site,estimate,difference,se\nArden,1,1,1\n", "there twice"),
        ("site,estimate,se\nArden,1,1\nBrook,about 2,1\n", "row 3, column estimate: 'about 2' is not a finite"),
        ("site,estimate,se\nArden,nan,1\n", "row 2, column estimate"),
        ("site,estimate,se\nArden,inf,1\n", "row 2, column estimate"),
        ("site,estimate,se\nArden,1,-1\n", "row 2: Site Arden: a standard error of -1"),
        ("site,estimate,se\n,1,1\n", "row 2, column site: the name"),
        ("site,estimate,se\nArden,1\n", "row 2 has 2 values where the header has 3"),
        (f"{COUNTS}\nArden,60,1.5,200,5\n", "row 2, column events_treated: '1.5' is not a whole number"),
        (f"{COUNTS}\nArden,60,61,200,5\n", "row 2: Site Arden: 61 people"),
        ("site;estimate;se\nArden;0,1;1\n", "column estimate: '0,1' is not a finite number. Decimals need a point"),
        (f"{COUNTS}\nArden,1_00,6,200,5\n", "row 2, column n_treated: '1_00' is not a finite number"),
        ('site,estimate,se\n"Arden,1,1\n', "cannot be read as CSV"),
    ],
)
def test_bad_tables(table, text, words):
    with pytest.raises(EvidenceInputError, match=words):
        read_summaries(table(text))


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_tables_with_other_separators(table, separator):
    found = read_summaries(table("site,estimate,se\nArden,0.5,1\n".replace(",", separator)))
    assert [(each.site, each.estimate, each.se) for each in found] == [("Arden", 0.5, 1.0)]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(EvidenceInputError, match="sites.csv cannot be opened"):
        read_summaries(tmp_path / "sites.csv")


def test_bytes_that_are_no_text(table):
    with pytest.raises(EvidenceInputError, match="not UTF-8"):
        read_summaries(table("site,estimate,se\nÅrden,1,1\n", "latin-1"))


def evaluation(tmp_path, **outcomes):
    path = tmp_path / "arden.json"
    path.write_text(json.dumps({"outcomes": outcomes}), encoding="utf-8")
    return path


RESULT = {
    "difference": -0.1,
    "se": 0.05,
    "n_treated": 60,
    "n_comparison": 200,
    "events_treated": 10,
    "events_comparison": 50,
    "withheld": None,
}


def test_what_a_sites_own_evaluation_wrote(tmp_path):
    path = evaluation(tmp_path, reoffended=RESULT)
    assert summary_of_evaluation(path, "reoffended") == SiteSummary("arden", -0.1, 0.05, 60, 200, 10, 50)
    assert summary_of_evaluation(path, "reoffended", "Arden").site == "Arden"


def test_a_withheld_outcome_has_no_numbers(tmp_path):
    path = evaluation(tmp_path, reoffended=dict.fromkeys(RESULT) | {"withheld": "few people"})
    assert summary_of_evaluation(path, "reoffended") == SiteSummary("arden")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"outcomes": {}}', '{"outcomes": {"reoffended": 3}}'])
def test_what_is_no_evaluation(tmp_path, text):
    path = tmp_path / "arden.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvidenceInputError, match=r"arden\.json"):
        summary_of_evaluation(path, "reoffended")


@pytest.mark.parametrize(("gate", "expected"), [(None, False), ({"red": []}, False), ({"red": ["age"]}, True)])
def test_the_gate_of_a_site_comes_with_it(tmp_path, gate, expected):
    path = tmp_path / "arden.json"
    path.write_text(json.dumps({"outcomes": {"weeks": RESULT | {"kind": "weeks"}}, "gate": gate}), encoding="utf-8")
    found = summary_of_evaluation(path, "weeks")
    assert (found.kind, found.not_alike) == ("weeks", expected)


def pooled(tmp_path, *options, kinds=("weeks", "weeks")):
    for name, kind in zip(("arden", "brook"), kinds, strict=True):
        told = {"outcomes": {"out": RESULT | {"kind": kind, "difference": 2.5}}}
        (tmp_path / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    return main(["pool", str(tmp_path / "arden.json"), str(tmp_path / "brook.json"), "--outcome", "out", *options])


def test_the_kind_of_an_outcome_is_what_the_sites_say(tmp_path, capsys):
    assert pooled(tmp_path) == 0
    assert "is +2.5 weeks, 95 % interval" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("kinds", "options"), [(("weeks", "rate"), ()), (("weeks", "weeks"), ("--kind", "rate"))], ids=["sites", "said"]
)
def test_outcomes_of_two_kinds_are_not_pooled(tmp_path, capsys, kinds, options):
    assert pooled(tmp_path, *options, kinds=kinds) == 2
    assert "The outcome is not of one kind: " in capsys.readouterr().err
