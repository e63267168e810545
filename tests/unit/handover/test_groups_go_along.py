"""The groups that somebody leads go along with their caseload, and are led by others while they are away."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.unit.handover.test_handover_pages import day_of
from throughgate.groups.models import Cohort, GroupLeader
from throughgate.groups.rules.leading import LeadingError
from throughgate.groups.services.cohorts import Terms, make_cohort
from throughgate.groups.services.places import ask_for_place, offer_place, take_place
from throughgate.handover.models import Cover, HandOver
from throughgate.handover.selectors.board import leavers
from throughgate.handover.services import GroupHanding, Handing, arrange_cover, end_cover, give_hand_overs
from throughgate.people.models import Assignment
from throughgate.people.services.restrictions import add_restriction


@pytest.fixture
def make_group(send, alice, today):
    def _make(title="Family course, winter") -> Cohort:
        begins = today + timedelta(days=3)
        terms = Terms(
            title=title, plan="family-course", site=send, place="Chapel", capacity=8, leaders=[alice],
            starts_on=begins, at=time(14), minutes=120,
        )  # fmt: skip
        return make_cohort(by=alice, terms=terms)

    return _make


@pytest.fixture
def group(make_group):
    return make_group()


@pytest.fixture
def url(alice):
    return reverse("handover:caseload", args=[alice.ref])


@pytest.fixture
def plan(today):
    return {**day_of("from_on", today + timedelta(days=10)), "overlap": "7", "why": "leaves"}


def leaders(group):
    return {row.user.name: row.to_on for row in GroupLeader.objects.filter(cohort=group).select_related("user")}


def test_people_and_group_go_in_one_act(as_user, mona, bob, caseload, group, url, plan, today):
    page = as_user(mona).post(url, plan | {"everybody": str(bob.pk), "check": "1"}).content.decode()
    assert "Ready: 5 people and 1 group go on" in page
    said = as_user(mona).post(url, plan | {"everybody": str(bob.pk), "give": "1"}, follow=True).content.decode()
    assert "5 people and 1 group are handed over from Alice Example" in said
    assert HandOver.objects.count() == 5
    assert leaders(group) == {"Alice Example": today + timedelta(days=9), "Bob Example": None}
    assert "Groups that change hands" in said and "then Bob Example" in said


def test_a_group_that_cannot_go_keeps_everybody(mona, alice, bob, caseload, group, today):
    """Closed meanwhile, or led by somebody else: nobody is half moved."""
    GroupLeader.objects.filter(cohort=group).update(user=mona)
    handings = [Handing(person, bob) for person in caseload]
    with pytest.raises(LeadingError):
        give_hand_overs(
            by=mona, giver=alice, handings=handings, why="leaves", from_on=today + timedelta(days=5),
            groups=[GroupHanding(group, bob)],
        )  # fmt: skip
    assert not HandOver.objects.exists() and not Assignment.objects.filter(worker=bob).exists()


def test_barred_from_a_member_they_cannot_lead_and_another_is_chosen(
    as_user, mona, alice, bob, person, caseload, group, url, plan, today
):
    place = ask_for_place(by=alice, cohort=group, person=person)
    take_place(by=alice, place=offer_place(by=alice, place=place))
    add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=today, other_name="Bob Example", reach="any"
    )
    rows = {f"to-{one.ref}": str(bob.pk) for one in caseload} | {f"to-{person.ref}": "stay"}
    name = f"group-{group.ref}"
    page = as_user(mona).post(url, plan | rows | {name: str(bob.pk), "give": "1"}).content.decode()
    assert "Not yet: 1 of 6 cannot go like this" in page and "Bob Example cannot work with them" in page
    assert not HandOver.objects.exists()
    as_user(mona).post(url, plan | rows | {name: str(mona.pk), "give": "1"})
    assert HandOver.objects.count() == 5 and leaders(group)["Mona Example"] is None


def test_a_group_may_stay_or_go_alone(as_user, mona, bob, caseload, group, url, plan):
    stay = {f"to-{one.ref}": "stay" for one in caseload}
    name = f"group-{group.ref}"
    assert b"Everybody stays" in as_user(mona).post(url, plan | stay | {name: "stay", "check": "1"}).content
    page = as_user(mona).post(url, plan | stay | {name: str(bob.pk), "give": "1"}, follow=True).content.decode()
    assert "1 group is handed over from Alice Example" in page and not HandOver.objects.exists()


def test_taken_back_from_the_board(as_user, mona, alice, bob, group, url, plan):
    as_user(mona).post(url, plan | {f"group-{group.ref}": str(bob.pk), "give": "1"})
    row = GroupLeader.objects.get(user=alice)
    as_user(mona).post(reverse("groups:leader_stays", args=[group.ref, row.pk]))
    assert leaders(group) == {"Alice Example": None}
    assert "Groups that change hands" not in as_user(mona).get(reverse("handover:board")).content.decode()


def test_who_left_with_a_group_still_theirs_stands_on_the_board(as_user, mona, alice, group, today):
    alice.is_active = False
    alice.save()
    assert [(one.worker, one.groups) for one in leavers(mona, today)] == [(alice, 1)]
    page = as_user(mona).get(reverse("handover:board")).content.decode()
    assert "1 group that they lead" in page and "Choose who leads it" in page


def test_while_away_somebody_leads_it_and_no_longer(as_user, mona, alice, bob, group, later, today):
    first, last = today + timedelta(days=1), today + timedelta(days=8)
    said = {**day_of("from_on", first), **day_of("to_on", last), "why": "leave", f"group-{group.ref}": str(bob.pk)}
    page = as_user(mona).post(reverse("handover:away", args=[alice.ref]), said, follow=True).content.decode()
    assert "Who leads their groups" in page and "Family course, winter</a>: Bob Example" in page
    row = GroupLeader.objects.get(user=bob)
    assert (row.from_on, row.to_on, row.covers) == (first, last, alice)
    on = later(4)
    end_cover(by=mona, cover=Cover.objects.get())
    row.refresh_from_db()
    assert row.to_on == on - timedelta(days=1)


def test_a_leader_who_is_barred_does_not_stand_in(mona, alice, victor, group, today):
    """All or nobody: the people are not covered either."""
    victor.is_active = False
    victor.save()
    with pytest.raises(LeadingError, match="account is closed"):
        arrange_cover(
            by=mona, worker=alice, from_on=today, to_on=today, why="leave", groups=[GroupHanding(group, victor)]
        )
    assert not Cover.objects.exists()


def test_many_groups_ask_as_often_as_one(as_user, mona, group, make_group, url):
    client = as_user(mona)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for n in range(6):
        make_group(f"Course {n}")
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).content.count(b"Course ") >= 6
    assert len(many) == len(one)
