"""Pairs, sets and weights as files that a person can audit."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.evidence.matched_people import make_units
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.matching import (
    MatchSpec,
    Table,
    match,
    pairs_table,
    sets_table,
    weights_table,
    write_csv,
    write_matched_csv,
)
from throughgate_evidence.matching.export import safe_cell

UNITS = make_units([0, 1], [0, 1, 9])
IDS = ["a", "b", "c", "d", "e"]
NEAREST = match(UNITS, MatchSpec(method="nearest"))


def text(table):
    stream = io.StringIO(newline="")
    write_csv(stream, table)
    return stream.getvalue()


def test_pairs():
    assert text(pairs_table(NEAREST, IDS)) == "treated_id,comparison_id,set,distance\r\na,c,1,0.0\r\nb,d,2,0.0\r\n"


def test_sets():
    rows = ["set,group,id,weight", "1,treated,a,1.0", "1,comparison,c,1.0", "2,treated,b,1.0", "2,comparison,d,1.0"]
    assert text(sets_table(NEAREST, UNITS.treated, IDS)).splitlines() == rows


def test_weights_of_everybody():
    rows = text(weights_table(NEAREST, UNITS.treated, IDS)).splitlines()
    assert rows[0] == "id,group,weight,set,discarded"
    assert rows[1] == "a,treated,1.0,1,no"
    assert rows[5] == "e,comparison,0.0,,no"


def test_the_discarded_are_marked():
    matching = match(UNITS, MatchSpec(discard="comparison"))
    assert text(weights_table(matching, UNITS.treated, IDS)).splitlines()[5] == "e,comparison,0.0,,yes"


def test_radius_has_neither_pairs_nor_sets():
    matching = match(UNITS, MatchSpec())
    with pytest.raises(EvidenceInputError, match="Radius matching makes no pairs. Write its weights instead"):
        pairs_table(matching, IDS)
    with pytest.raises(EvidenceInputError, match="In radius matching people may be in several sets"):
        sets_table(matching, UNITS.treated, IDS)


def test_replacement_has_pairs_and_no_sets():
    matching = match(UNITS, MatchSpec(method="nearest", replace=True))
    assert text(pairs_table(matching, IDS)).splitlines()[1] == "a,c,,0.0"
    with pytest.raises(EvidenceInputError, match="nearest matching with replacement"):
        sets_table(matching, UNITS.treated, IDS)


def test_an_identifier_for_everybody():
    with pytest.raises(EvidenceInputError, match="There are 4 identifiers for 5 people"):
        weights_table(NEAREST, UNITS.treated, IDS[:4])


@pytest.mark.parametrize("value", ["=1+1", "+cmd", "-x", "@sum", "\tx", "\rx", "  =x", "=HYPERLINK(1)", "＝1"])
def test_no_identifier_becomes_a_formula(value):
    assert safe_cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["A123", "-12", "+44", "-1.5", "", 7, -3, 0.5, "12-34"])
def test_other_identifiers_stay_as_they_are(value):
    assert safe_cell(value) == value


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])), min_size=1))
def test_every_identifier_can_be_read_back(ids):
    table = Table(("id", "number"), (ids, range(len(ids))))
    read = list(csv.reader(io.StringIO(text(table), newline="")))
    assert [row[0].removeprefix("'") for row in read[1:]] == [value.removeprefix("'") for value in ids]


def test_a_file_is_whole_or_not_there(tmp_path):
    class Broken(Table):
        def rows(self):
            yield ("a",)
            raise RuntimeError

    path = tmp_path / "pairs.csv"
    write_matched_csv(path, pairs_table(NEAREST, IDS))
    before = path.read_bytes()
    with pytest.raises(RuntimeError):
        write_matched_csv(path, Broken(("id",), (IDS,)))
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["pairs.csv"]
    assert before.startswith(b"treated_id,comparison_id")
