import pytest

from throughgate.sites.rules import COLUMNS, RegisterError, read_register

HEAD = ",".join(COLUMNS)
SEND = "SDI,Send (HMP),true,false,true,HMP,,Woking,Surrey,GU23 7LJ,England,PSP"


def problems_of(*lines: str) -> list[str]:
    with pytest.raises(RegisterError) as refusal:
        read_register("\n".join(lines), "prisons.csv")
    return refusal.value.problems


def test_a_row():
    (row,) = read_register(f"{HEAD}\n{SEND}\n", "prisons.csv")
    assert (row.code, row.is_active, row.holds_men, row.holds_women, row.town) == ("SDI", True, False, True, "Woking")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            SEND.replace("true", "yes", 1),
            "line 2, column active: 'yes' is neither true nor false. Write true or false.",
        ),
        (
            SEND.replace("SDI", "Sdi"),
            "line 2, column code: 'Sdi' is not a prison code. Write three capital letters, like SDI",
        ),
        (SEND.replace("Send (HMP)", " "), "line 2, column name: the name is missing. Write the name of the prison."),
        (
            SEND.replace(",HMP,", ",HMP|ABC,"),
            "line 2, column types: 'ABC' is not known. Write some of HMP, YOI, YCS, IRC, STC",
        ),
        (SEND.replace("Woking", "W" * 61), "line 2, column town: it is longer than 60 characters. Shorten it."),
        (SEND.rsplit(",", 1)[0], "line 2: 11 cells where 12 are expected."),
        (SEND.replace("Send", '"Se"nd'), "line 2: "),
    ],
)
def test_a_problem_names_line_column_and_mend(line, problem):
    (found,) = problems_of(HEAD, line)
    assert found.startswith(f"prisons.csv, {problem}")


def test_all_problems_are_told_at_once():
    assert len(problems_of(HEAD, SEND.replace("true", "yes"), SEND.replace("Send", "x" * 130))) >= 3


def test_a_code_twice():
    assert problems_of(HEAD, SEND, SEND) == [
        "prisons.csv, line 3, column code: SDI stands on line 2 already. Take one of the two out."
    ]


def test_a_missing_column():
    (found,) = problems_of(HEAD.replace("active,", ""), SEND)
    assert found.startswith("prisons.csv, line 1: column active is missing.")


@pytest.mark.parametrize("text", ["", HEAD])
def test_an_empty_file(text):
    assert problems_of(text)[0].startswith("prisons.csv, line 1")
