from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from throughgate.outcomes.rules.options import (
    OUTCOMES,
    OptionsError,
    check_coding,
    guess_use,
    has_gone_silent,
    options_from_json,
    options_from_uses,
    uses_of,
)
from throughgate.outcomes.rules.personal_columns import (
    ColumnProfile,
    PersonalColumnsError,
    check_columns,
    why_by_name,
    why_personal,
)
from throughgate_evidence.outcomes import Kind

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    [
        "name", "Name", "first_name", "FirstName", "Surname", "full name", "client_name", "DOB", "date_of_birth",
        "DateOfBirth", "birthdate", "born", "nomis_id", "NOMIS", "prison_number", "offender number", "pnc",
        "PNC_ID", "crn", "NHS number", "nino", "email", "phone", "home_address", "postcode", "id", "ID", "ref",
        "person_id", "client ref", "participantID", "case_number",
    ],
)  # fmt: skip
def test_columns_that_are_refused_by_name(name):
    assert why_by_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "age", "week", "arrest", "fin", "race", "wexp", "mar", "paro", "prio", "educ", "married", "nodegree",
        "re74", "re78", "treat", "programme_name", "prison name", "site", "prison_id", "workprg", "priors",
        "number_of_offences", "tserved", "follow", "durat", "cens", "ldurat", "idle", "nights", "region",
        "offence_group", "previous_convictions", "days_to_first_offence",
    ],
)  # fmt: skip
def test_columns_that_may_stay(name):
    assert not why_by_name(name)


def profile(known=100, distinct=50, numbers=0, letters=8.0, born=0, **matches):
    return ColumnProfile("column", known, distinct, numbers, letters, born, matches)


@pytest.mark.parametrize(
    ("column", "why"),
    [
        (profile(email=1), "e-mail"),
        (profile(prison_number=1), "prison numbers"),
        (profile(pnc=5), "PNC"),
        (profile(crn=50), "CRN"),
        (profile(national_insurance=1), "National Insurance"),
        (profile(nhs=90, numbers=0), "NHS"),
        (profile(phone=40), "phone"),
        (profile(postcode=60), "postcodes"),
        (profile(born=51, date=100), "dates of birth"),
        (profile(full_name=80, distinct=90), "names"),
        (profile(one_name=95, distinct=60), "names"),
        (profile(letters=80.0, distinct=90), "free text"),
        (profile(distinct=100), "text of its own"),
    ],
)
def test_columns_that_are_refused_by_what_they_hold(column, why):
    assert why in why_personal(column)


@pytest.mark.parametrize(
    "column",
    [
        profile(known=0, distinct=0),
        profile(numbers=100, distinct=100),
        profile(distinct=4, one_name=100),
        profile(distinct=30, full_name=100),
        profile(date=100, distinct=100, born=10),
        profile(known=9, distinct=9),
        profile(crn=3),
    ],
)
def test_columns_that_hold_nobody(column):
    assert why_personal(column) == ""


def test_all_columns_to_take_out_are_named_at_once():
    with pytest.raises(PersonalColumnsError) as caught:
        check_columns([ColumnProfile("surname", 1, 1, 0), ColumnProfile("age", 1, 1, 1), ColumnProfile("dob", 1, 1, 0)])
    assert [refusal.column for refusal in caught.value.refusals] == ["surname", "dob"]
    assert "“surname”" in str(caught.value) and "“dob”" in str(caught.value)


USES = {"fin": "treated", "age": "covariate", "race": "category", "arrest": "rate", "week": "weeks", "emp": ""}


def test_options_from_what_each_column_is():
    options = options_from_uses(USES, 0.1, "refuse")
    assert options.treated == "fin"
    assert (options.covariates, options.categorical) == (("age", "race"), ("race",))
    assert options.outcomes == {"arrest": "rate", "week": "weeks"}


def test_options_survive_being_kept():
    options = options_from_uses(USES, 0.1, "refuse", "nearest", "holm")
    assert options_from_json(options.as_json()) == options
    assert uses_of(options) == {name: use for name, use in USES.items() if use}


def test_options_kept_before_there_were_ways_of_comparing_have_the_defaults():
    kept = options_from_uses(USES, 0.1, "refuse").as_json()
    del kept["method"], kept["correction"]
    assert (options_from_json(kept).method, options_from_json(kept).correction) == ("radius", "none")


@pytest.mark.parametrize(("method", "caliper"), [("radius", 0.1), ("nearest", 0.1), ("full", 0.1), ("entropy", None)])
def test_weights_use_no_caliper(method, caliper):
    assert options_from_uses(USES, 0.1, "refuse", method).used_caliper == caliper


def test_only_sets_and_weights_do_without_a_caliper():
    assert [options_from_uses(USES, None, "refuse", method).used_caliper for method in ("full", "entropy")] == [
        None
    ] * 2
    for method in ("radius", "nearest"):
        with pytest.raises(OptionsError, match="how alike"):
            options_from_uses(USES, None, "refuse", method)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fin": ""}, "which column tells who was in the programme"),
        ({"emp": "treated"}, "Only one column"),
        ({"age": "", "race": ""}, "at least one column"),
        ({"arrest": "", "week": ""}, "at least one outcome"),
    ],
)
def test_choices_that_cannot_be_evaluated(change, message):
    with pytest.raises(OptionsError, match=message):
        options_from_uses(USES | change, 0.2, "leave-out")


@pytest.mark.parametrize(
    ("name", "use"), [("Treated", "treated"), ("days to reoffence", "days"), ("age", ""), ("", "")]
)
def test_guesses(name, use):
    assert guess_use(name) == use


@pytest.mark.parametrize(
    ("state", "started", "heard", "silent"),
    [
        ("waiting", 1, None, False),
        ("waiting", 3, None, True),
        ("running", 60, 4, False),
        ("running", 60, 6, True),
        ("running", 6, None, True),
        ("done", 600, 600, False),
        ("failed", 600, 600, False),
        ("uploaded", None, None, False),
    ],
)
def test_worker_that_has_gone_silent(state, started, heard, silent):
    ago = lambda minutes: None if minutes is None else NOW - timedelta(minutes=minutes)  # noqa: E731 – one use
    assert has_gone_silent(state, NOW, started_at=ago(started), heard_at=ago(heard)) is silent


def test_outcomes_are_of_the_kinds_that_the_command_knows():
    assert set(OUTCOMES) == set(get_args(Kind))


@pytest.mark.parametrize("use", ["rate", "treated"])
def test_yes_written_1_and_2_is_asked_to_be_written_0_and_1(use):
    with pytest.raises(OptionsError, match="It holds 1 or 2, and cannot tell which of them is yes"):
        check_coding("two_numbers", "1 or 2", use)


@pytest.mark.parametrize(("nature", "use"), [("two_numbers", "frequency"), ("two_numbers", ""), ("yes_no", "rate")])
def test_other_codings_are_taken(nature, use):
    assert check_coding(nature, "1 or 2", use) is None
