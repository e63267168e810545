"""Doubtful pairs go out for a decision and come back, and nothing is taken from a file that does not fit."""

from __future__ import annotations

import pytest

from tests.unit.evidence.link_people import TODAY, Row, person, read, write
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.link.linking import LinkSettings, opened
from throughgate_evidence.link.results import REVIEWED
from throughgate_evidence.link.review import apply_decisions, read_decisions, review_text

SETTINGS = LinkSettings(method="deterministic")


class Desk:
    """Two participants in doubt: one between two records, one against a differing number."""

    def __init__(self, folder) -> None:
        self.folder = folder
        people = [person(id="p1"), person(id="p2", forename="=Quila", surname="Stonnard", pnc="81/34U")]
        records = [person(id="r1"), person(id="r2"), people[1] | {"id": "r3", "pnc": "02/73319Z"}]
        self.paths = write(folder / "people.csv", people), write(folder / "records.csv", records)
        self.review = folder / "review.csv"
        with opened(*self.paths, SETTINGS, today=TODAY) as (files, linkage):
            self.review.write_text(review_text(files, linkage), encoding="utf-8")

    def rows(self) -> list[Row]:
        return read(self.review)

    def decide(self, *words: str, **changes: str):
        write(self.review, [row | {"decision": word} | changes for row, word in zip(self.rows(), words, strict=True)])
        with opened(*self.paths, SETTINGS, today=TODAY) as (files, linkage):
            return apply_decisions(files, linkage, read_decisions(self.review, files, linkage))

    def refused(self, *words: str, **changes: str) -> str:
        with pytest.raises(EvidenceInputError) as caught:
            self.decide(*words, **changes)
        return str(caught.value)


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def test_both_sides_stand_next_to_each_other_with_what_is_doubtful(desk):
    row = desk.rows()[2]
    assert (row["participant_pnc"], row["record_pnc"], row["decision"]) == ("81/34U", "02/73319Z", "")
    assert row["why"] == "the PNC number differs"
    assert list(row).index("record_pnc") == list(row).index("participant_pnc") + 1


def test_cells_that_a_spreadsheet_would_take_for_a_formula_are_made_harmless(desk):
    assert desk.rows()[2]["participant_forename"] == "'=Quila"


def test_yes_links_and_no_does_not(desk):
    found = desk.decide("yes", "", "No")
    assert [(link.participant, link.person, link.by) for link in found.links] == [("p1", "r1", REVIEWED)]
    assert not found.doubts


def test_what_is_not_decided_stays_in_doubt(desk):
    found = desk.decide("no", "", "")
    assert not found.links
    assert [(doubt.participant, doubt.person) for doubt in found.doubts] == [("p1", "r2"), ("p2", "r3")]


def test_attrition_counts_the_decided(desk):
    found = desk.decide("yes", "no", "yes")
    assert found.linked_by[REVIEWED] == 2
    assert found.attrition.steps[-1].people == 2


def test_word_that_is_neither_yes_nor_no(desk):
    assert "review.csv, column decision, row 3: write yes or no" in desk.refused("yes", "maybe", "")


def test_two_yes_for_one_participant(desk):
    assert "row 3: an earlier row says yes" in desk.refused("yes", "yes", "")


def test_rows_of_another_pair(desk):
    assert "it does not belong to these two files" in desk.refused("yes", "", "", record_row="4")


def test_rows_that_are_no_numbers(desk):
    assert "must be as they were" in desk.refused("yes", "", "", record_row="four")


def test_files_that_were_changed_since(desk):
    desk.paths[0].write_text(desk.paths[0].read_text().replace("Tovan", "Tovann"))
    assert "they were changed since" in desk.refused("yes", "", "")


def test_column_that_is_gone(desk):
    write(desk.review, [{key: value for key, value in row.items() if key != "check"} for row in desk.rows()])
    assert "no column 'check'" in desk.refused("yes", "", "", decision="yes")


def test_semicolons_of_a_spreadsheet_are_read(desk):
    expected = desk.decide("yes", "no", "no").links
    desk.review.write_text(desk.review.read_text().replace(",", ";"), encoding="utf-8")
    with opened(*desk.paths, SETTINGS, today=TODAY) as (files, linkage):
        assert apply_decisions(files, linkage, read_decisions(desk.review, files, linkage)).links == expected
