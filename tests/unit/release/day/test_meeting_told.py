"""Whoever is not one of us meets them only where the person said so, and reads no more than they may be told."""

from datetime import time, timedelta

import pytest

from tests.sharing import may_be_told
from tests.unit.release.day.planned import RELEASE, TODAY
from throughgate.people.models import CircleMember, LawfulBasis
from throughgate.people.rules.purposes import FAMILY
from throughgate.people.rules.sharing import Recipient
from throughgate.people.selectors.sharing import recipient_of
from throughgate.people.services.restrictions import add_restriction
from throughgate.people.services.sharing import Hearing, give_consent, withdraw_consent
from throughgate.release.models import GateMeeting
from throughgate.release.rules.journey import SaidJourney
from throughgate.release.services.journeys import plan_journey
from throughgate.release.services.telling import GateNotToldError

SECRETS = ("Town centre", "Woking Probation", "Hillview", "Elm House")


@pytest.fixture
def nan(alice, person) -> CircleMember:
    return CircleMember.objects.create(
        person=person, kind="family", name="Ada Vale", relation="my nan", from_on=TODAY, added_by=alice
    )


@pytest.fixture
def page(client, alice, person, gate):
    client.force_login(alice)

    def _page(rest=""):
        text = client.get(f"/release/people/{person.ref}/day/{rest}").content.decode()
        return " ".join(text.split("<main", 1)[1].split())

    return _page


@pytest.fixture
def planned(alice, person, add):
    """Probation, a GP that only some may read of, a café; and a place to keep away from."""
    add(at=time(11), place="Woking Probation Office")
    add(kind="gp", place="Hillview Surgery", title="Clinic", at=time(12), sensitivity="sensitive")
    add(kind="other", place="Café Blue", title="Lunch", at=time(13))
    terms = {"place": "Town centre", "town": "Slough"}
    add_restriction(by=alice, person=person, kind="licence_place", source="licence", from_on=TODAY, **terms)


def test_a_bar_that_a_manager_answers_for_is_no_question_of_consent(meet, mona, alice, person, nan, gate):
    add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, member=nan, reach="any")
    meeting = meet("family", by=mona, member=nan.pk, override="The court let her come to the gate, order of 1 November")
    assert meeting.member == nan


def test_nobody_is_chosen_who_may_not_know(meet, nan, gate):
    with pytest.raises(GateNotToldError, match="Ask Jo first"):
        meet("family", member=nan.pk)
    with pytest.raises(GateNotToldError):
        meet("family", name="ADA VALE (nan)")
    with pytest.raises(GateNotToldError):
        meet("agency", name="The Hub")
    assert not GateMeeting.objects.exists()


def test_a_manager_who_answers_for_the_court_is_not_held_up(mona, alice, person, meet, gate, nan):
    terms = {"member": nan, "reach": "any"}
    add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, **terms)
    assert meet("family", by=mona, member=nan.pk, override="The court has allowed it this once").pk


def test_who_has_left_the_circle_is_not_told(meet, nan, gate):
    nan.from_on, nan.to_on = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
    nan.save()
    with pytest.raises(GateNotToldError, match="no longer among the people around Jo"):
        meet("family", member=nan.pk)


def test_without_a_ground_in_law_nobody_is_told(alice, person, meet, nan, gate):
    may_be_told(alice, nan, "plan")
    LawfulBasis.objects.create(person=person, purpose=FAMILY, article_6="", set_by=alice)
    with pytest.raises(GateNotToldError, match="No lawful basis is recorded"):
        meet("family", member=nan.pk)


def test_the_form_leads_to_asking(client, alice, person, gate, nan):
    client.force_login(alice)
    said = {"met_by": "family", "member": nan.pk}
    page = client.post(f"/release/people/{person.ref}/day/meeting/", said)
    text = page.content.decode()
    assert f"/people/{person.ref}/around/circle/{nan.pk}/told/" in text and "may not be told yet" in text


def test_an_organisation_is_whatever_kind_they_spoke_of(alice, person, meet, gate):
    says, spoken = {"in-touch": "yes"}, Hearing(TODAY, "spoken")
    hub = Recipient("housing", "The  HUB")
    give_consent(by=alice, person=person, recipient=hub, purpose="service", says=says, hearing=spoken)
    assert meet("agency", name="the hub").pk


def test_who_may_be_told_of_the_plan_reads_the_plan_and_nothing_of_the_court(alice, meet, nan, planned, page):
    may_be_told(alice, nan, "plan")
    meet("family", member=nan.pk)
    sheet = page("sheet/meeting/")
    assert "Meet Jo at the gate" in sheet and "Lunch" in sheet
    assert not any(secret in sheet for secret in SECRETS)


def test_who_may_be_told_when_reads_when_and_where_alone(alice, person, meet, nan, planned, page):
    says = {"in-touch": "yes", "attendance": "yes"}
    who = recipient_of(nan, TODAY)
    give_consent(
        by=alice, person=person, recipient=who, purpose=FAMILY, says=says, hearing=Hearing(TODAY, "spoken")
    )  # fmt: skip
    meet("family", member=nan.pk)
    sheet = page("sheet/meeting/")
    assert "from 09:00" in sheet and "Lunch" not in sheet
    assert not any(secret in sheet for secret in SECRETS)


def test_who_may_not_even_be_told_when_reads_nothing(alice, meet, nan, planned, page):
    may_be_told(alice, nan, "in-touch")
    meet("family", member=nan.pk)
    sheet = page("sheet/meeting/")
    assert "There is no sheet to print" in sheet and "09:00" not in sheet and "Lunch" not in sheet


def test_somebody_who_is_not_of_the_circle_has_no_sheet(meet, planned, page):
    meet("family", name="Rosa Lane")
    assert "is not in Jo’s circle" in page("sheet/meeting/")


def test_taken_back_since_the_day_says_so_and_the_sheet_is_gone(alice, person, meet, nan, planned, page):
    may_be_told(alice, nan, "plan")
    meet("family", member=nan.pk)
    withdraw_consent(by=alice, person=person, recipient=recipient_of(nan, TODAY), purpose=FAMILY, how="spoken")
    assert "Ada Vale may not be told that we are in touch" in page()
    assert "There is no sheet to print" in page("sheet/meeting/")


def test_one_of_us_reads_all_of_it(meet, planned, page):
    meet()
    sheet = page("sheet/meeting/")
    assert "Town centre" in sheet and "not to be handed on" in sheet


@pytest.fixture
def driven(alice, person):
    def _driven(who):
        said = SaidJourney(
            on=RELEASE, from_place="The gate", to_place="Elm House", pick_up_at=time(10), arrive_by=time(11),
            other_driver=who, notes="Anxious in cars", way="Not by the Town centre",
        )  # fmt: skip
        return plan_journey(by=alice, person=person, said=said)

    return _driven


def test_a_relative_who_drives_reads_no_more_than_they_may(client, alice, nan, driven):
    client.force_login(alice)
    url = f"/release/journeys/{driven('Ada Vale').ref}/sheet/"
    assert "There is no sheet to print" in client.get(url).content.decode()
    may_be_told(alice, nan, "plan")
    sheet = client.get(url).content.decode()
    assert "Elm House" in sheet and "Anxious" in sheet and "Town centre" not in sheet


def test_a_taxi_reads_when_and_where(client, alice, driven):
    client.force_login(alice)
    sheet = client.get(f"/release/journeys/{driven('Ace Taxis').ref}/sheet/").content.decode()
    assert "Elm House" in sheet and "Anxious" not in sheet and "Town centre" not in sheet


@pytest.mark.parametrize("chosen", [True, False])
def test_a_no_to_probation_stops_the_officer_at_the_gate(meet, alice, person, gate, chosen):
    officer = CircleMember.objects.create(person=person, kind="com", name="Rosa Medina", from_on=TODAY, added_by=alice)
    who, hearing = Recipient("probation"), Hearing(TODAY, "spoken")
    said = {"recipient": who, "purpose": "probation", "hearing": hearing}
    give_consent(by=alice, person=person, says={"in-touch": "no"}, **said)
    with pytest.raises(GateNotToldError, match="Jo said no to that"):
        meet("family", **{"member": officer.pk} if chosen else {"name": "Rosa Medina"})
    give_consent(by=alice, person=person, says={"in-touch": "yes"}, **said)
    assert meet("family", member=officer.pk).pk


def test_said_later_the_day_says_it(meet, page, alice, person, gate):
    officer = CircleMember.objects.create(person=person, kind="com", name="Rosa Medina", from_on=TODAY, added_by=alice)
    meet("family", member=officer.pk)
    assert "may not be told that we are in touch" not in page()
    give_consent(
        by=alice, person=person, recipient=Recipient("probation"), purpose="probation", says={"in-touch": "no"},
        hearing=Hearing(TODAY, "spoken"),
    )  # fmt: skip
    assert "Rosa Medina may not be told that we are in touch: Jo said no to that" in page()
