"""What is wrong with a submission is refused or listed, by row and column, and never with what stands there."""

from __future__ import annotations

import pytest

from tests.unit.evidence.link_people import TODAY, link_by_rules, person, write
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.link.linking import LinkSettings, link


def problems(folder, participants, **choices):
    found = link_by_rules(folder, participants, [person()], **choices).problems
    return [(problem.row, problem.kind) for problem in found if problem.kind != "few people"]


def refused(folder, participants, records=None, **choices) -> str:
    with pytest.raises(EvidenceInputError) as caught:
        link_by_rules(folder, participants, records or [person()], **choices)
    return str(caught.value)


@pytest.mark.parametrize("field", ["forename", "surname", "date_of_birth", "gender"])
def test_missing_essential_is_a_problem_of_its_row(tmp_path, field):
    assert problems(tmp_path, [person(), person(id="2", **{field: ""})]) == [(3, "missing")]


def test_row_without_an_essential_is_not_usable(tmp_path):
    found = link_by_rules(tmp_path, [person(gender="")], [person()])
    assert (found.submitted, found.usable, len(found.links)) == (1, 0, 0)


def test_essentials_can_be_chosen(tmp_path):
    found = link_by_rules(tmp_path, [person(gender="")], [person()], essential=("forename", "surname", "date_of_birth"))
    assert (found.usable, len(found.links)) == (1, 1)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("date_of_birth", "31/02/1990", "is not a date of birth. Write it as 1990-03-31"),
        ("gender", "banana", "is not one of the words known"),
        ("forename", "12", "has no letters in it"),
        ("start_date", "soon", "is not a date"),
    ],
)
def test_unreadable_is_refused_with_column_and_row_but_not_the_value(tmp_path, field, text, words):
    message = refused(tmp_path, [person(), person(id="2", **{field: text})])
    assert message.startswith(f"people.csv, column {field}, row 3:")
    assert words in message
    assert text not in message


def test_unreadable_in_the_records_is_refused_too(tmp_path):
    assert refused(tmp_path, [person()], [person(date_of_birth="1990-13-13")]).startswith("records.csv, column date_of")


def test_unreadable_may_be_taken_for_a_gap_and_is_listed(tmp_path):
    rows = [person(), person(id="2", date_of_birth="31/02/1990")]
    assert problems(tmp_path, rows, unreadable="blank") == [(3, "unreadable")]


def test_invalid_number_is_listed_and_not_used(tmp_path):
    wrong = person(pnc="81/34K", forename="Otto")
    found = link_by_rules(tmp_path, [wrong], [person(pnc="81/34U")])
    assert [problem.kind for problem in found.problems] == ["few people", "invalid number"]
    assert not found.links


def test_repeats_name_the_earlier_row_and_only_the_first_is_used(tmp_path):
    found = link_by_rules(tmp_path, [person(), person(id="2", surname="BRELLING ")], [person()])
    repeat = next(problem for problem in found.problems if problem.kind == "duplicate")
    assert (repeat.row, repeat.words) == (3, "the same person as in row 2: only that row is used")
    assert (found.usable, found.unique, len(found.links)) == (2, 1, 1)


def test_people_who_share_a_number_by_mistake_are_not_repeats(tmp_path):
    other = person(id="2", surname="Quarne", date_of_birth="1971-01-01", pnc="81/34U")
    assert link_by_rules(tmp_path, [person(pnc="81/34U"), other], [person()]).unique == 2


def test_no_date_at_all_concerns_the_file_and_one_missing_its_row(tmp_path):
    without = {field: text for field, text in person().items() if field != "start_date"}
    assert problems(tmp_path, [without]) == [(None, "no date")]
    assert problems(tmp_path, [person(start_date="")]) == [(2, "no date")]


@pytest.mark.parametrize(("people", "few"), [(59, True), (60, False)])
def test_fewer_than_60_people(tmp_path, people, few):
    rows = [person(id=str(at), date_of_birth=f"19{30 + at}-01-01") for at in range(people)]
    found = link_by_rules(tmp_path, rows, [person()])
    assert any(problem.kind == "few people" for problem in found.problems) == few


def test_needed_column_that_is_not_there(tmp_path):
    rows = [{"first": "Tovan", "surname": "Brelling", "dob": "1990-03-04", "sex": "M"}]
    assert "no column is known to hold the forename" in refused(tmp_path, rows)
    columns = {"participants": {"forename": "first"}}
    assert len(link_by_rules(tmp_path, rows, [person()], columns=columns).links) == 1


def test_column_that_is_named_but_not_there(tmp_path):
    columns = {"participants": {"forename": "forenam"}}
    assert "no column 'forenam'. Did you mean 'forename'?" in refused(tmp_path, [person()], columns=columns)


def test_unknown_field(tmp_path):
    assert "no field 'shoe'" in refused(tmp_path, [person()], columns={"records": {"shoe": "forename"}})


def test_missing_and_empty_files(tmp_path):
    people = write(tmp_path / "people.csv", [person()])
    with pytest.raises(EvidenceInputError, match="There is no file gone.csv"):
        link(people, tmp_path / "gone.csv", LinkSettings(), today=TODAY)
    (tmp_path / "bare.csv").write_text("forename,surname,date_of_birth\n")
    with pytest.raises(EvidenceInputError, match="bare.csv holds a header but no people"):
        link(people, tmp_path / "bare.csv", LinkSettings(), today=TODAY)


@pytest.mark.parametrize("choices", [{"link_at": 0.1, "review_at": 0.5}, {"method": "magic"}, {"passes": ()}])
def test_settings_that_cannot_be(tmp_path, choices):
    refused(tmp_path, [person()], **choices)
