"""Every kind of file that goes wrong: refused with column and row, or read right. Nothing in between."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from tests.unit.evidence.made_up import Rows, make_rows, to_csv
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.frame import load_rows, read_frame

ROLES = {"treated": "treated", "covariates": ["age", "area"], "outcomes": ["reoffended"]}
Change = Callable[[Rows], object]


def more(rows: Rows) -> Rows:
    """The made-up people with a column for every other role."""
    extra = {"pid": "", "w": 1, "start": "2026-01-31", "days": 30, "back": 1, "prison": "A"}
    return [row | extra | {"pid": f"id-{at}"} for at, row in enumerate(rows)]


def refused(path: Path, **changes: object) -> str:
    with pytest.raises(EvidenceInputError) as caught, closing(read_frame(path, **(ROLES | changes))) as frame:
        load_rows(frame)
    return str(caught.value)


def put(column: str, value: object, at: int = 4) -> Change:
    """Row `at` of the list stands in row at + 2 of the file."""

    def change(rows: Rows) -> None:
        rows[at][column] = value

    return change


def put_all(column: str, value: object) -> Change:
    def change(rows: Rows) -> None:
        for row in rows:
            row[column] = value

    return change


def same_as_treated(rows: Rows) -> None:
    for row in rows:
        row["reoffended"] = row["treated"]


def not_as_treated(rows: Rows) -> None:
    for row in rows:
        row["reoffended"] = 1 - int(str(row["treated"]))


def few_treated(rows: Rows) -> None:
    for at, row in enumerate(rows):
        row["treated"] = int(at < 3)


IDENTIFIER, WEIGHTS, DATE = {"identifier": "pid"}, {"weights": "w"}, {"index_date": "start"}
SURVIVAL = {"survival": {"return": ("days", "back")}}


@pytest.mark.parametrize(
    ("change", "roles", "words"),
    [
        (put("age", "old"), {}, "column age, row 6: 'old' is not a number."),
        (put("age", "inf"), {}, "column age, row 6: 'inf' is not a finite number"),
        (put("age", "-inf"), {}, "column age, row 6: '-inf' is not a finite number"),
        (put("age", "1e101"), {}, "column age, row 6: '1e+101' is not a finite number of a usable size"),
        (put("age", '"3,5"'), {}, "row 6: '3,5' is not a number"),
        (put("age", '"3,5"'), {}, "Decimals need a point, not a comma."),
        (put_all("age", '"3,5"'), {}, "column age, row 2: '3,5' is not a number. If it is a code, declare"),
        (put_all("age", '"3,5"'), {}, "Decimals need a point, not a comma."),
        (put("age", "1_000"), {}, "column age, row 6: '1_000' is not a number"),
        (put("reoffended", "1_0"), {}, "column reoffended, row 6: '1_0' is not a number"),
        (put("w", "1_0"), {"weights": "w"}, "column w, row 6: '1_0' is not a number"),
        (put("age", "1e-300"), {}, "column age, row 6: '1e-300' is not a finite number of a usable size"),
        (put("age", "£20"), {}, "column age, row 6: '£20' is not a number"),
        (put_all("age", None), {}, "column age: every value is missing"),
        (put_all("age", None), {"missing": "indicator"}, "column age: every value is missing"),
        (put_all("area", None), {"categorical": ["area"]}, "only 0 people in the programme (100 before"),
        (put("treated", "2"), {}, "column treated, row 6: '2' is not 0, 1, true or false."),
        (put_all("treated", 1), {}, "column treated: no record is 0, so there is nobody to compare them with."),
        (put_all("treated", 0), {}, "column treated: no record is 1, so there is nobody in the programme."),
        (same_as_treated, {}, "column reoffended: it is 1 for everybody in the programme and 0 for everybody else"),
        (not_as_treated, {}, "column reoffended: it is 0 for everybody in the programme and 1 for everybody else"),
        (few_treated, {}, "column treated: only 3 people in the programme."),
        (put("reoffended", "yes"), {}, "column reoffended, row 6: 'yes' is not a number"),
        (put_all("area", "north"), {}, "column area: every record has the same value ('north')"),
        (put("pid", "id-1", 150), IDENTIFIER, "column pid, rows 3 and 152: they have the same identifier."),
        (put_all("pid", "x"), IDENTIFIER, "column pid, rows 2, 3, 4 and 5 and others: they have the same identifier."),
        (put("pid", None), IDENTIFIER, "column pid, row 6: the identifier is missing."),
        (put("w", -1), WEIGHTS, "column w, row 6: '-1' is negative."),
        (put("w", None), WEIGHTS, "column w, row 6: the weight is missing."),
        (put("w", "NaN"), WEIGHTS, "column w, row 6: the weight is missing."),
        (put("w", "inf"), WEIGHTS, "column w, row 6: 'inf' is not a finite number"),
        (put("w", "heavy"), WEIGHTS, "column w, row 6: 'heavy' is not a number"),
        (put_all("w", 0), WEIGHTS, "column w: every weight is 0"),
        (put("start", "31/02/2026"), DATE, "column start, row 6: '31/02/2026' is not a date."),
        (put("start", "20260131"), DATE, "column start, row 6: '20260131' is not a date."),
        (put("start", "31/01/26"), DATE, "column start, row 6: '31/01/26' is not a date."),
        (put("start", "1026-01-31"), DATE, "column start, row 6: '1026-01-31' is not a date."),
        (put("start", "soon"), DATE, "column start, row 6: 'soon' is not a date. Write dates as 2026-03-01"),
        (put("days", -1), SURVIVAL, "column days, row 6: '-1' is negative."),
        (put("days", "long"), SURVIVAL, "column days, row 6: 'long' is not a number"),
        (put("back", 2), SURVIVAL, "column back, row 6: '2' is not 0 or 1."),
        (put("back", 0.5), SURVIVAL, "column back, row 6: '0.5' is not 0 or 1."),
        (put_all("prison", None), {"exact": ["prison"]}, "only 0 people in the programme (100 before records"),
        (put_all("prison", None), {"subgroups": ["prison"]}, "column prison: every value is missing"),
        (lambda rows: None, {"subgroups": ["pid"]}, "column pid: it has 200 different values, too many for subgroups"),
        (put("prison", None), {"exact": ["prison"], "missing": "refuse"}, "column prison, row 6: the value is missing"),
        (put("area", None), {"missing": "refuse"}, "column area, row 6: the value is missing"),
    ],
)
def test_values_that_cannot_be_used(write_csv, rows, change, roles, words):
    data = more(rows)
    change(data)
    message = refused(write_csv(data), **roles)
    assert message.startswith("people.csv, column ")
    assert words in message


def test_message_about_identifiers_holds_none(write_csv, rows):
    data = more(rows)
    data[3]["pid"] = data[8]["pid"] = "Alice Example 1990-01-01"
    message = refused(write_csv(data), identifier="pid")
    assert "rows 5 and 10" in message
    assert "Alice" not in message


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ({"covariates": []}, "Name at least one covariate"),
        ({"outcomes": []}, "Name at least one outcome"),
        ({"covariates": ["agee"]}, "people.csv has no column 'agee'. Did you mean 'age'?"),
        ({"covariates": ["AGE"]}, "people.csv has no column 'AGE'. Did you mean 'age'?"),
        ({"exact": ["Prison "]}, "people.csv has no column 'Prison '. Did you mean 'prison'?"),
        ({"weights": "age"}, "'age' is named twice"),
        ({"identifier": "reoffended"}, "'reoffended' is named twice"),
        ({"index_date": "treated"}, "'treated' is named twice"),
        ({"covariates": ["age", "age"]}, "'age' is named twice"),
        ({"survival": {"return": ("age", "back")}}, "'age' is named twice"),
        ({"exact": ["treated"]}, "'treated' is named twice"),
        ({"exact": ["reoffended"]}, "'reoffended' is an outcome and cannot be exact as well"),
        ({"subgroups": ["reoffended"]}, "'reoffended' is an outcome and cannot be a subgroup as well"),
        ({"exact": ["prison"], "antiexact": ["prison"]}, "'prison' is both exact and antiexact"),
        ({"survival": {"return": ("days", "days")}}, "the same column for its time and its event"),
        ({"categorical": ["days"]}, "'days' is declared as a category but is not among the covariates"),
        ({"missing": "guess"}, "no missing-value policy 'guess'"),
        ({"interactions": ["age:"]}, "The formula 'age:' cannot be read at character 5"),
        ({"interactions": ["age:days"]}, "The interaction 'age:days' needs 'days' among the covariates"),
    ],
)
def test_roles_that_contradict_each_other(write_csv, rows, roles, words):
    assert words in refused(write_csv(more(rows)), **roles)


def lines(people: Path) -> list[str]:
    return people.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("at", "line", "words"),
    [
        (2, "1,20,3,north", "people.csv, row 3: the row has fewer values"),
        (2, "1,20,3,north,0,9", "people.csv, row 3: the row has more values"),
        (2, '1,20,3,"north,0', "people.csv, row 3: the row has a quotation mark"),
        (2, "   ", "people.csv, row 3: the row has fewer values"),
        (0, "treated,age,age,area,reoffended", "more than one column called 'age'"),
        (0, 'treated,"age",convictions,"area\n(home)",reoffended', "a column name in its header row has a line break"),
        (0, "sep=,\ntreated,age,convictions,area,reoffended", "begins with a note to a spreadsheet (sep=,)"),
        (0, "\ntreated,age,convictions,area,reoffended", "does not begin with a header row"),
        (0, "1,20,3,north,0", "has no column 'treated'"),
    ],
)
def test_lines_that_cannot_be_used(people, at, line, words):
    changed = lines(people)
    changed[at] = line
    people.write_text("\n".join(changed) + "\n", encoding="utf-8")
    assert words in refused(people)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "people.csv is empty"),
        (b"treated,age,area,reoffended\n", "people.csv holds a header but no people"),
        (b"PK\x03\x04 and more", "people.csv is a spreadsheet. Save the sheet with the people as “CSV UTF-8”"),
        (b"\x00\x01\x02", "does not begin with a header row"),
        ("treated,age,area,reoffended\n1,2,n,0\n".encode("utf-16"), "people.csv: it is not UTF-8 text"),
        ("tr\xe9ated,age,area,reoffended\n1,2,n,0\n".encode("latin-1"), "people.csv: it is not UTF-8 text"),
        (
            "treated,age,area,reoffended\n1,2,n,0\n1,2,c\xf4te,0\n".encode("latin-1"),
            "people.csv, row 3: the row is not UTF-8",
        ),
        (b"treated,age,area,reoffended\r\n1,2,n,0\n1,2,n,0\r\n", "its rows end in different ways"),
    ],
)
def test_bytes_that_cannot_be_used(tmp_path, content, words):
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    assert words in refused(path)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_shapes_of_csv_that_are_read(people, tmp_path, ending, separator, mark):
    path = tmp_path / "other.csv"
    text = mark + ending.join(lines(people)).replace(",", separator) + ending
    path.write_bytes(text.encode("utf-8"))
    with closing(read_frame(people, **ROLES)) as expected, closing(read_frame(path, **ROLES)) as found:
        assert (load_rows(found).covariates == load_rows(expected).covariates).all()


def test_line_breaks_within_quotation_marks(people):
    changed = lines(people)
    changed[5] = changed[5].replace("north", "south").replace("south", '"so\nuth"').replace("east", '"so\nuth"')
    changed[8] = changed[8].replace(",", ",x", 1)
    people.write_text("\n".join(changed) + "\n", encoding="utf-8")
    assert "column age, row 9: 'x" in refused(people)


def test_a_row_far_down_a_large_file_is_named_rightly(tmp_path):
    """Files this large are read in parts, which must not change places."""
    path = tmp_path / "large.csv"
    value = "CASE WHEN i = 399998 THEN 'bad' ELSE i::VARCHAR END AS age"
    columns = f"i % 2 AS treated, {value}, 'a' || (i % 3) AS area, i % 5 = 0 AS reoffended, repeat('-', 40) AS filler"
    duckdb.sql("FROM range(400000) t(i)").project(columns).write_csv(str(path))
    assert "large.csv, column age, row 400000: 'bad' is not a number" in refused(path)


def parquet(tmp_path: Path, people: Path, columns: str) -> Path:
    path = tmp_path / "people.parquet"
    duckdb.read_csv(str(people)).project("* REPLACE (age::INTEGER AS age)").project(columns).write_parquet(str(path))
    return path


@pytest.mark.parametrize(
    ("age", "words"),
    [
        ("[age]", "column age: it holds integer[] values"),
        ("[area]", "column age: it holds varchar[] values"),
        ("{'years': age}", 'column age: it holds struct("years" integer) values'),
        ("MAP {'a': age}", "column age: it holds map(varchar, integer) values"),
        ("DATE '2026-01-01'", "column age: it holds date values"),
        ("TIMESTAMP '2026-01-01 10:00:00'", "column age: it holds timestamp values"),
        ("TIME '10:00:00'", "column age: it holds time values"),
        ("area::BLOB", "column age: it holds blob values"),
        ("INTERVAL 3 DAY", "column age: it holds interval values"),
        ("CASE WHEN convictions = 2 THEN 'inf'::DOUBLE ELSE 1 END", "'inf' is not a finite number"),
    ],
)
def test_kinds_of_parquet_columns_that_cannot_be_used(people, tmp_path, age, words):
    path = parquet(tmp_path, people, f"treated, {age} AS age, area, reoffended")
    message = refused(path)
    assert message.startswith("people.parquet, column age")
    assert words in message


@pytest.mark.parametrize("kind", ["TINYINT", "UTINYINT", "SMALLINT", "HUGEINT", "FLOAT", "DECIMAL(9, 3)", "VARCHAR"])
def test_kinds_of_parquet_columns_that_are_read(people, tmp_path, kind):
    path = parquet(
        tmp_path, people, f"treated = 1 AS treated, age::{kind} AS age, area, reoffended::TINYINT AS reoffended"
    )
    with closing(read_frame(people, **ROLES)) as expected, closing(read_frame(path, **ROLES)) as found:
        assert (load_rows(found).covariates == load_rows(expected).covariates).all()
        assert (load_rows(found).treated == load_rows(expected).treated).all()


def test_columns_nobody_asked_for_may_be_of_any_kind(people, tmp_path):
    path = parquet(tmp_path, people, "*, [age] AS list, {'a': age} AS struct, DATE '2026-01-01' AS day")
    with closing(read_frame(path, **ROLES)) as frame:
        assert frame.rows_read == 200


def test_nan_of_parquet_is_missing(people, tmp_path):
    path = parquet(tmp_path, people, "* REPLACE (CASE WHEN convictions = 2 THEN 'nan'::DOUBLE ELSE age END AS age)")
    with closing(read_frame(path, **ROLES)) as frame:
        assert frame.left_out["age"] > 0


def test_parquet_names_the_row_in_the_file(people, tmp_path):
    path = parquet(
        tmp_path, people, "* REPLACE (CASE WHEN row_number() OVER () = 9 THEN 'x' ELSE age::VARCHAR END AS age)"
    )
    assert "people.parquet, column age, row 10: 'x' is not a number" in refused(path)


def test_a_code_with_a_comma_may_be_declared_a_category(write_csv, rows):
    for at, row in enumerate(rows):
        row["area"] = '"1,2"' if at % 3 else '"3,4"'
    with closing(read_frame(write_csv(rows), **ROLES, categorical=["area"])) as frame:
        assert [column.level for column in frame.covariates if column.source == "area"] == ["3,4"]


def test_levels_that_only_capitals_tell_apart_are_pointed_at(write_csv, rows):
    for at in (3, 4, 9, 20):
        rows[at]["area"] = "North"
    with closing(read_frame(write_csv(rows), **ROLES)) as frame:
        assert any("only capitals or spaces tell apart: North and north." in note for note in frame.notes)


def test_a_name_with_a_comma_goes_into_a_formula(write_csv, rows):
    named = [{('"age, in years"' if name == "age" else name): value for name, value in row.items()} for row in rows]
    path = write_csv(named)
    assert "has no column 'age'. A name with a comma in it goes between backquotes" in refused(path)
    with closing(read_frame(path, **(ROLES | {"covariates": ["age, in years"]}))) as frame:
        assert frame.terms == ("age, in years",)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_left_behind_when_a_file_is_refused(tmp_path, monkeypatch, seed):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    path = tmp_path / "people.csv"
    rows = make_rows(60, seed)
    rows[7]["age"] = "bad"
    path.write_text(to_csv(rows))
    refused(path)
    assert list((tmp_path / "scratch").iterdir()) == []
