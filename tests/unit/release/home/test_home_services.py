"""Asking for a place, what becomes of it, and where somebody lives."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.unit.release.home.homes import RELEASE, TODAY, due, said, told
from throughgate.access.policy import Forbidden, Hidden, Sensitivity
from throughgate.audit.models import Event
from throughgate.people.models import CircleMember, RestrictionOverride
from throughgate.people.services.restrictions import RestrictedError, add_restriction
from throughgate.programmes.models import Promise
from throughgate.release.models import HomeApplication, HomeCheck, LivingAddress, LivingPlace
from throughgate.release.rules.home import HomeError
from throughgate.release.services.home import apply_for_home, arrange_home, take_step
from throughgate.release.services.living import MovedTo, answer_check, leave_place, record_living_place

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def checks(place=None):
    return list(HomeCheck.objects.order_by("weeks").values_list("weeks", "answer"))


# -- asking ---------------------------------------------------------------------------------------------------------


def test_what_comes_next_is_due(asked, person):
    assert due(person) == [("Chase the answer from Elm House", TODAY + WEEK)]


def test_each_step_keeps_what_was_due_and_makes_the_next(go, person):
    go("offered", day=TODAY + timedelta(days=2))
    assert due(person) == [("Answer the offer of Elm House", TODAY + timedelta(days=2))]
    assert Promise.objects.filter(met_on=TODAY).count() == 1


def test_asked_again_it_is_due_on_the_new_day(go, person):
    go("sent", day=TODAY + timedelta(days=3))
    assert due(person) == [("Chase the answer from Elm House", TODAY + timedelta(days=3))]


def test_sent_twice_it_is_asked_once(alice, person, elm):
    token = uuid4()
    one, two = (apply_for_home(by=alice, person=person, provider=elm, said=said(), token=token) for _ in range(2))
    assert one == two and HomeApplication.objects.count() == 1


def test_refused_it_asks_for_nothing_and_can_be_looked_at_again(go, person):
    go("refused", reason="full")
    assert due(person) == []
    go("review")
    assert due(person) == [("Chase the answer from Elm House", TODAY + WEEK)]


def test_withdrawn_what_was_due_is_withdrawn(go, person):
    go("withdrawn", reason="elsewhere")
    assert due(person) == [] and Promise.objects.get().withdrawn_because


def test_a_reason_is_one_of_the_list(go):
    with pytest.raises(HomeError, match="Choose why"):
        go("refused", reason="because")


def test_a_step_out_of_order_is_refused(go):
    with pytest.raises(HomeError, match="Somebody may have been faster"):
        go("arrived")


def test_every_step_is_in_the_trail_and_none_names_the_place(go, person):
    go("offered", "refused", reason="risk")
    events = Event.objects.filter(person_ref=person.ref, action__startswith="home.")
    assert {event.action for event in events} == {"home.sent", "home.offered", "home.refused"}
    assert not any("Elm" in f"{event.subject}{event.details}" for event in events)


# -- who may --------------------------------------------------------------------------------------------------------


def test_a_worker_elsewhere_knows_nothing_of_it(charlie, asked):
    with pytest.raises(Hidden):
        take_step(by=charlie, application=asked, said=said("offered"))


def test_a_colleague_may_not_see_one_that_is_sensitive(alice, bob, person, elm):
    row = apply_for_home(by=alice, person=person, provider=elm, said=said(), sensitivity=Sensitivity.SENSITIVE)
    with pytest.raises(Hidden):
        take_step(by=bob, application=row, said=said("offered"))
    assert Promise.objects.get().sensitivity == Sensitivity.SENSITIVE


def test_nobody_writes_what_they_could_not_read(bob, person, elm):
    with pytest.raises(Forbidden):
        apply_for_home(by=bob, person=person, provider=elm, said=said(), sensitivity=Sensitivity.SENSITIVE)


# -- a place that is sure -------------------------------------------------------------------------------------------


def test_a_confirmed_place_meets_what_programmes_ask_for(go, person):
    go("offered", "confirmed", day=RELEASE)
    assert told(person) == [("supported-housing", TODAY)]
    assert due(person) == [("Ask whether they moved in: Elm House", RELEASE)]


def test_one_that_falls_through_is_due_again(go, person):
    go("offered", "confirmed", "withdrawn", reason="condition")
    assert told(person) == []


def test_its_day_moves_with_the_release(go, person):
    go("offered", "confirmed", "confirmed", day=RELEASE - WEEK)
    assert due(person) == [("Ask whether they moved in: Elm House", RELEASE - WEEK)]
    assert told(person) == [("supported-housing", TODAY)]


def test_moved_in_they_are_asked_after_4_13_and_26_weeks(go, person):
    go("offered", "confirmed", "arrived")
    assert told(person) == [("supported-housing", TODAY), ("moved-in", TODAY)]
    assert [day for _, day in due(person)] == [TODAY + weeks * WEEK for weeks in (4, 13, 26)]


def test_who_did_not_arrive_has_no_home(go, person):
    go("offered", "confirmed", "not_arrived", reason="elsewhere")
    assert told(person) == [] and not LivingPlace.objects.exists()


# -- restrictions ---------------------------------------------------------------------------------------------------


@pytest.fixture
def keep_out(alice, person):
    """A licence condition: keep away from Guildford, from release on."""
    return add_restriction(
        by=alice, person=person, kind="licence_place", source="licence", from_on=RELEASE, town="Guildford"
    )


@pytest.mark.parametrize("state", ["viewing", "accepted", "confirmed"])
def test_where_they_may_not_be_nothing_is_viewed_nor_taken(keep_out, go, asked, state):
    if state != "viewing":
        go("offered")
    with pytest.raises(RestrictedError):
        go(state, day=RELEASE)
    assert asked.steps.count() == (1 if state == "viewing" else 2)


def test_a_manager_may_answer_for_it_once(keep_out, go, mona, asked):
    go("offered")
    go("accepted", by=mona, override="Agreed with probation, the zone is changed")
    go("confirmed", day=RELEASE)
    assert RestrictionOverride.objects.get().booked_ref == asked.ref


def test_nobody_is_placed_with_whom_they_must_not_meet(alice, person):
    sam = CircleMember.objects.create(person=person, kind="partner", name="Sam", from_on=TODAY, added_by=alice)
    add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, member=sam, reach="any")
    with pytest.raises(RestrictedError):
        arrange_home(by=alice, person=person, kind="family", from_on=RELEASE, host=sam)
    assert not HomeApplication.objects.exists()


@pytest.fixture
def kerry(alice, person):
    """Whom they must keep apart from."""
    terms = {"source": "court", "from_on": TODAY - 40 * WEEK, "reach": "any"}
    return add_restriction(by=alice, person=person, kind="no_contact", other_name="Kerry Costa", **terms)


def kept(kind):
    return list(RestrictionOverride.objects.filter(kind=kind).values_list("booked", flat=True))


def test_a_doubt_that_was_answered_is_no_bar_that_was(alice, person, go, asked):
    terms = {"kind": "licence_place", "source": "licence", "from_on": TODAY, "town": "Guildford"}
    place = add_restriction(by=alice, person=person, **terms)
    RestrictionOverride.objects.create(
        restriction=place, kind="answer", reason="Looked at the map", booked="Live at: Elm House", booked_on=RELEASE,
        booked_ref=asked.ref, by=alice,
    )  # fmt: skip
    go("offered")
    with pytest.raises(RestrictedError):
        go("confirmed", day=RELEASE)


def test_moved_in_where_they_may_not_be_has_to_be_explained(alice, go, person, asked):
    go("offered")
    go("confirmed", day=TODAY)
    terms = {"kind": "licence_place", "source": "licence", "from_on": TODAY, "town": "Guildford"}
    add_restriction(by=alice, person=person, **terms)
    with pytest.raises(RestrictedError):
        go("arrived")
    go("arrived", override="Probation placed them there themselves")
    assert kept("explained") == ["Live at: Elm House"] and LivingPlace.objects.exists()


def test_where_they_live_now_is_asked_and_has_to_be_explained(alice, person, kerry):
    where = {"kind": "private", "from_on": TODAY, "address": "c/o Kerry Costa, 9 Hill Rise"}
    with pytest.raises(RestrictedError):
        record_living_place(by=alice, person=person, **where)
    assert not LivingPlace.objects.exists()
    record_living_place(by=alice, person=person, override="Found out today, probation is told", **where)
    assert len(kept("answer") + kept("explained")) == 1


def test_without_an_address_no_place_stands_against_it(alice, person):
    terms = {"kind": "licence_place", "source": "licence", "from_on": TODAY, "town": "Guildford"}
    add_restriction(by=alice, person=person, **terms)
    assert record_living_place(by=alice, person=person, kind="private", from_on=TODAY).pk


def test_moved_on_to_somebody_barred_is_asked_all_the_same(alice, lived, kerry):
    to = MovedTo("family", address="With Kerry Costa")
    with pytest.raises(RestrictedError):
        answer_check(by=alice, home_check=check_of(lived, 13), answer="moved", on=TODAY, moved_to=to)
    with pytest.raises(RestrictedError):
        leave_place(by=alice, place=lived, on=TODAY, because="moved", moved_to=to)
    assert LivingPlace.objects.get().to_on is None


def test_of_two_taps_at_once_the_second_is_undone(alice, person, elm, monkeypatch):
    token, first = uuid4(), []

    def faster(*_):
        row = {"person": person, "provider": elm, "kind": "supported", "made_by": alice, "worker": alice}
        first.append(HomeApplication.objects.create(token=token, **row))

    monkeypatch.setattr("throughgate.release.services.home.check_step", faster)
    monkeypatch.setattr("throughgate.release.services.home.clean", lambda row: None)
    assert [apply_for_home(by=alice, person=person, provider=elm, said=said(), token=token)] == first


# -- with family, and where they live -------------------------------------------------------------------------------


def test_a_home_with_family_is_arranged_at_once_and_asked_about_on_its_day(alice, person):
    arrange_home(by=alice, person=person, kind="family", from_on=RELEASE, address="9 Hill Rise")
    assert told(person) == [("home", TODAY)]
    assert due(person) == [("Ask whether they moved in: With family or friends, to stay", RELEASE)]
    assert LivingAddress.objects.get().address == "9 Hill Rise"


def test_a_night_shelter_is_no_home_arranged(alice, person):
    with pytest.raises(HomeError):
        arrange_home(by=alice, person=person, kind="shelter", from_on=RELEASE)


def test_no_fixed_abode_is_written_down_and_asked_of_nobody(alice, person):
    record_living_place(by=alice, person=person, kind="none", from_on=TODAY)
    assert told(person) == [("no-home", TODAY)] and due(person) == [] and not HomeCheck.objects.exists()


def test_where_they_live_now_ends_where_they_lived_before(alice, person):
    first = record_living_place(by=alice, person=person, kind="street", from_on=TODAY - WEEK)
    record_living_place(by=alice, person=person, kind="private", from_on=TODAY)
    first.refresh_from_db()
    assert (first.to_on, first.ended_because) == (TODAY, "moved")


def test_a_place_to_come_is_arranged_not_lived_in(alice, person):
    with pytest.raises(HomeError, match="still to come"):
        record_living_place(by=alice, person=person, kind="private", from_on=RELEASE)


def test_what_was_to_be_asked_long_ago_is_due_from_nobody(alice, person):
    record_living_place(by=alice, person=person, kind="private", from_on=TODAY - 14 * WEEK)
    assert [day for _, day in due(person)] == [TODAY + 12 * WEEK] and len(checks()) == 3


# -- does the home hold? --------------------------------------------------------------------------------------------


@pytest.fixture
def lived(alice, person):
    """In a flat for 13 weeks."""
    return record_living_place(by=alice, person=person, kind="private", from_on=TODAY - 13 * WEEK)


def check_of(place, weeks):
    return place.checks.get(weeks=weeks)


def test_still_there_answers_the_earlier_ones_too(alice, person, lived):
    answer_check(by=alice, home_check=check_of(lived, 13), answer="still")
    assert checks() == [(4, "still"), (13, "still"), (26, "")]
    assert told(person)[-1] == ("home-check", TODAY) and len(due(person)) == 1


def test_nobody_can_say_so_early_that_they_are_still_there(alice, lived):
    with pytest.raises(HomeError, match="asked from 26 weeks on"):
        answer_check(by=alice, home_check=check_of(lived, 26), answer="still")


def test_lost_it_says_when_and_why_and_is_asked_no_more(alice, person, lived):
    on = TODAY - WEEK
    answer_check(by=alice, home_check=check_of(lived, 13), answer="lost", on=on, reason="rent")
    lived.refresh_from_db()
    assert (lived.to_on, lived.ended_because, lived.ended_words) == (on, "lost", "Rent")
    assert checks() == [(4, "still"), (13, "lost"), (26, "lost")] and due(person) == []


def test_moved_on_the_next_home_begins(alice, person, lived):
    answer_check(by=alice, home_check=check_of(lived, 13), answer="moved", on=TODAY, moved_to=MovedTo("social"))
    now = LivingPlace.objects.get(to_on__isnull=True)
    assert now.kind == "social" and [day for _, day in due(person)][0] == TODAY + 4 * WEEK


def test_it_is_answered_once(alice, lived):
    answer_check(by=alice, home_check=check_of(lived, 13), answer="still")
    with pytest.raises(HomeError, match="answered this already"):
        answer_check(by=alice, home_check=check_of(lived, 13), answer="lost", reason="rent")


def test_nobody_leaves_before_they_came(alice, lived):
    with pytest.raises(HomeError, match="before they came"):
        leave_place(by=alice, place=lived, on=lived.from_on - WEEK, because="lost")


def test_lost_without_being_asked_it_is_told(alice, person, lived):
    leave_place(by=alice, place=lived, on=TODAY, because="lost", reason="unsafe")
    assert told(person)[-1] == ("home-lost", TODAY)


def test_recorded_by_mistake_it_is_asked_of_nobody_and_answered_by_nobody(alice, person, lived):
    leave_place(by=alice, place=lived, on=TODAY, because="mistake")
    assert due(person) == [] and {answer for _, answer in checks()} == {""}


def test_a_colleague_elsewhere_may_answer_nothing(charlie, lived):
    with pytest.raises(Hidden):
        answer_check(by=charlie, home_check=check_of(lived, 13), answer="still")


def test_moved_on_without_being_asked_it_stays_as_closed_as_it_was(alice, person):
    first = record_living_place(
        by=alice, person=person, kind="private", from_on=TODAY - WEEK, sensitivity=Sensitivity.SENSITIVE
    )
    leave_place(by=alice, place=first, on=TODAY, because="moved", moved_to=MovedTo("social"))
    now = LivingPlace.objects.get(to_on__isnull=True)
    assert (now.kind, now.sensitivity) == ("social", Sensitivity.SENSITIVE)
