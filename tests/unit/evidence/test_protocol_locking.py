"""A lock holds what was planned: changes are named, amendments are kept, outcomes are not looked at."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from tests.unit.evidence.made_up_plan import PLAN
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.matching import MatchSpec
from throughgate_evidence.protocol import (
    check_plan,
    data_deviations,
    deviations,
    lock_path,
    lock_plan,
    parse_plan,
    plan_check,
    plan_words,
    settings_from,
    take_fingerprint,
)
from throughgate_evidence.protocol.checking import FIELD_WORDS
from throughgate_evidence.request import Request

# The specification is planned by its fields; the engine changes no result; nobody plans to override the gate.
NOT_PLANNED = {"spec", "engine", "headline_anyway"}
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
PEOPLE = """\
in_programme,released_on,age,prior_convictions,area,gender,reoffended,days
1,2026-01-05,30,2,north,f,0,
0,2026-01-06,41,0,south,m,1,200
0,2026-02-06,25.5,7,,m,0,
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def change(plan: Path, old: str, new: str) -> None:
    text = plan.read_text(encoding="utf-8")
    assert old in text
    plan.write_text(text.replace(old, new), encoding="utf-8")


# -- locking -------------------------------------------------------------------------------------------------------


def test_locked_plan_can_be_checked(plan):
    locked = lock_plan(plan, at=NOW, locked_by="A. Evaluator")
    assert lock_path(plan).name == "plan.lock.json"
    assert check_plan(plan) == locked
    assert (locked.locked_at, locked.history[0].by, locked.amendments) == (
        "2026-03-03T09:30:00+00:00",
        "A. Evaluator",
        (),
    )
    assert len(locked.digest) == 64


def test_plan_that_is_not_locked_is_refused(plan):
    with pytest.raises(EvidenceInputError, match="plan.yaml is not locked. Lock it before outcomes"):
        check_plan(plan)


def test_comments_layout_and_order_of_fields_do_not_count(plan):
    before = lock_plan(plan, at=NOW).digest
    title = "title: Mentors at the gate\n"
    change(plan, title, "")
    plan.write_text(f"# a word more\n{plan.read_text(encoding='utf-8')}\n{title}", encoding="utf-8")
    change(plan, "caliper: 0.1", "caliper: 0.10   # narrow")
    assert check_plan(plan).digest == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("caliper: 0.1", "caliper: 0.3", "method, caliper: 0.1 became 0.3"),
        ("convictions, area]\ncategorical: area\n", "convictions]\n", "covariates: area taken away"),
        ("subgroups: [gender]", "subgroups: [gender, area]", "subgroups: area added"),
        ("[age, prior_convictions, area]", "[area, age, prior_convictions]", "covariates: in another order"),
        ("expect: lower", "expect: higher", "outcomes 1, expect: “lower” became “higher”"),
        ("correction: holm\n", "", "correction: “holm” was taken away"),
        ("correction: holm\n", "correction: holm\nmissing: refuse\n", "missing: “refuse” was added"),
        ("    label: a proven reoffence\n", "", "outcomes 1, label: “a proven reoffence” was taken away"),
    ],
)
def test_change_after_the_lock_is_named(plan, old, new, words):
    lock_plan(plan, at=NOW)
    change(plan, old, new)
    for look in (lambda: check_plan(plan), lambda: lock_plan(plan, at=NOW)):
        with pytest.raises(EvidenceInputError) as told:
            look()
        assert "was changed after it was locked on 3 March 2026" in str(told.value)
        assert words in str(told.value)


def test_outcome_added_after_the_lock_is_named(plan):
    lock_plan(plan, at=NOW)
    change(plan, "subgroups:", "  - column: in_work\nsubgroups:")
    with pytest.raises(EvidenceInputError, match="outcomes 3: “in_work” was added"):
        check_plan(plan)


def test_locking_again_changes_nothing(plan):
    lock_plan(plan, at=NOW)
    before = lock_path(plan).read_bytes()
    lock_plan(plan, at=datetime(2027, 1, 1, tzinfo=UTC), locked_by="somebody else")
    assert lock_path(plan).read_bytes() == before


def test_amendment_is_added_to_the_history(plan):
    first = lock_plan(plan, at=NOW)
    change(plan, "caliper: 0.1", "caliper: 0.3")
    lock_plan(plan, at=datetime(2026, 5, 1, tzinfo=UTC), amend="Too few people were alike")
    locked = check_plan(plan)
    assert locked.history[0] == first.history[0]
    assert locked.locked_at == first.locked_at
    assert locked.digest != first.digest
    assert locked.amendments == ("1 May 2026: Too few people were alike",)
    assert "1 May 2026: Too few people were alike" in plan_words(locked.plan, locked)


@pytest.mark.parametrize(
    ("locked", "changed", "reason", "words"),
    [
        (False, False, "why", "not locked yet, so there is nothing to amend"),
        (True, False, "why", "nothing to amend"),
        (True, True, "  ", "needs its reason"),
    ],
)
def test_amendments_that_make_no_sense(plan, locked, changed, reason, words):
    if locked:
        lock_plan(plan, at=NOW)
    if changed:
        change(plan, "caliper: 0.1", "caliper: 0.3")
    with pytest.raises(EvidenceInputError, match=words):
        lock_plan(plan, at=NOW, amend=reason)
    assert lock_path(plan).exists() == locked


def test_gaps_cannot_be_locked(plan):
    change(plan, "Mentors at the gate", "‹Name of the evaluation›")
    with pytest.raises(EvidenceInputError, match="plan.yaml, line 2: still to be written"):
        lock_plan(plan, at=NOW)
    assert not lock_path(plan).exists()


def test_time_needs_its_zone(plan):
    with pytest.raises(EvidenceInputError, match="time zone"):
        lock_plan(plan, at=datetime(2026, 3, 3))  # noqa: DTZ001 - without a zone on purpose


@pytest.mark.parametrize("part", ["at", "reason", "content", "digest", "settings", "by"])
def test_lock_that_was_changed_by_hand_proves_nothing(plan, part):
    lock_plan(plan, at=NOW)
    change(plan, "caliper: 0.1", "caliper: 0.3")
    lock_plan(plan, at=NOW, amend="why")
    whole = json.loads(lock_path(plan).read_text(encoding="utf-8"))
    whole["history"][0][part] = "2020-01-01T00:00:00+00:00" if part != "content" else {"plan": 1}
    lock_path(plan).write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(EvidenceInputError, match="damaged or was changed by hand"):
        check_plan(plan)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"history": []}', '{"format": 1, "digest": "", "history": [{}]}'])
def test_damaged_lock(plan, text):
    lock_path(plan).write_text(text, encoding="utf-8")
    with pytest.raises(EvidenceInputError, match="plan.lock.json is damaged"):
        check_plan(plan)


# -- the data ------------------------------------------------------------------------------------------------------


def test_outcomes_are_not_looked_at(plan, data):
    """Other outcomes, or none yet, make the same fingerprint; other people do not."""
    locked = lock_plan(plan, at=NOW, data=data)
    assert locked.data.rows == 3
    assert not {"reoffended", "days"} & set(locked.data.columns)
    data.write_text(PEOPLE.replace("f,0,", "f,1,90").replace(",m,1,200", ",m,0,"), encoding="utf-8")
    assert data_deviations(locked, data) == ()
    data.write_text("\n".join(line.rsplit(",", 2)[0] for line in PEOPLE.splitlines()) + "\n", encoding="utf-8")
    assert data_deviations(locked, data) == ()


def test_changed_data_are_a_deviation(plan, data):
    locked = lock_plan(plan, at=NOW, data=data)
    data.write_text(PEOPLE.replace("41", "14"), encoding="utf-8")
    assert data_deviations(locked, data)[0].done == "changed values in people.csv"
    data.write_text(PEOPLE + "1,2026-03-01,50,1,north,m,0,\n", encoding="utf-8")
    found = data_deviations(locked, data, {"data": "One more person gave consent"})[0]
    assert (found.planned, found.done) == ("3 rows of people.csv", "4 rows of people.csv")
    assert found.reason == "One more person gave consent"


def test_same_rows_in_another_order_and_form(plan, data, tmp_path):
    columns = ("in_programme", "age", "area")
    before = take_fingerprint(data, columns)
    header, *rows = PEOPLE.splitlines()
    turned = tmp_path / "turned.csv"
    turned.write_text(
        "\n".join([header, *reversed(rows)]).replace(",", ";").replace(";30;", "; 30.0;"), encoding="utf-8"
    )
    parquet = tmp_path / "people.parquet"
    duckdb.sql(f"COPY (FROM read_csv('{data}')) TO '{parquet}'")
    assert take_fingerprint(turned, columns).digest == before.digest
    assert take_fingerprint(parquet, columns).digest == before.digest


def test_column_that_the_data_lack_stops_the_lock(plan, data):
    data.write_text(PEOPLE.replace("gender", "sex"), encoding="utf-8")
    with pytest.raises(EvidenceInputError, match="no column 'gender'"):
        lock_plan(plan, at=NOW, data=data)
    assert not lock_path(plan).exists()


def test_locked_plan_is_not_quietly_tied_to_other_data(plan, data):
    lock_plan(plan, at=NOW)
    with pytest.raises(EvidenceInputError, match="was locked without data. To lock it on people.csv too"):
        lock_plan(plan, at=NOW, data=data)
    locked = lock_plan(plan, at=NOW, data=data, amend="The file has come")
    assert lock_plan(plan, at=NOW, data=data) == locked
    assert check_plan(plan).data.rows == 3


# -- deviations ----------------------------------------------------------------------------------------------------


def done(**changes: object) -> dict[str, object]:
    return settings_from(parse_plan(PLAN, file="plan.yaml")) | changes


def found(**changes: object) -> list[tuple[str, str, str]]:
    listed = deviations(parse_plan(PLAN, file="plan.yaml"), done(**changes))
    return [(one.field, one.planned, one.done) for one in listed]


def test_nothing_to_list_where_all_was_done_as_planned():
    assert found() == []
    assert found(covariates=["area", "age", "prior_convictions"], interactions=["prior_convictions:age", "age^2"]) == []


@pytest.mark.parametrize(
    ("changes", "listed"),
    [
        ({"caliper": 0.2}, ("Caliper", "0.1", "0.2")),
        ({"caliper": None}, ("Caliper", "0.1", "none")),
        ({"replace": False}, ("Used more than once", "yes", "no")),
        ({"covariates": ("age",)}, ("Covariates", "age, prior_convictions, area", "age")),
        ({"outcomes": ("reoffended", "in_work")}, ("Outcomes", "reoffended", "reoffended, in_work")),
        ({"kinds": {}}, ("Kind of outcome “reoffended”", "rate", "none")),
        ({"kinds": {"reoffended": "rate", "x": "days"}}, ("Kind of outcome “x”", "none", "days")),
        ({"survival": {}}, ("Times until an event “time_to_reoffence”", "days, reoffended", "none")),
        ({"data_until": date(2027, 1, 1)}, ("End of the outcomes’ records", "2028-06-30", "2027-01-01")),
        ({"subgroups": ()}, ("Subgroups", "gender", "none")),
        ({"correction": "none"}, ("Correction for several outcomes", "holm", "none")),
        ({"headline_anyway": True}, ("Result in spite of unlike groups", "no", "yes")),
        ({"n_treated_matched": 172}, ("People in the programme", "at least 300", "172 matched")),
    ],
)
def test_each_difference_is_listed(changes, listed):
    assert found(**changes) == [listed]


def test_every_setting_is_compared():
    """Whatever is changed, something is listed; only title and identifier change no result."""
    for name in done():
        if name not in {"title", "identifier"}:
            assert found(**{name: {"x": "y"} if isinstance(done()[name], dict) else "other"}), name


def test_a_plan_can_settle_everything_about_a_matching():
    assert {*MatchSpec.__dataclass_fields__, *Request.__dataclass_fields__} - NOT_PLANNED <= set(done())
    assert set(done()) - {"title", "identifier"} <= set(FIELD_WORDS)


def test_what_is_not_said_was_done_by_default():
    plan = parse_plan(PLAN, file="plan.yaml")
    shortened = {name: value for name, value in done().items() if name not in {"correction", "missing"}}
    assert [one.field for one in deviations(plan, shortened)] == ["Correction for several outcomes"]


def test_specification_of_matching_counts_as_its_fields():
    kept = {name: value for name, value in done().items() if name not in MatchSpec.__dataclass_fields__}
    spec = MatchSpec(method="nearest", caliper=0.1, ratio=1, replace=True)
    listed = deviations(parse_plan(PLAN, file="plan.yaml"), kept | {"spec": spec})
    assert [(one.field, one.done) for one in listed] == [("Comparison people for each", "1")]


def test_check_tells_the_report_everything(plan, data):
    lock_plan(plan, at=NOW, data=data, locked_by="A. Evaluator")
    checked = plan_check(check_plan(plan), done(caliper=0.2), data=data, reasons={"caliper": "too few alike"})
    assert (checked.title, checked.locked_by) == ("Mentors at the gate", "A. Evaluator")
    assert checked.theory[0].endswith("fewer reoffend (shown by: a proven reoffence)")
    assert [(one.field, one.reason) for one in checked.deviations] == [("Caliper", "too few alike")]


def test_default_that_another_version_changed_is_listed(plan, monkeypatch):
    lock_plan(plan, at=NOW)
    changed = settings_from(parse_plan(PLAN, file="plan.yaml")) | {"smd_scale": "treated"}
    monkeypatch.setattr("throughgate_evidence.protocol.checking.settings_from", lambda plan: changed)
    listed = plan_check(check_plan(plan), changed).deviations
    assert [(one.field, one.planned, one.done) for one in listed] == [
        ("Scale of mean differences", "pooled", "treated")
    ]
