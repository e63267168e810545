"""Who leads a group, from when on, and until when."""

from datetime import timedelta

import pytest
from django.urls import reverse

from throughgate.access.policy import Forbidden, visible
from throughgate.audit.models import Event
from throughgate.groups.models import GroupLeader, Place
from throughgate.groups.rules.leading import LeadingError, first_without
from throughgate.groups.rules.places import PlaceError
from throughgate.groups.selectors.cohorts import check_leads
from throughgate.groups.selectors.leading import alone_soon, leaders_of, names_leading
from throughgate.groups.services.leaders import add_leader, end_leader, hand_on_group, take_back_group
from throughgate.groups.services.places import ask_for_place, offer_place
from throughgate.people.services.restrictions import add_restriction


@pytest.fixture
def handed(cohort, alice, bob, today):
    """Alice's group goes to Bob in ten days; both lead it in the last week before."""
    start = today + timedelta(days=3)
    from_on = today + timedelta(days=10)
    hand_on_group(by=alice, cohort=cohort, giver=alice, receiver=bob, from_on=from_on, together_from=start)
    return cohort


def leading(cohort, on):
    return {row.user.name for row in leaders_of(cohort) if first_without([row], [on]) is None}


def test_handed_on_both_lead_it_before_the_day_and_one_after(handed, today):
    days = {0: {"Alice Example"}, 3: {"Alice Example", "Bob Example"}, 9: {"Alice Example", "Bob Example"}}
    for days_on, names in {**days, 10: {"Bob Example"}}.items():
        assert leading(handed, today + timedelta(days=days_on)) == names
    assert names_leading(leaders_of(handed), today) == ["Alice Example", f"Bob Example from {_day(today, 3)}"]


def _day(today, days):
    on = today + timedelta(days=days)
    return f"{on.day} {on:%B}"


def test_taken_back_it_is_as_before(handed, alice, today):
    row = GroupLeader.objects.get(user=alice)
    take_back_group(by=alice, row=row)
    assert leading(handed, today + timedelta(days=30)) == {"Alice Example"}
    assert GroupLeader.objects.count() == 1


def test_taken_back_while_both_lead_it_what_was_led_stays_noted(handed, alice, bob, on_day, today):
    on_day(today + timedelta(days=5))
    take_back_group(by=alice, row=GroupLeader.objects.get(user=alice))
    assert GroupLeader.objects.get(user=bob).to_on == today + timedelta(days=4)


def test_after_the_day_it_is_not_taken_back(handed, alice, on_day, today):
    on_day(today + timedelta(days=11))
    with pytest.raises(LeadingError, match="That day has passed"):
        take_back_group(by=alice, row=GroupLeader.objects.get(user=alice))


def test_who_does_not_lead_it_any_more_hands_nothing_on(handed, alice, bob, today):
    with pytest.raises(LeadingError, match="does not lead"):
        hand_on_group(by=alice, cohort=handed, giver=alice, receiver=bob, from_on=today, together_from=today)


def test_names_are_read_by_whoever_leads_it_and_no_longer_after(cohort, person, charlie, join, on_day, today):
    """Charlie works elsewhere: nothing but the group opens a name to him."""
    join(cohort, person)
    later, last = today + timedelta(days=3), today + timedelta(days=20)
    GroupLeader.objects.create(cohort=cohort, user=charlie, from_on=later, to_on=last)
    for days, reads in ((0, False), (3, True), (20, True), (21, False)):
        on_day(today + timedelta(days=days))
        assert visible(charlie, Place.objects.all()).exists() is reads


def test_registers_are_kept_by_whoever_leads_it_now(cohort, charlie, today):
    row = GroupLeader.objects.create(cohort=cohort, user=charlie, from_on=today)
    check_leads(charlie, cohort)
    GroupLeader.objects.filter(pk=row.pk).update(from_on=today - timedelta(days=9), to_on=today - timedelta(days=1))
    with pytest.raises(Forbidden):
        check_leads(charlie, cohort)


def test_the_last_one_does_not_end_while_sessions_are_to_come(cohort, alice, bob, today):
    row = GroupLeader.objects.get(cohort=cohort)
    with pytest.raises(LeadingError, match="Nobody would lead the session of"):
        end_leader(by=alice, row=row, last_on=today)
    add_leader(by=alice, cohort=cohort, user=bob, from_on=today)
    end_leader(by=alice, row=row, last_on=today)
    assert leading(cohort, today + timedelta(days=1)) == {"Bob Example"}
    actions = Event.objects.filter(subject=f"group {cohort.ref}").values_list("action", flat=True)
    assert {"group.leader_added", "group.leader_ended"} <= set(actions)


def test_whoever_must_be_kept_apart_from_a_member_does_not_lead(cohort, person, alice, bob, mona, join, today):
    join(cohort, person)
    bar(person, mona, "Bob Example", today)
    with pytest.raises(LeadingError, match="Bob Example cannot work with them"):
        add_leader(by=alice, cohort=cohort, user=bob, from_on=today)


def test_nobody_joins_whom_a_leader_must_be_kept_apart_from(cohort, person, alice, mona, today):
    place = ask_for_place(by=alice, cohort=cohort, person=person)
    bar(person, mona, "Alice Example", today)
    with pytest.raises(PlaceError, match="Alice Example cannot work with them"):
        offer_place(by=alice, place=place)


def bar(person, by, name, today):
    add_restriction(
        by=by, person=person, kind="no_contact", source="court", from_on=today, other_name=name, reach="any"
    )


def test_closed_accounts_lead_nothing(cohort, alice, bob, today):
    assert alone_soon(alice, today) == []
    bob.is_active = False
    bob.save()
    with pytest.raises(LeadingError, match="account is closed"):
        add_leader(by=alice, cohort=cohort, user=bob, from_on=today)
    GroupLeader.objects.filter(cohort=cohort).update(user=bob)
    (one,) = alone_soon(alice, today)
    assert one.cohort == cohort and one.on == cohort.sessions.get(number=1).on


def test_on_its_page_somebody_is_added_ended_and_stays(client, cohort, alice, bob, today):
    client.force_login(alice)
    url = reverse("groups:leaders", args=[cohort.ref])
    day = {"from_on_day": str(today.day), "from_on_month": str(today.month), "from_on_year": str(today.year)}
    assert b"Bob Example leads the group too" in client.post(url, {"user": bob.ref} | day, follow=True).content
    row = GroupLeader.objects.get(user=alice)
    ends = reverse("groups:leader_ends", args=[cohort.ref, row.pk])
    last = {name.replace("from_on", "last_on"): value for name, value in day.items()}
    page = client.post(ends, last, follow=True).content.decode()
    assert "Alice Example leads it until then" in page and "Leads it until" in page
    page = client.post(reverse("groups:leader_stays", args=[cohort.ref, row.pk]), follow=True).content.decode()
    assert "Alice Example leads it as before" in page
    assert b"Choose who" in client.post(url, day).content
