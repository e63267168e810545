"""What is wrong with a file is said with file, column, row and how to mend it, and nothing is evaluated."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from throughgate_evidence import EvidenceInputError, evaluate

ROLES = {"treated": "treated", "covariates": ["age", "convictions", "area"], "outcomes": ["reoffended"]}


def refused(path: Path, **changes: object) -> str:
    with pytest.raises(EvidenceInputError) as caught:
        evaluate(path, **(ROLES | changes))
    return str(caught.value)


def test_missing_column_with_the_likely_one(people):
    assert "no column 'agee'. Did you mean 'age'?" in refused(people, covariates=["agee"])


def test_missing_file(tmp_path):
    assert "There is no file gone.csv" in refused(tmp_path / "gone.csv")


def test_folder_in_place_of_a_file(tmp_path):
    assert "is a folder" in refused(tmp_path)


def test_empty_file(tmp_path):
    path = tmp_path / "empty.csv"
    path.touch()
    assert "empty.csv is empty" in refused(path)


def test_header_without_people(tmp_path):
    path = tmp_path / "header.csv"
    path.write_text("treated,age,convictions,area,reoffended\n")
    assert "header.csv holds a header but no people" in refused(path)


@pytest.mark.parametrize(("value", "shown"), [("2", "'2'"), ("yes", "'yes'"), ("0.5", "'0.5'")])
def test_treated_that_is_neither_0_nor_1(write_csv, rows, value, shown):
    rows[4]["treated"] = value
    message = refused(write_csv(rows))
    assert message.startswith(f"people.csv, column treated, row 6: {shown} is not 0, 1, true or false.")


def test_treated_may_be_true_and_false(write_csv, rows):
    expected = evaluate(write_csv(rows), **ROLES)
    for row in rows:
        row["treated"] = "TRUE" if row["treated"] else "False"
    assert evaluate(write_csv(rows), **ROLES).outcomes == expected.outcomes


def test_text_in_a_numeric_column(write_csv, rows):
    rows[9]["age"] = "unknown"
    message = refused(write_csv(rows))
    assert message.startswith("people.csv, column age, row 11: 'unknown' is not a number.")
    assert "--categorical age" in message


def test_true_among_numbers(write_csv, rows):
    rows[9]["age"] = "true"
    assert "column age, row 11: 'true' is not a number" in refused(write_csv(rows))


def test_text_in_an_outcome(write_csv, rows):
    rows[0]["reoffended"] = "twice"
    assert "column reoffended, row 2: 'twice' is not a number" in refused(write_csv(rows))


def test_infinite_number(write_csv, rows):
    rows[2]["age"] = "inf"
    assert "column age, row 4: 'inf' is not a finite number" in refused(write_csv(rows))


@pytest.mark.parametrize(("mark", "words"), [(0, "nobody in the programme"), (1, "nobody to compare them with")])
def test_only_one_group(write_csv, rows, mark, words):
    assert words in refused(write_csv([row | {"treated": mark} for row in rows]))


def test_three_treated(write_csv, rows):
    few = [row | {"treated": int(at < 3)} for at, row in enumerate(rows)]
    assert "only 3 people in the programme" in refused(write_csv(few))


def test_constant_covariate(write_csv, rows):
    assert "column age: every record has the same value (30)" in refused(write_csv([row | {"age": 30} for row in rows]))


def test_constant_category(write_csv, rows):
    message = refused(write_csv([row | {"area": "north"} for row in rows]))
    assert "column area: every record has the same value ('north')" in message


def test_category_that_is_an_identifier(write_csv, rows):
    assert "more than 50 different texts" in refused(
        write_csv([row | {"area": f"A{at}"} for at, row in enumerate(rows)])
    )


def test_the_same_column_twice(people):
    assert "'age' is named twice" in refused(people, outcomes=["age"])


def test_unreadable_parquet(tmp_path):
    path = tmp_path / "people.parquet"
    path.write_bytes(b"PAR1 this is no Parquet file at all PAR1")
    assert "people.parquet cannot be read as Parquet" in refused(path)


def test_parquet_that_is_cut_short(people, tmp_path):
    path = tmp_path / "people.parquet"
    duckdb.read_csv(str(people)).write_parquet(str(path))
    whole = path.read_bytes()
    path.write_bytes(whole[:8] + whole[len(whole) // 2 :])
    assert "people.parquet" in refused(path)


def test_number_too_large_to_work_with(write_csv, rows):
    rows[2]["age"] = "1e200"
    assert "column age, row 4: '1e+200' is not a finite number of a usable size" in refused(write_csv(rows))


def test_parquet_under_another_name(people, tmp_path):
    path = tmp_path / "people.dat"
    duckdb.read_csv(str(people)).write_parquet(str(path))
    assert evaluate(path, **ROLES).outcomes == evaluate(people, **ROLES).outcomes


def test_parquet_with_dates(tmp_path):
    path = tmp_path / "people.parquet"
    duckdb.sql(f"COPY (SELECT DATE '2026-01-01' AS age, 1 AS treated, 0 AS reoffended) TO '{path}'")
    assert "column age: it holds date values" in refused(path, covariates=["age"])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("1,20,3,north", "row 3: the row has fewer values"),
        ("1,20,3,north,0,9", "row 3: the row has more values"),
    ],
)
def test_broken_row(people, line, words):
    lines = people.read_text().splitlines()
    lines[2] = line
    people.write_text("\n".join(lines))
    assert words in refused(people)


def test_file_that_is_not_utf8(people):
    people.write_bytes(people.read_bytes().replace(b"north", b"c\xf4te"))
    assert "UTF-8" in refused(people)


def test_semicolons_byte_order_mark_and_odd_names(people, tmp_path):
    expected = evaluate(people, **ROLES)
    odd = tmp_path / "people [final]'s *.csv"
    odd.write_text("\ufeff" + people.read_text().replace(",", ";"), encoding="utf-8")
    assert evaluate(odd, **ROLES).outcomes == expected.outcomes


@pytest.mark.parametrize("gap", ["", "NA", "n/a", "NaN", "NULL", "  "])
def test_records_with_gaps_are_left_out_and_counted(write_csv, rows, gap):
    rows[1]["age"], rows[2]["area"] = gap, gap
    found = evaluate(write_csv(rows), **ROLES)
    assert found.rows_left_out == {"age": 1, "area": 1}
    assert (found.rows_read, found.n_treated, found.n_comparison_pool) == (200, 99, 99)


def test_gaps_are_refused_on_request(write_csv, rows):
    rows[1]["age"] = None
    assert "column age, row 3: the value is missing" in refused(write_csv(rows), missing="refuse")


def test_missing_outcome_leaves_that_outcome_only(write_csv, rows):
    for row in rows[:20]:
        row["reoffended"] = None
    found = evaluate(write_csv(rows), **ROLES)
    assert (found.n_treated, found.n_comparison_pool) == (100, 100)
    assert (found.outcomes[0].raw.n_treated, found.outcomes[0].raw.n_comparison) == (90, 90)


def test_codes_declared_a_category(write_csv, rows):
    numbers = {"north": 1, "south": 2, "east": 3}
    expected = evaluate(write_csv(rows), **ROLES)
    coded = write_csv([row | {"area": numbers[str(row["area"])]} for row in rows])
    found = evaluate(coded, **ROLES, categorical=["area"])
    assert found.outcomes[0].matched.difference == pytest.approx(expected.outcomes[0].matched.difference, abs=1e-9)
    assert {row.level for row in found.balance if row.covariate == "area"} == {"1", "2", "3"}


def test_parquet_gives_what_csv_gives(people, tmp_path):
    path = tmp_path / "people.parquet"
    duckdb.sql(f"COPY (FROM read_csv('{people}')) TO '{path}'")
    assert evaluate(path, **ROLES).outcomes == evaluate(people, **ROLES).outcomes


def test_small_integers_do_not_overflow(people, tmp_path):
    path = tmp_path / "small.parquet"
    small = duckdb.read_csv(str(people)).project("treated::TINYINT treated, age::TINYINT age, reoffended")
    small.write_parquet(str(path))
    roles = ROLES | {"covariates": ["age"]}
    assert evaluate(path, **roles).outcomes == evaluate(people, **roles).outcomes
