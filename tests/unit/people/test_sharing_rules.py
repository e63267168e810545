from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

import pytest

from throughgate.people.rules.purposes import Grounds, SharingFileError, read_terms, sharing_terms
from throughgate.people.rules.restrictions import Restriction
from throughgate.people.rules.sharing import Recipient, State, also_told, may_share, told_of

TODAY = date(2026, 11, 20)
SAM = Recipient("circle", "Sam", 7)
HOUSING = Recipient("housing", "Oak Homes")
TERMS = sharing_terms()


@dataclass(frozen=True)
class Saying:
    recipient_key: str
    purpose: str
    scope: str
    decision: str
    given_on: date = TODAY
    until: date | None = None
    ended_at: object = None


def family(scope: str, decision: str = "yes", **more) -> Saying:
    return Saying(SAM.key, "family", scope, decision, **more)


def state(purpose="family", recipient=SAM, scope="plan", said=(), grounds=None, restrictions=(), today=TODAY):
    known = TERMS.purposes.get(purpose)
    answer = may_share(
        terms=TERMS,
        purpose=purpose,
        recipient=recipient,
        scope=scope,
        grounds=grounds if grounds is not None else known.grounds if known else Grounds(),
        said=said,
        restrictions=restrictions,
        today=today,
    )
    return answer.state


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], State.UNASKED),
        ([family("plan")], State.YES),
        ([family("plan", "no")], State.NO),
        ([family("plan", "ask")], State.ASK),
        ([family("progress")], State.UNASKED),
        ([family("plan", ended_at="then")], State.UNASKED),
        ([family("plan", until=TODAY)], State.YES),
        ([family("plan", until=TODAY - timedelta(days=1))], State.UNASKED),
        ([family("plan", given_on=TODAY + timedelta(days=1))], State.UNASKED),
        ([Saying("circle:8", "family", "plan", "yes")], State.UNASKED),
        ([Saying(SAM.key, "service", "plan", "yes")], State.UNASKED),
    ],
)
def test_family_is_told_what_the_person_said_yes_to(said, expected):
    assert state(said=said) is expected


@pytest.mark.parametrize(
    ("general", "named", "expected"),
    [
        ("yes", "", State.YES),
        ("yes", "no", State.NO),
        ("no", "yes", State.YES),
        ("", "yes", State.YES),
        ("ask", "", State.ASK),
        ("no", "", State.NO),
    ],
)
def test_what_was_said_of_one_by_name_counts_more(general, named, expected):
    said = [Saying("housing:", "service", "home", general)] if general else []
    said += [Saying(HOUSING.key, "service", "home", named)] if named else []
    assert state("service", HOUSING, "home", said) is expected


def test_a_recipient_is_the_same_however_it_is_written():
    assert Recipient("housing", "  Oak  HOMES ").key == HOUSING.key


def test_probation_is_told_on_the_lawful_basis_and_a_no_is_respected():
    probation = Recipient("probation")
    said = [Saying("probation:", "probation", "attendance", "no")]
    assert state("probation", probation, "attendance") is State.BASIS
    assert state("probation", probation, "attendance", said) is State.NO


def test_health_needs_more_than_the_basis():
    probation = Recipient("probation")
    yes = [Saying("probation:", "probation", "health", "yes")]
    assert state("probation", probation, "health") is State.UNASKED
    assert state("probation", probation, "health", yes) is State.YES
    assert state("probation", probation, "health", yes, Grounds("legitimate-interests")) is State.BARRED


def test_offence_data_needs_a_condition():
    probation = Recipient("probation")
    assert state("probation", probation, "offence", grounds=Grounds("legitimate-interests")) is State.BARRED
    assert state("probation", probation, "offence") is State.BASIS


def test_to_keep_somebody_safe_a_no_is_not_asked_for():
    said = [Saying("police:", "safety", "health", "no")]
    assert state("safety", Recipient("police"), "health", said) is State.BASIS


def test_without_a_lawful_basis_a_yes_does_not_help():
    assert state(said=[family("plan")], grounds=Grounds()) is State.BARRED


@pytest.mark.parametrize(
    ("purpose", "recipient", "scope"),
    [
        ("gossip", SAM, "plan"),
        ("family", HOUSING, "plan"),
        ("family", SAM, "offence"),
        ("support", Recipient("police"), "plan"),
    ],
)
def test_no_purpose_reaches_further_than_it_says(purpose, recipient, scope):
    said = [Saying(recipient.key, purpose, scope, "yes")]
    assert state(purpose, recipient, scope, said) is State.BARRED


def apart(reach="any", **more) -> Restriction:
    return Restriction(1, "no_contact", "court", TODAY, member_id=7, name="Sam", reach=reach, **more)


def test_nothing_is_passed_on_to_somebody_they_must_be_kept_apart_from():
    assert state(said=[family("plan")], restrictions=[apart()]) is State.BARRED
    assert state(said=[family("plan")], restrictions=[apart("direct")]) is State.YES
    assert state(said=[family("plan")], restrictions=[apart()], today=TODAY - timedelta(days=1)) is not State.BARRED


def test_somebody_who_left_the_circle_is_told_nothing():
    assert state(recipient=Recipient("circle", "Sam", 7, is_around=False), said=[family("plan")]) is State.BARRED


@pytest.mark.parametrize("code", list(TERMS.told))
def test_each_answer_is_read_back_from_its_consents(code):
    said = [family(scope, says) for scope, says in TERMS.told[code].says.items()]
    told = told_of(said, TERMS, TODAY)
    assert told is not None and told.code == code and also_told(said, told, TERMS, TODAY) == []


def test_never_asked_is_not_nothing():
    assert told_of([], TERMS, TODAY) is None


def test_what_goes_beyond_an_answer_is_named():
    said = [family("in-touch"), family("health")]
    told = told_of(said, TERMS, TODAY)
    assert told is not None and told.code == "in-touch"
    assert also_told(said, told, TERMS, TODAY) == ["Health and treatment"]


def test_a_file_that_cannot_be_meant_says_where():
    text = files("throughgate.people").joinpath("data/sharing.toml").read_text()
    with pytest.raises(SharingFileError, match=r"purposes.prison.recipients: there is no priest"):
        read_terms(text.replace('recipients = ["prison"]', 'recipients = ["priest"]'))
    with pytest.raises(SharingFileError, match=r"told.nothing: there is no gossip"):
        read_terms(text.replace('says = {in-touch = "no"}', 'says = {gossip = "no"}'))


def test_nobody_outside_receives_what_is_held_for_support():
    assert TERMS.purposes["support"].recipients == ()


def test_ask_me_each_time_comes_before_the_lawful_basis():
    office = Recipient("probation", any_name=True)
    purpose = next(
        one for one in TERMS.purposes.values() if one.consent == "objection" and "probation" in one.recipients
    )
    asked = [Saying(office.key, purpose.code, purpose.scopes[0], "ask")]
    assert state(purpose.code, office, purpose.scopes[0]) is State.BASIS
    assert state(purpose.code, office, purpose.scopes[0], asked) is State.ASK
