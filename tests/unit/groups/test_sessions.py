"""Sessions are laid out, moved, cancelled, and break when a site shuts."""

from datetime import date, time

import pytest

from throughgate.access.policy import Forbidden, Hidden
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services import book_contact
from throughgate.groups.models import Cohort, GroupSession
from throughgate.groups.rules.calendar import CalendarError
from throughgate.groups.rules.places import PlaceError
from throughgate.groups.selectors.calendar import broken_for, calendar_of
from throughgate.groups.services.calendar import add_hours, close_site, open_again
from throughgate.groups.services.cohorts import (
    cancel_session,
    lay_out_more,
    make_cohort,
    move_back,
    move_broken,
    move_session,
    restore_session,
)
from throughgate.groups.services.places import ask_for_place, offer_place, take_place
from throughgate.people.models import ContactRestriction
from throughgate.people.services.restrictions import RestrictedError

pytestmark = pytest.mark.django_db
CLOSED = {"from_on": date(2026, 12, 1), "to_on": date(2026, 12, 10), "because": "lockdown"}


def days(cohort) -> list[date]:
    return list(
        GroupSession.objects.filter(cohort=cohort, superseded_at=None).order_by("number").values_list("on", flat=True)
    )


def test_six_sessions_and_the_bank_holiday_left_out(cohort):
    assert days(cohort)[-2:] == [date(2026, 12, 21), date(2027, 1, 4)] and len(days(cohort)) == 6


def test_with_the_same_token_it_stays_one_group(terms, alice):
    token = "5f0e6f8e-59c7-4a8e-9a53-b3c3b0b1f0aa"
    assert make_cohort(by=alice, terms=terms(), token=token) == make_cohort(by=alice, terms=terms(), token=token)
    assert Cohort.objects.count() == 1


def test_nobody_makes_one_at_a_site_that_is_not_theirs(terms, charlie, victor):
    with pytest.raises(Hidden):
        make_cohort(by=charlie, terms=terms())
    with pytest.raises(Forbidden):
        make_cohort(by=victor, terms=terms())


def test_a_group_that_goes_on_is_laid_out_further(terms, alice, cohort):
    goes_on = make_cohort(by=alice, terms=terms(plan="recovery-group", minutes=90))
    assert lay_out_more(by=alice, cohort=goes_on) == 8
    laid = days(goes_on)
    assert len(laid) == 16 and laid == sorted(set(laid)) and {on.weekday() for on in laid} == {0}
    with pytest.raises(PlaceError):
        lay_out_more(by=alice, cohort=cohort)


def test_a_lockdown_shows_what_breaks_and_one_act_mends_it(cohort, send, alice, today):
    close_site(by=alice, site=send, **CLOSED)
    (broken,) = broken_for(alice, today)
    assert (broken.first.number, broken.because) == (3, "Lockdown")
    moved = move_broken(by=alice, cohort=cohort)
    assert {row.moved_because for row in moved} == {"lockdown"}
    assert [row.on for row in moved] == [on for _, on in broken.moves]
    assert days(cohort)[1:4] == [date(2026, 11, 30), date(2026, 12, 14), date(2026, 12, 21)]
    assert not broken_for(alice, today) and move_broken(by=alice, cohort=cohort) == []


def test_open_again_earlier_nothing_is_broken(cohort, send, alice, today):
    open_again(by=alice, closure=close_site(by=alice, site=send, **CLOSED))
    assert not broken_for(alice, today)


def test_only_a_manager_keeps_the_hours_of_the_regime(cohort, send, alice, mona, today):
    with pytest.raises(Forbidden):
        add_hours(by=alice, site=send, weekday=1, from_at=time(9), to_at=time(11))
    add_hours(by=mona, site=send, weekday=1, from_at=time(9), to_at=time(11))
    (broken,) = broken_for(alice, today)
    assert broken.because == "The regime has no groups on that weekday" and not broken.moves


def test_moved_it_says_why_and_not_onto_a_day_on_which_none_can_run(cohort, alice):
    first = cohort.sessions.get(number=1)
    with pytest.raises(CalendarError):
        move_session(by=alice, session=first, on=date(2026, 12, 25), because="room")
    later = move_session(by=alice, session=first, on=date(2026, 11, 24), because="room")
    assert (later.supersedes, later.number, later.moved_because) == (first, 1, "room")


def test_moved_back_it_stands_where_it_stood_and_what_was_moved_is_kept(cohort, alice):
    first = cohort.sessions.get(number=1)
    later = move_session(by=alice, session=first, on=date(2026, 11, 24), because="room")
    (back,) = move_back(by=alice, cohort=cohort, sessions=[later])
    assert (back.on, back.at, back.supersedes) == (first.on, first.at, later)
    assert cohort.sessions.filter(number=1).count() == 3


def test_all_that_a_lockdown_moved_is_moved_back_at_once(cohort, send, alice):
    before = days(cohort)
    close_site(by=alice, site=send, **CLOSED)
    move_back(by=alice, cohort=cohort, sessions=move_broken(by=alice, cohort=cohort))
    assert days(cohort) == before


def test_what_was_never_moved_is_not_moved_back(cohort, alice):
    with pytest.raises(CalendarError):
        move_back(by=alice, cohort=cohort, sessions=[cohort.sessions.get(number=1)])


def test_restrictions_are_asked_before_it_stands_again(cohort, person, others, alice, join):
    join(cohort, person)
    row = cancel_session(by=alice, session=cohort.sessions.get(number=2), because="no_staff")
    there = Arrangement(kind="one-to-one", on=row.on, at=time(14), place="Chapel, Send (HMP)")
    book_contact(by=alice, person=others[0], arrangement=there)
    ContactRestriction.objects.create(
        person=person, kind="no_contact", other_name=others[0].name, reach="any", source="court",
        from_on=date(2026, 1, 1), added_by=alice,
    )  # fmt: skip
    with pytest.raises(RestrictedError):
        restore_session(by=alice, session=row)


def keep_apart(person, other, alice, *, name=""):
    return ContactRestriction.objects.create(
        person=person, kind="no_contact", other_name=name or other.name, reach="any", source="court",
        from_on=date(2026, 1, 1), added_by=alice,
    )  # fmt: skip


def test_kept_apart_since_no_more_sessions_are_laid_out_with_both(terms, person, others, alice, join):
    goes_on = make_cohort(by=alice, terms=terms(plan="recovery-group", minutes=90))
    for one in (person, others[0]):
        join(goes_on, one)
    keep_apart(person, others[0], alice)
    with pytest.raises(RestrictedError):
        lay_out_more(by=alice, cohort=goes_on)


def test_kept_apart_since_the_page_of_the_group_says_so(client, cohort, person, others, alice, join):
    for one in (person, others[0]):
        join(cohort, one)
    client.force_login(alice)
    shown = client.get(f"/groups/{cohort.ref}/").content.decode()
    assert "something stands against session" not in shown
    keep_apart(person, others[0], alice)
    shown = client.get(f"/groups/{cohort.ref}/").content.decode()
    assert "something stands against session 1" in shown and "session 2," not in shown


def test_what_was_answered_for_the_group_stays_answered_when_a_session_moves(cohort, person, others, alice, join):
    join(cohort, others[0])
    keep_apart(person, None, alice, name=f"{others[0].given_name[0]} {others[0].family_name}")
    place = ask_for_place(by=alice, cohort=cohort, person=person)
    with pytest.raises(RestrictedError) as doubt:
        offer_place(by=alice, place=place)
    assert not doubt.value.refuses
    answer = "Another person of that name, I made sure"
    take_place(by=alice, place=offer_place(by=alice, place=place, answer=answer))
    later = move_session(by=alice, session=cohort.sessions.get(number=1), on=date(2026, 11, 24), because="room")
    assert later.on == date(2026, 11, 24)


def test_listed_days_follow_no_rhythm(terms, alice):
    listed = [date(2026, 12, on) for on in (21, 1, 3, 8, 10, 15)]
    assert days(make_cohort(by=alice, terms=terms(days=listed))) == sorted(listed)


def test_a_listed_day_on_which_none_can_run_is_named(terms, alice):
    listed = [date(2026, 12, on) for on in (1, 3, 8, 10, 15, 25)]
    with pytest.raises(CalendarError, match="5 of these days fit. 25/12/2026: Bank holiday"):
        make_cohort(by=alice, terms=terms(days=listed))


def test_cancelled_by_mistake_it_stands_again(cohort, alice):
    row = cancel_session(by=alice, session=cohort.sessions.get(number=2), because="no_staff")
    with pytest.raises(CalendarError):
        move_session(by=alice, session=row, on=date(2026, 12, 2), because="room")
    assert restore_session(by=alice, session=row).cancelled_at is None
    assert calendar_of(cohort.site).hours == {}


def test_a_booking_in_the_room_of_a_group_meets_whoever_is_in_it(cohort, person, others, alice, join):
    join(cohort, others[0])
    ContactRestriction.objects.create(
        person=person, kind="no_contact", other_name=others[0].name, reach="any", source="court",
        from_on=date(2026, 1, 1), added_by=alice,
    )  # fmt: skip
    here = Arrangement(kind="one-to-one", on=date(2026, 11, 23), at=time(15), place="Chapel, Send (HMP)")
    with pytest.raises(RestrictedError):
        book_contact(by=alice, person=person, arrangement=here)
