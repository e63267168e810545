"""The columns of the model: interactions, marks of missing values, and what is left out of them."""

from __future__ import annotations

from contextlib import closing

import duckdb
import numpy as np
import pytest

from throughgate_evidence import EvidenceInputError
from throughgate_evidence.frame import columns_of, load_rows, read_frame

ROLES = {"treated": "treated", "covariates": ["age", "convictions", "area"], "outcomes": ["reoffended"]}


def read(path, **changes):
    """The frame (closed) and its rows."""
    with closing(read_frame(path, **(ROLES | changes))) as frame:
        return frame, load_rows(frame)


def refused(path, **changes):
    with pytest.raises(EvidenceInputError) as caught:
        read(path, **changes)
    return str(caught.value)


def column(rows, name):
    return rows.covariates[:, rows.names.index(name)]


def test_product_of_numbers_and_powers(people):
    _, rows = read(people, interactions=["age:convictions", "age^2", "convictions^3"])
    age, convictions = column(rows, "age"), column(rows, "convictions")
    assert (column(rows, "age:convictions") == age * convictions).all()
    assert (column(rows, "age^2") == age**2).all()
    assert (column(rows, "convictions^3") == convictions**3).all()


def test_category_and_number_give_a_column_for_each_level(people):
    _, rows = read(people, interactions=["area:age"])
    levels = [name for name in rows.names if name.startswith("area=") and ":" not in name]
    assert len(levels) == 2
    for level in levels:
        assert (column(rows, f"{level}:age") == column(rows, level) * column(rows, "age")).all()


def court(rows, of):
    return [row | {"court": of(at, row)} for at, row in enumerate(rows)]


def test_two_categories_give_every_pair_of_levels(write_csv, rows):
    path = write_csv(court(rows, lambda at, row: "abc"[at // 2 % 3]))
    frame, loaded = read(path, covariates=["area", "court"], interactions=["area:court"])
    pairs = [name for name in loaded.names if ":" in name]
    assert len(pairs) == 4
    for pair in pairs:
        one, other = pair.split(":")
        assert (column(loaded, pair) == column(loaded, one) * column(loaded, other)).all()
    assert frame.notes == ()


def test_pair_that_nobody_has_is_left_out_and_said(write_csv, rows):
    """The reference levels are the common ones, a and north."""
    most = [
        row | {"area": ["north", "south", "east"][at // 2 % 3] if at > 40 else "north"} for at, row in enumerate(rows)
    ]
    path = write_csv(court(most, lambda at, row: "a" if row["area"] == "south" or at // 2 % 4 else "b"))
    frame, loaded = read(path, covariates=["area", "court"], interactions=["area:court"])
    assert "area=south:court=b" not in loaded.names
    assert frame.notes == ("Of area:court, area=south:court=b is left out: it is 0 for everybody.",)


def test_pair_that_follows_from_its_parts_is_left_out_and_said(write_csv, rows):
    """In the south there is no court a, the common one: who is from the south is in court b or c."""
    path = write_csv(court(rows, lambda at, row: "bc"[at % 2] if row["area"] == "south" else "aaabc"[at // 2 % 5]))
    frame, loaded = read(path, covariates=["area", "court"], interactions=["area:court"])
    table = np.column_stack([np.ones(len(rows)), loaded.covariates])
    assert np.linalg.matrix_rank(table) == table.shape[1]
    assert frame.notes == ("Of area:court, area=south:court=c is left out: it follows from the other columns.",)


def test_products_of_three_have_full_rank(write_csv, rows):
    path = write_csv(court(rows, lambda at, row: "b" if row["area"] == "south" else "aab"[at // 2 % 3]))
    terms = ["area:court", "area:age", "court:age", "area:court:age"]
    _, loaded = read(path, covariates=["area", "court", "age"], interactions=terms)
    table = np.column_stack([np.ones(len(rows)), loaded.covariates])
    assert np.linalg.matrix_rank(table / np.linalg.norm(table, axis=0)) == table.shape[1]


def test_small_integers_do_not_overflow_in_powers(people, tmp_path):
    path = tmp_path / "small.parquet"
    small = "SELECT treated::TINYINT treated, age::TINYINT age, convictions::UTINYINT convictions, area, reoffended"
    duckdb.sql(f"COPY ({small} FROM read_csv('{people}')) TO '{path}'")
    _, expected = read(people, interactions=["age^2", "age^5", "age:convictions"])
    _, rows = read(path, interactions=["age^2", "age^5", "age:convictions"])
    assert (rows.covariates == expected.covariates).all()
    assert column(rows, "age^2").max() > 127


def test_interaction_needs_its_parts(people):
    message = refused(people, covariates=["age"], interactions=["age:convictions"])
    assert "The interaction 'age:convictions' needs 'convictions' among the covariates" in message


def test_power_of_a_category_is_refused(people):
    assert "raises a category to a power" in refused(people, interactions=["area^2"])


def test_power_that_grows_too_large_is_refused(write_csv, rows):
    rows[0]["age"] = "1e14"
    assert "the values of age^5 grow too large" in refused(write_csv(rows), interactions=["age^5"])


def test_too_many_products_are_refused(write_csv, rows):
    many = [row | {"area": f"A{at % 30}", "court": f"C{at // 7 % 30}"} for at, row in enumerate(rows)]
    message = refused(write_csv(many), covariates=["area", "court"], interactions=["area:court"])
    assert "area:court would make 812 columns, more than 300" in message or "columns, more than 300" in message


def test_columns_made_of_a_covariate(people):
    frame, rows = read(people, interactions=["area:age", "age^2", "convictions:age"])
    made = [rows.names[at] for at in columns_of(frame.covariates, "convictions")]
    assert made == ["convictions", "convictions:age"]
    assert {"age", "age^2"} < {rows.names[at] for at in columns_of(frame.covariates, "age")}
    assert [rows.names[at] for at in columns_of(frame.covariates, "age^2")] == ["age^2"]


def test_terms_name_covariates_and_interactions(people):
    frame, _ = read(people, interactions=["area*age", "age^2"])
    assert frame.terms == ("age", "convictions", "area", "area:age", "age^2")


def test_indicator_fills_a_number_with_the_mean_and_marks_it(write_csv, rows):
    rows[1]["age"], rows[2]["age"], rows[3]["age"] = None, None, None
    frame, loaded = read(write_csv(rows), missing="indicator")
    known = [row["age"] for row in rows if row["age"] is not None]
    assert column(loaded, "age")[1:4] == pytest.approx([np.mean(known)] * 3)
    assert np.flatnonzero(column(loaded, "whether age is missing")).tolist() == [1, 2, 3]
    assert (frame.filled, frame.left_out, len(loaded.treated)) == ({"age": 3}, {}, 200)


def test_indicator_gives_a_category_another_level(write_csv, rows):
    rows[1]["area"], rows[5]["area"] = None, "NA"
    frame, loaded = read(write_csv(rows), missing="indicator")
    assert np.flatnonzero(column(loaded, "area=not recorded")).tolist() == [1, 5]
    assert frame.filled == {"area": 2}


def test_numbers_missing_together_share_one_mark(write_csv, rows):
    for row in rows[10:20]:
        row["age"], row["convictions"] = None, None
    frame, loaded = read(write_csv(rows), missing="indicator")
    assert "whether convictions is missing" not in loaded.names
    assert frame.notes == ("convictions is missing exactly where age is: one mark of missing values serves both.",)


def test_categories_missing_together_share_one_level(write_csv, rows):
    """The same model as with a level for each, which could not be told apart."""
    changed = court(rows, lambda at, row: "aabc"[at // 2 % 4])
    for row in changed[10:30]:
        row["area"], row["court"] = None, None
    frame, loaded = read(write_csv(changed), covariates=["age", "area", "court"], missing="indicator")
    assert [name for name in loaded.names if "not recorded" in name] == ["area=not recorded"]
    assert frame.notes == ("court is missing exactly where area is: one mark of missing values serves both.",)
    assert frame.filled == {"area": 20, "court": 20}
    table = np.column_stack([np.ones(len(rows)), loaded.covariates])
    assert np.linalg.matrix_rank(table / np.linalg.norm(table, axis=0)) == table.shape[1]


def test_indicator_changes_nothing_where_nothing_is_missing(people):
    _, expected = read(people)
    _, found = read(people, missing="indicator")
    assert found.names == expected.names
    assert (found.covariates == expected.covariates).all()


def test_indicator_leaves_out_who_may_or_may_not_be_treated(write_csv, rows):
    rows[4]["treated"] = None
    frame, _ = read(write_csv(rows), missing="indicator")
    assert frame.left_out == {"treated": 1}
