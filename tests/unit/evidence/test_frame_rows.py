"""Records in memory: in the order of the file, with weights, identifiers, keys, dates and survival."""

from __future__ import annotations

from contextlib import closing

import duckdb
import numpy as np
import pytest

from throughgate_evidence import EvidenceInputError
from throughgate_evidence.frame import load_rows, read_frame

ROLES = {"treated": "treated", "covariates": ["age", "area"], "outcomes": ["reoffended"]}


def read(path, **changes):
    with closing(read_frame(path, **(ROLES | changes))) as frame:
        return frame, load_rows(frame)


def test_rows_come_in_the_order_of_the_file(write_csv, rows):
    _, loaded = read(write_csv(rows))
    assert loaded.covariates[:, 0].tolist() == [row["age"] for row in rows]
    assert loaded.treated.tolist() == [bool(row["treated"]) for row in rows]
    assert loaded.outcomes[:, 0].tolist() == [row["reoffended"] for row in rows]


def test_order_holds_over_many_row_groups(tmp_path):
    path = tmp_path / "many.parquet"
    people = (
        "SELECT i % 2 AS treated, (i * 7919 % 400009)::INTEGER AS age, i % 3 = 0 AS done, i FROM range(400000) t(i)"
    )
    duckdb.sql(f"COPY ({people}) TO '{path}' (ROW_GROUP_SIZE 20000)")
    _, loaded = read(path, covariates=["age"], outcomes=["done"])
    expected = np.arange(400_000) * 7919 % 400_009
    assert (loaded.covariates[:, 0] == expected).all()
    assert loaded.ids[[0, 399_999]].tolist() == ["2", "400001"]


def test_rows_without_extras(people):
    frame, loaded = read(people)
    assert (loaded.weights == 1).all()
    assert loaded.ids[:3].tolist() == ["2", "3", "4"]
    assert (loaded.exact.shape, loaded.antiexact.shape, loaded.subgroups, loaded.index_days) == (
        (200, 0),
        (200, 0),
        {},
        None,
    )
    assert (frame.weighted, frame.identifier, frame.survival) == (False, None, {})


def test_row_numbers_stay_those_of_the_file_where_records_are_left_out(write_csv, rows):
    rows[1]["age"] = None
    _, loaded = read(write_csv(rows))
    assert loaded.ids[:3].tolist() == ["2", "4", "5"]


def test_identifiers_keep_their_text(write_csv, rows):
    named = [row | {"pid": f"{at:05}"} for at, row in enumerate(rows)]
    _, loaded = read(write_csv(named), identifier="pid")
    assert loaded.ids[:3].tolist() == ["00000", "00001", "00002"]


def test_weights_have_a_mean_of_one_and_0_leaves_a_record_out(write_csv, rows):
    weighted = [row | {"w": at % 5} for at, row in enumerate(rows)]
    frame, loaded = read(write_csv(weighted), weights="w")
    assert frame.left_out == {"w": 40}
    assert loaded.weights[:5] == pytest.approx([0.4, 0.8, 1.2, 1.6, 0.4])
    assert frame.weighted


def test_exact_keys_are_codes_into_levels(write_csv, rows):
    coded = [row | {"prison": 7 + at % 2} for at, row in enumerate(rows)]
    frame, loaded = read(write_csv(coded), exact=["area", "prison"], antiexact=["convictions"])
    assert loaded.exact_levels == (("east", "north", "south"), ("7", "8"))
    texts = [loaded.exact_levels[0][code] for code in loaded.exact[:, 0]]
    assert texts == [row["area"] for row in rows]
    assert [loaded.antiexact_levels[0][code] for code in loaded.antiexact[:, 0]] == [
        str(r["convictions"]) for r in rows
    ]
    assert (frame.exact, frame.antiexact) == (("area", "prison"), ("convictions",))


def test_missing_key_leaves_out_or_is_a_key_of_its_own(write_csv, rows):
    coded = [row | {"prison": None if at < 4 else 7 + at % 2} for at, row in enumerate(rows)]
    assert read(write_csv(coded), exact=["prison"])[0].left_out == {"prison": 4}
    frame, loaded = read(write_csv(coded), exact=["prison"], missing="indicator")
    assert loaded.exact_levels == (("7", "8", "not recorded"),)
    assert frame.filled == {"prison": 4}


def test_subgroups_are_texts_and_none_where_missing(write_csv, rows):
    split = [row | {"sex": None if at == 1 else "fm"[at // 2 % 2]} for at, row in enumerate(rows)]
    frame, loaded = read(write_csv(split), subgroups=["sex", "area"])
    assert loaded.subgroups["sex"][:4].tolist() == ["f", None, "m", "m"]
    assert loaded.subgroups["area"].tolist() == [row["area"] for row in rows]
    assert frame.unknown == {"sex": 1}


@pytest.mark.parametrize(
    "text", ["2026-03-01", "01/03/2026", "1/3/2026", "2026-03-01 14:05:00", "2026-03-01T14:05:00Z"]
)
def test_index_dates_are_days_since_1970(write_csv, rows, text):
    dated = [row | {"start": None if at == 1 else text} for at, row in enumerate(rows)]
    frame, loaded = read(write_csv(dated), index_date="start")
    assert loaded.index_days[0] == (np.datetime64("2026-03-01") - np.datetime64("1970-01-01")).astype(int)
    assert np.isnan(loaded.index_days[1])
    assert (frame.index_date, frame.unknown) == ("start", {"start": 1})


@pytest.mark.parametrize("kind", ["DATE", "TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_NS"])
def test_dates_of_parquet(people, tmp_path, kind):
    path = tmp_path / "dated.parquet"
    dated = duckdb.read_csv(str(people)).project(f"*, '2026-03-01 12:00:00'::{kind} AS start")
    dated.write_parquet(str(path))
    _, loaded = read(path, index_date="start")
    assert (loaded.index_days == 20_513).all()


def timed(rows):
    return [row | {"days": 10 * at, "back": at % 3 % 2} for at, row in enumerate(rows)]


def test_survival_adds_time_and_event_to_the_outcomes(write_csv, rows):
    frame, loaded = read(write_csv(timed(rows)), survival={"time to return": ("days", "back")})
    time, event = frame.survival["time to return"]
    assert [frame.outcomes[at].name for at in (0, time, event)] == ["reoffended", "days", "back"]
    assert loaded.outcomes[:4, time].tolist() == [0, 10, 20, 30]
    assert loaded.outcomes[:4, event].tolist() == [0, 1, 0, 0]


def test_survival_is_unknown_where_time_or_event_is(write_csv, rows):
    changed = timed(rows)
    changed[0]["days"], changed[2]["back"] = None, None
    frame, loaded = read(write_csv(changed), survival={"s": ("days", "back")}, outcomes=[])
    assert np.isnan(loaded.outcomes[[0, 2]]).all()
    assert frame.unknown == {"days": 2, "back": 2}


def test_event_may_be_an_outcome_too(write_csv, rows):
    frame, loaded = read(write_csv(timed(rows)), survival={"s": ("days", "reoffended")})
    assert frame.survival == {"s": (1, 2)}
    assert (loaded.outcomes[:, 0] == loaded.outcomes[:, 2]).all()


def test_too_many_numbers_are_refused_with_advice(people):
    with closing(read_frame(people, **ROLES)) as frame, pytest.raises(EvidenceInputError) as caught:
        load_rows(frame, most_numbers=500)
    assert "people.csv: 200 records with 6 columns are too many to hold in memory" in str(caught.value)
    assert "(at most 83)" in str(caught.value)
    assert "Use radius matching" in str(caught.value)


def test_the_view_has_a_column_for_each_role(write_csv, rows):
    data = [row | {"pid": at, "w": 1.5, "start": "2026-01-01"} for at, row in enumerate(timed(rows))]
    roles = {
        "identifier": "pid",
        "weights": "w",
        "index_date": "start",
        "exact": ["area"],
        "antiexact": ["convictions"],
    }
    roles |= {"subgroups": ["area"], "survival": {"s": ("days", "back")}}
    with closing(read_frame(write_csv(data), **ROLES, **roles)) as frame:
        described = frame.source.connection.execute("DESCRIBE records").fetchall()
    kinds = {row[0]: row[1] for row in described}
    assert list(kinds) == ["treated", "x0", "x1", "x2", "y0", "y1", "y2", "w", "id", "e0", "a0", "g0", "i"]
    assert {name for name, kind in kinds.items() if kind == "VARCHAR"} == {"id", "e0", "a0", "g0"}
    assert kinds["i"] == "BIGINT"
