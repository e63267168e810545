"""One-to-ones and the versions that come out of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from tests.unit.recovery.conftest import SAID, step, wording
from throughgate.access.policy import Forbidden, Hidden
from throughgate.casework.models import Contact, PlanReview, PlanVersion, VersionAgreedError
from throughgate.casework.rules.plan import WrittenMeanwhileError
from throughgate.common.clock import today
from throughgate.people.services.restrictions import RestrictedError, add_restriction
from throughgate.programmes.models import Commitment
from throughgate.programmes.services.enrolling import enrol
from throughgate.programmes.services.publishing import load_shipped_models
from throughgate.record.models import Entry
from throughgate.record.services import write_entry
from throughgate.recovery.models import TreatmentWords
from throughgate.recovery.rules.treatment import TreatmentError
from throughgate.recovery.selectors.treatment import standing_of
from throughgate.recovery.services.sessions import Aim

pytestmark = pytest.mark.django_db


def test_the_first_session_writes_the_first_version(meet, carol, carols):
    meet(wording())
    standing = standing_of(carol, carols)
    assert (standing.version.number, standing.is_draft, standing.said) == (1, False, SAID)
    assert Entry.objects.get(kind="plan").subject == "treatment"


def test_what_changed_is_a_new_version_out_of_the_session(meet, carol, carols):
    meet(wording(), ago=7)
    contact = meet(wording(aims=[Aim("a1", "A quiet evening", [step(), step("s2", "Ring home")])]))
    assert PlanVersion.objects.count() == 2
    assert TreatmentWords.objects.get(version__number=2).contact == contact
    assert set(Entry.objects.filter(kind="plan-review").values_list("subject", "sensitivity")) == {
        ("treatment", "clinical")
    }


def test_nothing_changed_writes_no_version(meet):
    meet(wording(), ago=7)
    meet()
    assert PlanVersion.objects.count() == 1
    assert PlanReview.objects.latest("pk").outcome == "same"


def test_without_a_plan_nothing_can_stay_as_it_is(meet):
    with pytest.raises(TreatmentError):
        meet()
    assert not Contact.objects.exists()


def test_what_is_not_agreed_stays_a_draft_and_can_be_written_again(meet, carol, carols):
    meet(wording(agreed=""), ago=1)
    meet(wording(opening="Otherwise"))
    standing = standing_of(carol, carols)
    assert (standing.version.number, standing.version.opening, standing.is_draft) == (1, "Otherwise", False)


def test_an_agreed_version_never_changes(meet):
    meet(wording())
    words = TreatmentWords.objects.get()
    words.link = "Otherwise"
    with pytest.raises(VersionAgreedError):
        words.save()


def test_nor_does_the_database_let_it_be_changed_round_the_model(meet):
    meet(wording())
    with pytest.raises(DatabaseError, match="Both sides have agreed"), transaction.atomic():
        TreatmentWords.objects.update(link="Otherwise")
    assert TreatmentWords.objects.get().link != "Otherwise"


def test_two_writers_notice_each_other(meet):
    meet(wording(), ago=1)
    with pytest.raises(WrittenMeanwhileError):
        meet(wording(), seen="")
    assert Contact.objects.count() == 1


def test_two_taps_are_one_session(meet):
    token = uuid4()
    assert meet(wording(), token=token) == meet(wording(), token=token)
    assert PlanVersion.objects.count() == 1


def test_a_step_that_goes_out_leaves_the_earlier_version_as_it_was(meet):
    meet(wording(), ago=7)
    meet(wording(aims=[Aim("a2", "A room of my own", [step("s9", "Ask for a form")])]))
    assert [goal.words for goal in PlanVersion.objects.get(number=1).goals.all()] == ["A quiet evening"]
    assert [goal.words for goal in PlanVersion.objects.get(number=2).goals.all()] == ["A room of my own"]


@pytest.mark.parametrize("who", ["alice", "mona"])
def test_nobody_else_writes_it(meet, who, request, carols):
    with pytest.raises((Hidden, Forbidden)):
        meet(wording(), by=request.getfixturevalue(who), seen="")


def test_a_session_meets_what_the_model_asks(meet, carol, carols, ada):
    model = next(one for one in load_shipped_models(by=ada) if one.slug == "addiction-recovery")
    joined = enrol(by=carol, person=carols, model=model, enrolled_on=today() - timedelta(days=20))
    on = today() - timedelta(days=19)
    write_entry(by=carol, person=carols, kind="form", subject="full-addiction", on=on, summary="Done", enrolment=joined)
    meet(wording(), enrolment=joined, ago=8)
    meet(enrolment=joined)
    met = Commitment.objects.filter(enrolment=joined, met_on__isnull=False)
    assert {"treatment-plan", "individual-therapy"} <= set(met.values_list("element", flat=True))
    assert met.filter(element="plan-revised").count() == 2


def test_a_step_against_a_restriction_has_to_be_explained(meet, alice, carols):
    terms = {"kind": "no_contact", "source": "court", "reach": "any", "other_name": "Dean Marsh"}
    add_restriction(by=alice, person=carols, from_on=today(), **terms)
    says = wording(aims=[Aim("a1", "A quiet evening", [step(what="Ring Dean Marsh")])])
    with pytest.raises(RestrictedError):
        meet(says)
    assert not Contact.objects.exists()
    meet(says, explained="Another Dean Marsh, his uncle")
    assert PlanVersion.objects.get().agreed_at
