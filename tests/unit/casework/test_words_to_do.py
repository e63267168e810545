"""What somebody types as a thing to do may mean somebody or somewhere barred: it is looked at, wherever it is typed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.unit.casework.plans import step, write_plan
from tests.unit.casework.test_plan_pages import at, goal_post
from throughgate.casework.models import Contact, FollowUp, Goal
from throughgate.casework.services import Attendance, Promise, UnexplainedError, record_contact
from throughgate.casework.services.plan import save_goal
from throughgate.people.models import RestrictionOverride
from throughgate.people.services.restrictions import RestrictedError, add_restriction

TAKE = "Take them to see Carly Barnes"
WHY = "It is the other Carly"


@pytest.fixture
def apart(alice, person, today):
    terms = {"reach": "any", "other_name": "Carly Barnes"}
    return add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=today, **terms)


def met(by, person, today, what=TAKE, explained="", days=2, **fields):
    promise = Promise(what=what, by_on=today + timedelta(days))
    people = [Attendance(person=person, explained=explained)]
    said = {"kind": "phone-call", "on": today, "people": people, "follow_ups": [promise]}
    return record_contact(by=by, **said | fields)


@pytest.mark.parametrize("what", [TAKE, "Ring Carly", "take to carly barnes's flat"])
@pytest.mark.parametrize("how", [{}, {"happened": False, "why_not": "logistics"}])
def test_a_follow_up_that_may_mean_them_is_asked_about(alice, person, today, apart, what, how):
    with pytest.raises(UnexplainedError) as asked:
        met(alice, person, today, what, **how)
    assert not asked.value.refuses and "may mean Carly Barnes" in asked.value.reasons[0]
    assert not Contact.objects.exists() and not FollowUp.objects.exists()


def test_answered_it_stands_with_who_and_why(alice, person, today, apart):
    contact = met(alice, person, today, explained=WHY)
    kept = RestrictionOverride.objects.get()
    assert (kept.reason, kept.kind, kept.booked_ref, kept.booked) == (WHY, "answer", contact.ref, "Follow-up")


@pytest.mark.parametrize("what", ["Ring the housing office", "Send the form"])
def test_other_words_are_free(alice, person, today, apart, what):
    assert met(alice, person, today, what).follow_ups.exists()


def test_what_begins_before_it_is_to_be_done_counts(alice, person, today):
    begins = today + timedelta(5)
    add_restriction(
        by=alice, person=person, kind="licence_person", source="licence", from_on=begins, reach="any",
        other_name="Carly Barnes",
    )  # fmt: skip
    assert met(alice, person, today, days=4)
    with pytest.raises(UnexplainedError):
        met(alice, person, today, days=5)


def test_so_does_a_place(alice, person, today):
    add_restriction(
        by=alice, person=person, kind="licence_place", source="licence", from_on=today, place="Stoke Park",
        town="Guildford",
    )  # fmt: skip
    with pytest.raises(UnexplainedError) as asked:
        met(alice, person, today, "Walk round Stoke Park together")
    assert "may lie in Stoke Park" in asked.value.reasons[0]


def test_a_step_of_the_plan_too(alice, person, today, apart):
    plan = write_plan(alice, person, today)
    steps = [step("SCARLY", TAKE, "staff", today + timedelta(3), alice)]
    with pytest.raises(RestrictedError):
        save_goal(by=alice, plan=plan, key="CARLY", words="Friends", steps=steps)
    goal = save_goal(by=alice, plan=plan, key="CARLY", words="Friends", steps=steps, override=WHY)
    assert RestrictionOverride.objects.get().booked_ref == plan.ref
    assert save_goal(by=alice, plan=plan, key="CARLY", words="My friends", steps=steps) == goal


def test_the_page_of_the_goal_asks_why(client, alice, person, today, apart):
    plan = write_plan(alice, person, today)
    client.force_login(alice)
    said = goal_post(today) | {"s0-what": TAKE}
    page = client.post(at("goal", plan, key="NEW"), said).content.decode()
    assert "Make sure before you go on" in page and "Why is it written all the same?" in page
    assert not Goal.objects.filter(key="NEW").exists()
    client.post(at("goal", plan, key="NEW"), said | {"override": WHY})
    assert Goal.objects.filter(key="NEW").exists()


def test_the_page_of_a_contact_asks_why(client, alice, person, today, apart):
    client.force_login(alice)
    said = {
        "person": person.ref, "kind": "phone-call", "on": today.isoformat(), "happened": "yes", "level": "standard",
        "promise0-what": TAKE, "promise0-on": (today + timedelta(1)).isoformat(), f"{person.ref}-attended": "yes",
    }  # fmt: skip
    page = client.post(reverse("casework:record") + f"?person={person.ref}", said).content.decode()
    assert "may mean Carly Barnes" in page and "Why all the same?" in page
