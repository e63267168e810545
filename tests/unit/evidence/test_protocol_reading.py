"""A plan is read whole or every error of it is told, with line and mending."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.evidence.made_up_plan import PLAN
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.protocol import (
    PlanFileError,
    parse_plan,
    plan_words,
    read_plan,
    settings_from,
    template_text,
    timing_from,
    write_template,
)
from throughgate_evidence.protocol.reading import unwritten


def errors(text: str) -> list[tuple[int, str]]:
    with pytest.raises(PlanFileError) as told:
        parse_plan(text, file="plan.yaml")
    return [(error.line, f"{error.what}. {error.mend}") for error in told.value.errors]


def test_a_plan_becomes_the_settings_of_an_evaluation():
    settings = settings_from(parse_plan(PLAN, file="plan.yaml"))
    expected = {
        "treated": "in_programme",
        "covariates": ("age", "prior_convictions", "area"),
        "categorical": ("area",),
        "method": "nearest",
        "caliper": 0.1,
        "ratio": 2,
        "replace": True,
        "exact": ("gender",),
        "outcomes": ("reoffended",),
        "kinds": {"reoffended": "rate"},
        "survival": {"time_to_reoffence": ("days", "reoffended")},
        "secondary": ("time_to_reoffence",),
        "data_until": date(2028, 6, 30),
        "correction": "holm",
    }
    assert {name: settings[name] for name in expected} == expected


def test_the_unit_of_a_time_until_an_event_is_told_and_kept():
    plan = parse_plan(PLAN.replace("    event: ", "    unit: days\n    event: "), file="plan.yaml")
    assert settings_from(plan)["units"] == {"time_to_reoffence": "days"}
    assert "in days" in plan_words(plan)


def test_follow_up_becomes_the_settings_of_the_timing():
    found = timing_from(parse_plan(PLAN, file="plan.yaml"))
    assert found == {"follow_up_days": 365, "waiting_days": 183, "data_until": date(2028, 6, 30), "needed": 300}


def test_columns_that_hold_outcomes_are_kept_apart():
    plan = parse_plan(PLAN, file="plan.yaml")
    assert plan.outcome_columns == ("reoffended", "days")
    assert plan.known_columns == ("in_programme", "released_on", "age", "prior_convictions", "area", "gender")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("title: Mentors", "titel: Mentors", 2, "“titel” that is not known. Did you mean “title”?"),
        ("title: Mentors at the gate", "", 1, "the plan has no “title”. Add title: to it."),
        ("title: Mentors", "title: [1", 3, "the YAML cannot be read here"),
        ("Mentors at", "Mentors: at", 2, "A text with a colon in it needs quotation marks"),
        ("plan: 1", "plan: 2", 1, "“plan” cannot be “2”. Write 1."),
        ("caliper: 0.1", "caliper: wide", 21, "“method”: “caliper” is not a number. Write it as 0.2."),
        ("caliper: 0.1", "caliper: -1", 21, "“caliper” is -1. Write a number above 0."),
        ("caliper: 0.1", "caliper: .nan", 21, "“caliper” is not a number"),
        ("ratio: 2", "ratio: 2.5", 22, "“ratio” is not a whole number. Write digits only."),
        ("replace: yes", "replace: perhaps", 23, "“replace” is neither true nor false. Write true or false."),
        ("name: nearest", "name: newest", 20, "“name” cannot be “newest”. Write radius, nearest"),
        ("from: 2026-01-01", "from: last year", 13, "“people”: “from” is not a day. Write it as 2027-03-31."),
        ("to: 2026-12-31", "to: 2025-12-31", 14, "the last day, 2025-12-31, comes before the first"),
        ("treated: in_programme", "treated:", 10, "“treated” is empty: it is not text"),
        ("who: met", "whom: met", 9, "“people” has no “who”. Add who: to it."),
        ("mechanism: somebody", "why: somebody", 5, "line of theory 1 has no “mechanism”"),
        ("shown_by: reoffended", "shown_by: reofended", 8, "“reofended” is not among the outcomes. Did you mean"),
        ("[age, prior_convictions, area]", "[]", 16, "“covariates” is empty"),
        ("[age, prior_convictions, area]", "{age: 1}", 16, "“covariates” is not a list"),
        (
            "[age, prior_convictions, area]",
            "[age, prior_convictions, area, reoffended]",
            16,
            "is a covariate and an out",
        ),
        ("[age, prior_convictions, area]", "[age, prior_convictions, area, age]", 16, "“age” is named twice"),
        ("[age, prior_convictions, area]", "[age, prior_convictions, area, in_programme]", 16, "says who was treated"),
        ("categorical: area", "categorical: region", 17, "“region” is not among the covariates"),
        ("age^2]", "agge^2]", 18, "“agge^2” uses “agge”, which is not among the covariates. Did you mean “age”?"),
        ("treated: in_programme", "treated: reoffended", 10, "“reoffended” is an outcome too"),
        ("exact: [gender]", "exact: [reoffended]", 19, "“reoffended” is an outcome"),
        ("subgroups: [gender]", "subgroups: [days]", 34, "“days” is an outcome"),
        ("  - column: reoffended", "  - time: reoffended", 26, "outcome 1 does not say which column it is"),
        ("name: time_to_reoffence", "name: reoffended", 30, "outcome “reoffended” stands in the plan twice"),
        ("    expect: lower", "    unit: days", 29, "outcome 1 is no time until an event. Write kind: in place of it."),
        ("    role: secondary", "    unit: hours", 33, "“unit” cannot be “hours”. Write days, weeks, months or years"),
        ("    role: secondary", "    kind: days", 33, "outcome 2 is a time until an event. Take kind: away."),
        ("    expect: lower", "    role: secondary", 25, "no outcome is primary"),
        ("kind: rate", "kind: rates", 27, "outcome 1: “kind” cannot be “rates”"),
        (
            "correction: holm",
            "correction: holm\ncorrection: none",
            36,
            "“correction” stands here twice (first on line 35)",
        ),
        ("people: 300", "people: 0", 37, "“needed”: “people” is 0. Write a number from 1."),
        ("title: Mentors", "title: &a Mentors\nnotes: *a #", 3, "aliases (*name) are not read here"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old, new, line, words):
    assert old in PLAN
    found = errors(PLAN.replace(old, new, 1))
    assert any(at == line and words in text for at, text in found), found


def test_all_errors_at_once_in_the_order_of_lines():
    found = errors(PLAN.replace("nearest", "newest").replace("kind: rate", "kind: odd").replace("holm", "some"))
    assert [line for line, _ in found] == [20, 27, 35]


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b", "plan: 1\n\x07"])
def test_what_is_no_plan(text):
    assert errors(text)[0][0] == 1


def test_nested_too_deeply():
    assert "nested too deeply" in errors("a: " + "[" * 40 + "]" * 40)[0][1]


def test_radius_needs_a_caliper():
    text = PLAN.replace("name: nearest", "name: radius").replace("caliper: 0.1", "caliper: null")
    assert "radius matching needs a caliper" in errors(text)[0][1]


def test_message_names_file_and_line():
    with pytest.raises(EvidenceInputError, match="plan.yaml, line 22: “method”: “ratio” is not"):
        parse_plan(PLAN.replace("ratio: 2", "ratio: two"), file="plan.yaml")


def test_file_that_is_not_there_or_not_utf8(tmp_path):
    with pytest.raises(EvidenceInputError, match="There is no plan plan.yaml"):
        read_plan(tmp_path / "plan.yaml")
    (tmp_path / "plan.yaml").write_bytes(PLAN.replace("Mentors", "Mentées").encode("latin-1"))
    with pytest.raises(EvidenceInputError, match="not UTF-8"):
        read_plan(tmp_path / "plan.yaml")


def test_new_plan_is_valid_and_tells_what_is_still_to_be_written(tmp_path):
    write_template(tmp_path / "plan.yaml")
    text = (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert read_plan(tmp_path / "plan.yaml").method.name == "radius"
    assert len(unwritten(text)) == 7
    assert unwritten(text.replace("‹", "").replace("›", "")) == ()


def test_every_line_of_the_template_that_is_commented_out_can_be_used():
    lines = template_text().splitlines()
    open_all = [
        line.replace("# ", "", 1) if line.lstrip(" ").startswith("# ") and ":" in line else line for line in lines
    ]
    kept = [line for line in open_all[open_all.index("plan: 1") :] if "BEFORE" not in line and "theory of" not in line]
    plan = parse_plan("\n".join(kept), file="plan.yaml")
    assert (plan.people.identifier, plan.needed.people, plan.outcomes[1].event) == ("id", 300, "reoffended")


def test_new_plan_lists_the_columns_of_the_data_and_writes_over_nothing(tmp_path):
    (tmp_path / "people.csv").write_text("id,age,reoffended\n1,30,0\n")
    write_template(tmp_path / "plan.yaml", data=tmp_path / "people.csv")
    assert "#   id, age, reoffended" in (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    with pytest.raises(EvidenceInputError, match="there already"):
        write_template(tmp_path / "plan.yaml")
    with pytest.raises(EvidenceInputError, match="There is no folder"):
        write_template(tmp_path / "gone" / "plan.yaml")


def test_plan_reads_like_a_page():
    page = plan_words(parse_plan(PLAN, file="plan.yaml"))
    for words in (
        "Mentors at the gate\n===================",
        "It is not locked",
        "A mentor meets each person → somebody is there to ring → fewer reoffend",
        "Joined from 1 January 2026 to 31 December 2026.",
        "Caliper: 0.1 standard deviations of the logit.",
        "Used more than once: yes.",
        "Exactly alike on: gender.",
        "- a proven reoffence (primary, column reoffended, rate, expected to be lower)",
        "At least 300 people in the programme, to find such a difference 80 times in 100.",
        "corrected for several outcomes by holm",
    ):
        assert words in page
    assert max(map(len, page.splitlines())) <= 88


JUNK = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["[", "{}", "- x", "? [a]: b", "<<: {a: b}", "!!python/object:x {}", "--- b", "~", "9" * 5000, "1e999"]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(PLAN.splitlines()) - 1), JUNK, st.booleans())
def test_nothing_but_a_clear_error_comes_of_junk(at, junk, value):
    """Whatever stands on a line, the answer is a plan or errors with lines."""
    lines = PLAN.splitlines()
    lines[at] = f"{lines[at].partition(':')[0]}: {junk}" if value else junk
    try:
        parse_plan("\n".join(lines), file="plan.yaml")
    except PlanFileError as told:
        assert all(error.line >= 1 and error.what and error.mend.endswith((".", "?")) for error in told.errors)
