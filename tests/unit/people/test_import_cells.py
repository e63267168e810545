"""What a cell of a list may hold, and how whoever uploads it is told what to mend."""

import pytest

from tests.unit.people.import_lists import JO, ROBIN, check, words
from throughgate.people.rules.importing import odd_in_a_name, unlike_a_name


@pytest.fixture
def manager(mona, alice, send):
    """Alice is on her team, so that she may become a worker."""
    return mona


@pytest.mark.parametrize(
    ("place", "cell", "problem"),
    [
        (0, "", "2 First name: The first name is missing."),
        (2, "31/02/1988", "2 Date of birth: There is no day “31/02/1988” in the calendar."),
        (2, "27/03/88", "2 Date of birth: The year of “27/03/88” has two figures only."),
        (2, "27/03/2088", "2 Date of birth: This day of birth is still to come."),
        (3, "Sned", "2 Site: No prison or site is called “Sned”. Did you mean Send (HMP)?"),
        (3, "", "2 Site: There is no site in this row."),
        (
            4,
            "Alise Example",
            "2 Worker: Nobody called “Alise Example” works at your sites. Did you mean Alice Example?",
        ),
        (5, "123456", "2 CRN (probation): A CRN is one letter and six numbers"),
        (7, "19/06/2270", "2 Confirmed release: 19 June 2270 is more than 60 years away."),
        (0, '=HYPERLINK("http://x")', "2 First name: This begins with “=”"),
        (1, "@Ash", "2 Family name: This begins with “@”"),
        (0, "Ro\nbin", "2 First name: There is a line break"),
        (0, "Ro\u200bbin", "2 First name: There is a line break"),
        (0, "Ro\u202ebin", "2 First name: There is a line break"),
        (4, "+Alice", "2 Worker: This begins with “+”"),
        (0, "'=1+1", "2 First name: This begins with “'=”"),
        (1, "-2+3", "2 Family name: This begins with “-2”"),
        (0, "123 456", "2 First name: “123 456” has no letter in it."),
        (1, "😀", "2 Family name: “😀” has no letter in it."),
    ],
)
def test_every_problem_is_named_with_its_row_and_how_to_mend_it(place, cell, problem, manager):
    row = [*ROBIN]
    row[place] = cell
    started = check(manager, row)
    assert started.rows_wrong == 1
    assert any(said.startswith(problem) for said in words(started)), words(started)


@pytest.mark.parametrize("name", ["Robin2", "😀 Smile", "Jo & Al", "#Ash"])
def test_a_sign_that_names_seldom_have_is_asked_about(name, manager):
    started = check(manager, [name, *ROBIN[1:]])
    assert (started.rows_wrong, started.rows_warned) == (0, 1)
    assert "is seldom part of a name" in words(started)[0]


@pytest.mark.parametrize(
    "name", ["O’Neill", "’t Hooft", "Smith-Jones", "Ó Súilleabháin", "Siân", "N'Golo", "J. R.", "李", "अनिल"]
)
def test_names_as_people_have_them_are_not_asked_about(name):
    assert unlike_a_name(name) == "" == odd_in_a_name(name)


def test_rows_that_may_be_one_person_are_named_in_one_line(manager):
    started = check(manager, *([*ROBIN[:5], "", "", ""] for _ in range(4)))
    assert words(started) == [
        f"{row} Who it is: This is almost certainly the same person as rows {others}. If so, keep one of these rows."
        for row, others in ((2, "3, 4 and 5"), (3, "2, 4 and 5"), (4, "2, 3 and 5"), (5, "2, 3 and 4"))
    ]


def test_what_names_a_list_as_wrong_adds_nobody(manager):
    started = check(manager, ["'=1+1", *ROBIN[1:]], JO)
    assert started.rows_wrong == 1 and started.rows_ok == 1


def test_how_many_would_come_in_without_a_worker(manager):
    assert check(manager, ROBIN, JO).rows_alone == 1


def test_more_cells_than_headings_are_wrong(manager):
    started = check(manager, [*ROBIN, "extra"])
    assert started.rows_wrong == 1 and "more cells than headings" in words(started)[0]


def test_empty_cells_beyond_the_headings_are_nothing(manager):
    assert check(manager, [*ROBIN, "", " "]).rows_wrong == 0
