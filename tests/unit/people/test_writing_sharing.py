from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.common import clock
from throughgate.people.models import CircleMember, Consent, LawfulBasis
from throughgate.people.rules.purposes import Grounds
from throughgate.people.rules.sharing import Recipient
from throughgate.people.selectors.sharing import grounds_of, sharing_lines, told_by_member
from throughgate.people.services import add_to_circle, end_circle_member
from throughgate.people.services.restrictions import NotTheirCircleError, add_restriction
from throughgate.people.services.sharing import (
    GivenLaterError,
    Hearing,
    NothingToShareError,
    NotSharedError,
    check_sharing,
    give_consent,
    set_lawful_basis,
    set_organisation_basis,
    set_told,
    withdraw_consent,
)
from throughgate.programmes.models import Commitment, ProgrammeModel
from throughgate.programmes.services import enrol, load_shipped_models
from throughgate.record.models import Entry

SPOKEN = Hearing(date(2026, 11, 20), "spoken", note="She can know")
OAK = Recipient("housing", "Oak Homes")


@pytest.fixture
def nan(alice, person) -> CircleMember:
    return add_to_circle(by=alice, person=person, kind="family", name="Joan Vale", relation="my nan")


@pytest.fixture
def to_nan(nan) -> Recipient:
    return Recipient("circle", member_id=nan.pk)


def say(by, person, recipient, purpose="family", hearing=SPOKEN, **says):
    given = {scope.replace("_", "-"): decision for scope, decision in says.items()}
    return give_consent(by=by, person=person, recipient=recipient, purpose=purpose, says=given, hearing=hearing)


def shares(by, person, recipient, purpose="family", scope="plan") -> bool:
    try:
        check_sharing(by=by, person=person, purpose=purpose, recipient=recipient, scope=scope)
    except NotSharedError:
        return False
    return True


def test_nothing_is_shared_before_the_person_said_so(alice, person, to_nan):
    assert not shares(alice, person, to_nan)
    say(alice, person, to_nan, plan="yes")
    assert shares(alice, person, to_nan)


def test_a_withdrawal_holds_for_the_very_next_call(alice, bob, person, to_nan):
    say(alice, person, to_nan, plan="yes")
    withdraw_consent(by=bob, person=person, recipient=to_nan, purpose="family", how="phone", words="Not any more")
    assert not shares(alice, person, to_nan)
    row = Consent.objects.get()
    assert (row.ending, row.ended_by, row.ended_how, row.ended_words) == ("withdrawn", bob, "phone", "Not any more")


def test_what_was_taken_back_is_not_called_never_asked(alice, person, nan, to_nan):
    say(alice, person, to_nan, plan="yes")
    withdraw_consent(by=alice, person=person, recipient=to_nan, purpose="family", how="spoken")
    words = told_by_member(alice, person, clock.today(), [nan])[nan.pk]
    assert (words.code, words.asked) == ("taken-back", True)
    line = next(one for one in sharing_lines(alice, person, clock.today()) if one.recipient.member_id == nan.pk)
    assert line.taken_back == Consent.objects.get()
    say(alice, person, to_nan, plan="yes")
    assert told_by_member(alice, person, clock.today(), [nan])[nan.pk].code != "taken-back"


def test_withdrawing_from_probation_is_an_objection(alice, person):
    probation = Recipient("probation")
    assert shares(alice, person, probation, "probation")
    withdraw_consent(by=alice, person=person, recipient=probation, purpose="probation", how="spoken")
    assert not shares(alice, person, probation, "probation")
    assert shares(alice, person, probation, "safety", "needs")


def test_withdrawing_from_one_by_name_outlives_a_yes_to_all_of_its_kind(alice, person):
    say(alice, person, Recipient("housing"), "service", home="yes")
    assert shares(alice, person, OAK, "service", "home")
    withdraw_consent(by=alice, person=person, recipient=OAK, purpose="service", how="spoken")
    assert not shares(alice, person, OAK, "service", "home")
    assert shares(alice, person, Recipient("housing", "Elm House"), "service", "home")


def test_withdrawing_twice_is_withdrawing_once(alice, person, to_nan):
    say(alice, person, to_nan, plan="yes")
    for _ in range(2):
        withdraw_consent(by=alice, person=person, recipient=to_nan, purpose="family", how="spoken")
    assert Entry.objects.filter(kind="consent-withdrawn").count() == 1


def test_what_was_said_is_kept_when_it_changes(alice, person, to_nan):
    say(alice, person, to_nan, plan="yes")
    say(alice, person, to_nan, plan="no")
    assert list(Consent.objects.order_by("pk").values_list("decision", "ending")) == [("yes", "replaced"), ("no", "")]


def test_said_twice_it_is_kept_once(alice, person, to_nan):
    say(alice, person, to_nan, plan="yes")
    say(alice, person, to_nan, plan="yes")
    assert Consent.objects.count() == Entry.objects.filter(kind="consent").count() == 1


def test_the_ledger_and_the_trail_name_nobody(alice, person, to_nan):
    say(alice, person, to_nan, plan="yes")
    entry = Entry.objects.get(kind="consent")
    assert (entry.summary, entry.subject) == ("Said what we may share: somebody around them", "family")
    assert "Joan" not in str(Event.objects.get(action="consent.given").details)


def test_it_meets_what_a_programme_asks_for(alice, ada, person, to_nan):
    load_shipped_models(by=ada)
    model = ProgrammeModel.objects.filter(slug="restorative-family").latest("version")
    enrol(by=alice, person=person, model=model, enrolled_on=date(2026, 11, 2))
    say(alice, person, to_nan, plan="no")
    assert Commitment.objects.get(person=person, element="family-consent").met_on == SPOKEN.on


def test_a_withdrawal_meets_nothing(alice, person, to_nan):
    say(alice, person, to_nan, plan="yes")
    withdraw_consent(by=alice, person=person, recipient=to_nan, purpose="family", how="spoken")
    assert set(Entry.objects.values_list("kind", flat=True)) == {"circle-changed", "consent", "consent-withdrawn"}


@pytest.mark.parametrize("told", ["nothing", "in-touch", "progress", "plan", "case-by-case"])
def test_what_each_may_be_told_is_read_from_consents(told, alice, person, nan, today):
    set_told(by=alice, member=nan, told="plan", hearing=SPOKEN)
    set_told(by=alice, member=nan, told=told, hearing=SPOKEN)
    words = told_by_member(alice, person, today)[nan.pk]
    assert (words.code, words.also, words.note) == (told, (), "She can know")


def test_told_less_means_sharing_less(alice, person, nan, to_nan):
    set_told(by=alice, member=nan, told="plan", hearing=SPOKEN)
    assert shares(alice, person, to_nan)
    set_told(by=alice, member=nan, told="progress", hearing=SPOKEN)
    assert not shares(alice, person, to_nan) and shares(alice, person, to_nan, scope="progress")


def test_somebody_who_left_the_circle_is_told_nothing(alice, person, nan, to_nan, today):
    set_told(by=alice, member=nan, told="plan", hearing=SPOKEN)
    nan.from_on = today - timedelta(days=9)
    nan.save()
    end_circle_member(by=alice, member=nan, to_on=today - timedelta(days=1))
    assert not shares(alice, person, to_nan)


def test_somebody_to_keep_apart_is_told_nothing(alice, person, nan, to_nan, today):
    set_told(by=alice, member=nan, told="plan", hearing=SPOKEN)
    add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=today, member=nan, reach="any")
    assert not shares(alice, person, to_nan)


@pytest.mark.parametrize(
    ("purpose", "says", "error"),
    [
        ("gossip", {"plan": "yes"}, NothingToShareError),
        ("probation", {"plan": "yes"}, NothingToShareError),
        ("family", {}, NothingToShareError),
        ("family", {"offence": "yes"}, NothingToShareError),
        ("family", {"plan": "perhaps"}, NothingToShareError),
    ],
)
def test_what_cannot_be_said(purpose, says, error, alice, person, to_nan):
    with pytest.raises(error):
        say(alice, person, to_nan, purpose, **says)


def test_when_and_how_have_to_make_sense(alice, person, to_nan):
    today = clock.today()
    with pytest.raises(GivenLaterError):
        say(alice, person, to_nan, hearing=Hearing(today + timedelta(days=1), "spoken"), plan="yes")
    for wrong in (Hearing(today, "guessed"), Hearing(today, "spoken", until=today - timedelta(days=1))):
        with pytest.raises(ValidationError):
            say(alice, person, to_nan, hearing=wrong, plan="yes")


def test_another_persons_circle_cannot_be_named(alice, person, nan, to_nan):
    nan.delete()
    with pytest.raises(NotTheirCircleError):
        say(alice, person, to_nan, plan="yes")


def test_who_may_not(charlie, bob, alice, person, to_nan):
    for act in (
        lambda: say(charlie, person, to_nan, plan="yes"),
        lambda: shares(charlie, person, to_nan),
        lambda: withdraw_consent(by=charlie, person=person, recipient=to_nan, purpose="family", how="spoken"),
    ):
        with pytest.raises(Hidden):
            act()
    with pytest.raises(Forbidden):
        set_lawful_basis(by=bob, person=person, purpose="prison", grounds=Grounds("public-task"), why="x")


def test_a_persons_own_basis_stands_before_everybodys(mona, person):
    why = "Under our contract with the prison"
    assert grounds_of(person)["prison"].whose == "shipped"
    set_organisation_basis(by=mona, purpose="prison", grounds=Grounds("public-task"), why=why)
    assert grounds_of(person)["prison"].whose == "organisation"
    set_lawful_basis(by=mona, person=person, purpose="prison", grounds=Grounds("consent"), why="They asked for it")
    set_lawful_basis(by=mona, person=person, purpose="prison", grounds=Grounds("consent"), why="They asked for this")
    found = grounds_of(person)["prison"]
    assert (found.whose, found.grounds.article_6) == ("person", "consent")
    assert LawfulBasis.objects.filter(superseded_at__isnull=False).count() == 1


def test_with_consent_as_the_basis_the_prison_is_asked_about_too(mona, person):
    prison = Recipient("prison")
    assert shares(mona, person, prison, "prison", "attendance")
    set_lawful_basis(by=mona, person=person, purpose="prison", grounds=Grounds("consent"), why="They asked for it")
    assert not shares(mona, person, prison, "prison", "attendance")


def test_a_basis_is_one_that_the_law_knows(mona, alice, person):
    for grounds in (Grounds(), Grounds("convenience"), Grounds("consent", "curiosity")):
        with pytest.raises(NothingToShareError):
            set_lawful_basis(by=mona, person=person, purpose="prison", grounds=grounds, why="x")
    with pytest.raises(Forbidden):
        set_organisation_basis(by=alice, purpose="prison", grounds=Grounds("consent"), why="x")


def test_the_page_asks_the_same_queries_for_many(alice, person, nan, django_assert_num_queries):
    def lines():
        return sharing_lines(alice, person, clock.today())

    lines()
    with django_assert_num_queries(5):
        few = len(lines())
    for n in range(8):
        member = add_to_circle(by=alice, person=person, kind="friend", name=f"Friend {n}")
        set_told(by=alice, member=member, told="plan", hearing=SPOKEN)
    with django_assert_num_queries(5):
        assert len(lines()) == few + 8
