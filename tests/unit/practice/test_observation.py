"""Somebody watches a colleague at work; the two learn from it, and nobody else reads it."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from throughgate.access.policy import Forbidden, Hidden
from throughgate.accounts.models import User
from throughgate.audit.models import Event
from throughgate.groups.models import Delivery
from throughgate.groups.selectors.cohorts import plan_of_session
from throughgate.groups.services.cohorts import Terms, make_cohort
from throughgate.practice.loading import sheet
from throughgate.practice.models import Observation
from throughgate.practice.rules.observation import agreement
from throughgate.practice.rules.training import PracticeError
from throughgate.practice.selectors.observation import access_observation, due_observations, next_due, two_pairs
from throughgate.practice.services.observation import (
    answer_observation,
    close_observation,
    drop_observation,
    note_observation,
    plan_observation,
)

ALL_SEEN = dict.fromkeys(sheet().looks, "seen")


@pytest.fixture
def planned(alice, bob, mona, today) -> Observation:
    """Bob watches Alice, whose line manager is Mona."""
    alice.line_manager = mona
    alice.save()
    return plan_observation(by=mona, practitioner=alice, observer=bob, on=today)


def noted(row, bob, **changed):
    said = {"told_how": "At the start", "ratings": ALL_SEEN, "went_well": "A calm start", "to_try": "More silence"}
    return note_observation(by=bob, observation=row, **said | changed)


def test_from_plan_to_both_have_read_it(planned, alice, bob, today):
    assert due_observations(bob, today) == [planned] and due_observations(alice, today) == []
    noted(planned, bob)
    assert due_observations(alice, today) == [planned] and due_observations(bob, today) == []
    answer_observation(by=alice, observation=planned, answer="I will count to five")
    assert due_observations(bob, today) == [planned]
    row = close_observation(by=bob, observation=planned)
    assert row.read_at and due_observations(bob, today) == due_observations(alice, today) == []
    assert next_due(alice, today).month == (today.month + sheet().again_after_months - 1) % 12 + 1
    actions = [event.action for event in Event.objects.filter(subject=f"observation {row.ref}").order_by("pk")]
    assert actions == ["observation.planned", "observation.noted", "observation.answered", "observation.read"]


def test_the_two_and_the_line_manager_read_it_and_nobody_else(planned, alice, bob, mona, charlie, victor):
    for user in (alice, bob, mona):
        assert access_observation(user, planned.ref) == planned
    other = User.objects.create(email="o@example.org", name="Olga Example", role="manager")
    other.sites.set(mona.sites.all())
    for user in (charlie, victor, other):
        with pytest.raises(Hidden):
            access_observation(user, planned.ref)


def test_each_does_their_own_part(planned, alice, bob, mona):
    with pytest.raises(Forbidden):
        noted(planned, mona)
    with pytest.raises(Forbidden):
        noted(planned, alice)
    noted(planned, bob)
    with pytest.raises(Forbidden):
        answer_observation(by=bob, observation=planned, answer="For her")
    with pytest.raises(PracticeError, match="meanwhile"):
        noted(planned, bob)
    with pytest.raises(PracticeError, match="meanwhile"):
        drop_observation(by=mona, observation=planned, because="Too late")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"told_how": " "}, "told_how"),
        ({"went_well": ""}, "went_well"),
        ({"to_try": ""}, "to_try"),
        ({"ratings": {}}, ""),
        ({"ratings": dict.fromkeys(ALL_SEEN, "wonderful")}, ""),
    ],
)
def test_what_is_missing_is_named(planned, bob, changed, field):
    with pytest.raises(PracticeError) as refused:
        noted(planned, bob, **changed)
    assert refused.value.field == field
    assert Observation.objects.get().observed_at is None


def test_nobody_watches_themselves_nor_plans_for_others_without_managing(alice, bob, mona, charlie, today):
    with pytest.raises(PracticeError, match="themselves"):
        plan_observation(by=mona, practitioner=alice, observer=alice, on=today)
    with pytest.raises(Forbidden):
        plan_observation(by=bob, practitioner=alice, observer=bob, on=today)
    with pytest.raises(Hidden):
        plan_observation(by=alice, practitioner=alice, observer=charlie, on=today)
    with pytest.raises(PracticeError, match="day to come"):
        plan_observation(by=alice, practitioner=alice, observer=bob, on=today - timedelta(days=1))


def test_what_was_not_watched_yet_is_not_noted(alice, bob, today):
    row = plan_observation(by=alice, practitioner=alice, observer=bob, on=today + timedelta(days=1))
    with pytest.raises(PracticeError, match="not taken place yet"):
        noted(row, bob)
    drop_observation(by=alice, observation=row, because="The group is cancelled")
    assert Observation.objects.get().dropped_because == "The group is cancelled"


def test_steps_of_the_plan_are_seen_by_two(alice, bob, send, today, person):
    terms = Terms(
        title="Course", plan="family-course", site=send, place="Chapel", capacity=8, leaders=[alice], starts_on=today,
        at=time(14), minutes=120,
    )  # fmt: skip
    session = make_cohort(by=alice, terms=terms).sessions.get(number=1)
    row = plan_observation(by=alice, practitioner=alice, observer=bob, on=session.on, session=session)
    with pytest.raises(PracticeError, match="does not lead"):
        plan_observation(by=bob, practitioner=bob, observer=alice, on=session.on, session=session)
    set_day = session.on
    Observation.objects.filter(pk=row.pk).update(on=today)
    row.refresh_from_db()
    noted(row, bob, steps=["welcome"])
    row = access_observation(bob, row.ref)
    assert two_pairs(row) == [] and row.session.on == set_day
    keys = list(plan_of_session(row.session).steps)
    Delivery.objects.create(session=session, steps=keys[:2], by=alice)
    Observation.objects.filter(pk=row.pk).update(steps=keys[1:3])
    pairs = two_pairs(access_observation(bob, row.ref))
    assert [(one.ticked, one.seen) for one in pairs[:3]] == [(True, False), (True, True), (False, True)]
    assert agreement(pairs) == (len(keys) - 2, len(keys))


def test_the_pages_lead_through_it(client, planned, alice, bob, today):
    client.force_login(bob)
    assert "Watch a colleague" in client.get("/").content.decode()
    url = reverse("practice:note", args=[planned.ref])
    said = {"told_how": "At the start", "went_well": "A calm start", "to_try": "More silence"}
    said |= {f"look-{key}": "seen" for key in sheet().looks}
    assert b"Name one thing to try" in client.post(url, said | {"to_try": ""}).content
    page = client.post(url, said, follow=True).content.decode()
    assert "Alice Example answers in their own words" in page and "A calm start" in page
    client.force_login(alice)
    assert "Answer what a colleague saw" in client.get("/").content.decode()
    answer = reverse("practice:answer", args=[planned.ref])
    assert "I will wait" in client.post(answer, {"answer": "I will wait"}, follow=True).content.decode()
    client.force_login(bob)
    page = client.post(reverse("practice:read", args=[planned.ref]), follow=True).content.decode()
    assert "Both have read it" in page


def test_planned_on_its_page(client, alice, bob, today):
    client.force_login(alice)
    url = reverse("practice:plan")
    day = {"on_day": str(today.day), "on_month": str(today.month), "on_year": str(today.year)}
    assert b"Choose who watches" in client.post(url, day).content
    page = client.post(url, day | {"observer": bob.ref}, follow=True).content.decode()
    assert "Alice Example, watched by Bob Example" in page
