"""The pages of homes: the person's, the directory, what waits, and what is counted."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.sharing import may_ask_for_homes
from tests.unit.release.home.homes import RELEASE, TODAY, due, said
from throughgate.access.policy import Sensitivity
from throughgate.people.models import Assignment, CustodyDate, CustodyMove, Person
from throughgate.people.services.restrictions import add_restriction
from throughgate.release.models import HomeApplication, LivingPlace
from throughgate.release.rules.home import HomeError
from throughgate.release.selectors.home import home_of, home_standings, nowhere_to_go
from throughgate.release.selectors.homes_kept import homes_kept
from throughgate.release.services.home import apply_for_home, arrange_home, take_step
from throughgate.release.services.living import answer_check, leave_place, record_living_place

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def leaving(alice, send):
    """Somebody on Alice's caseload, in custody, released on that day."""

    def _leaving(name: str, on=RELEASE) -> Person:
        one = Person.objects.create(given_name=name, family_name="Marsh", site=send, created_by=alice)
        Assignment.objects.create(person=one, worker=alice, role="caseworker", from_on=TODAY - WEEK, added_by=alice)
        CustodyMove.objects.create(person=one, kind="received", on=TODAY - 9 * WEEK, site=send, added_by=alice)
        CustodyDate.objects.create(person=one, kind="crd", on=on, source="OMU", noted_by=alice)
        return one

    return _leaving


def page(client, name, **kwargs):
    return client.get(reverse(f"release:{name}", kwargs=kwargs)).content.decode()


def posted(client, name, data, query="", **kwargs):
    return client.post(reverse(f"release:{name}", kwargs=kwargs) + query, data)


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


# -- the person's page ----------------------------------------------------------------------------------------------


def test_the_page_says_what_is_next(as_user, alice, person, asked):
    html = page(as_user(alice), "home", ref=person.ref)
    assert "Chase the answer from Elm House" in html and "in 7 days" in html and 'aria-current="step"' in html


def test_without_anything_it_says_what_to_do(as_user, alice, person):
    html = page(as_user(alice), "home", ref=person.ref)
    assert "Nothing is asked for" in html and "No home yet" in html and "Look for a place" in html


def test_the_address_is_for_their_own_workers_and_managers(as_user, alice, bob, mona, person):
    arrange_home(by=alice, person=person, kind="family", from_on=RELEASE, address="9 Hill Rise")
    seen = {who: "9 Hill Rise" in page(as_user(who), "home", ref=person.ref) for who in (alice, bob, mona)}
    assert seen == {alice: True, bob: False, mona: True}


def test_what_is_sensitive_is_not_on_a_colleagues_page(as_user, alice, bob, person, elm):
    apply_for_home(by=alice, person=person, provider=elm, said=said(), sensitivity=Sensitivity.SENSITIVE)
    html = page(as_user(bob), "home", ref=person.ref)
    assert "Elm House" not in html and "Asked for a place" in html


def test_asked_from_the_directory(as_user, alice, person, elm):
    client = as_user(alice)
    assert f"provider={elm.ref}" in client.get(reverse("release:homes"), {"for": person.ref}).content.decode()
    answer = posted(
        client,
        "apply_for_home",
        {"state": "sent", "on": TODAY.isoformat(), "level": "standard", **day("wanted_on", RELEASE)},
        f"?provider={elm.ref}",
        ref=person.ref,
    )
    row = HomeApplication.objects.get()
    assert answer["Location"] == reverse("release:home_application", kwargs={"ref": row.ref})
    assert row.wanted_on == RELEASE


def test_a_viewing_names_its_day_and_hour(as_user, alice, person, asked):
    client = as_user(alice)
    assert "Enter the day" in posted(client, "home_step", {}, ref=asked.ref, state="viewing").content.decode()
    posted(client, "home_step", {**day("day", TODAY + WEEK), "at": "14:00"}, ref=asked.ref, state="viewing")
    assert due(person) == [("View the room: Elm House at 14:00", TODAY + WEEK)]


def test_a_step_that_cannot_be_leads_back(as_user, alice, asked):
    answer = as_user(alice).get(reverse("release:home_step", kwargs={"ref": asked.ref, "state": "arrived"}))
    assert answer.status_code == 302
    lost = as_user(alice).get(reverse("release:home_step", kwargs={"ref": asked.ref, "state": "lost"}))
    assert lost.status_code == 404


def test_a_restriction_is_shown_and_only_a_manager_is_asked_why(as_user, alice, mona, person, asked):
    add_restriction(by=alice, person=person, kind="licence_place", source="licence", from_on=TODAY, town="Guildford")
    said_day = day("day", TODAY + WEEK)
    mine = posted(as_user(alice), "home_step", said_day, ref=asked.ref, state="viewing").content.decode()
    theirs = posted(as_user(mona), "home_step", said_day, ref=asked.ref, state="viewing").content.decode()
    assert "Nothing was saved" in mine and 'name="override"' not in mine and 'name="override"' in theirs


def test_what_is_due_leads_to_its_page(as_user, alice, person, asked):
    where = reverse("release:home_promised", kwargs={"ref": HomeApplication.objects.get().promise.ref})
    assert as_user(alice).get(where)["Location"].endswith(f"{asked.ref}/")
    place = record_living_place(by=alice, person=person, kind="private", from_on=TODAY)
    first = place.checks.get(weeks=4)
    assert as_user(alice).get(reverse("release:home_promised", kwargs={"ref": first.promise.ref}))[
        "Location"
    ] == reverse("release:home_check", kwargs={"ref": first.ref})


def test_one_tap_says_that_they_are_still_there(as_user, alice, person):
    place = record_living_place(by=alice, person=person, kind="private", from_on=TODAY - 4 * WEEK)
    check = place.checks.get(weeks=4)
    assert posted(as_user(alice), "home_check", {"answer": "still"}, ref=check.ref).status_code == 302
    assert place.checks.get(weeks=4).answer == "still"


def test_lost_asks_why_and_moved_asks_where_to(as_user, alice, person):
    place = record_living_place(by=alice, person=person, kind="private", from_on=TODAY - 4 * WEEK)
    ref, client = place.checks.get(weeks=4).ref, as_user(alice)
    lost = posted(client, "home_check", {"answer": "lost", **day("on", TODAY)}, ref=ref)
    moved = posted(client, "home_check", {"answer": "moved", **day("on", TODAY)}, ref=ref)
    assert b"Choose why" in lost.content and b"Choose where they live now" in moved.content
    posted(client, "home_check", {"answer": "moved", "moved_to": "social", **day("on", TODAY)}, ref=ref)
    assert [one.kind for one in LivingPlace.objects.filter(to_on__isnull=True)] == ["social"]


def test_what_happened_may_be_explained_by_whoever_records_it(as_user, alice, person):
    terms = {"kind": "licence_place", "source": "licence", "from_on": TODAY, "town": "Guildford"}
    add_restriction(by=alice, person=person, **terms)
    said = {"kind": "private", "address": "4 Station Road, Guildford", "level": "standard", **day("from_on", TODAY)}
    page = posted(as_user(alice), "record_living_place", said, ref=person.ref).content.decode()
    assert 'name="override"' in page, page.split("<main")[1]
    said["override"] = "Probation knows, and looks at the zone"
    assert posted(as_user(alice), "record_living_place", said, ref=person.ref).status_code == 302


def test_where_they_live_now_may_be_nowhere(as_user, alice, person):
    posted(
        as_user(alice),
        "record_living_place",
        {"kind": "none", "level": "standard", **day("from_on", TODAY)},
        ref=person.ref,
    )
    assert home_of(person, TODAY).kind == "none"


# -- who has nowhere to go ------------------------------------------------------------------------------------------


def test_nobody_is_released_to_nowhere_unseen(leaving, alice, mona, elm):
    soon, late, housed = leaving("Soon"), leaving("Late", TODAY + 5 * WEEK), leaving("Housed")
    arrange_home(by=alice, person=housed, kind="family", from_on=RELEASE)
    assert [one.person for one in nowhere_to_go(mona, TODAY)] == [soon]
    found = home_standings(mona, [soon, late, housed], TODAY)
    assert [found[one.pk].is_secured for one in (soon, late, housed)] == [False, False, True]


def test_who_was_released_without_a_home_stays_in_sight(leaving, alice, mona):
    out = leaving("Out", TODAY - WEEK)
    CustodyMove.objects.create(person=out, kind="released", on=TODAY - WEEK, added_by=alice)
    record_living_place(by=alice, person=out, kind="street", from_on=TODAY - WEEK)
    (found,) = nowhere_to_go(mona, TODAY)
    assert (found.home.words, found.on) == ("No fixed abode", TODAY - WEEK)
    record_living_place(by=alice, person=out, kind="social", from_on=TODAY)
    assert nowhere_to_go(mona, TODAY) == []


@pytest.fixture
def long_out(leaving, alice):
    """Out for eight weeks, on the street, and still on Alice's caseload."""
    one = leaving("Long", TODAY - 8 * WEEK)
    CustodyMove.objects.create(person=one, kind="released", on=TODAY - 8 * WEEK, added_by=alice)
    record_living_place(by=alice, person=one, kind="street", from_on=TODAY - 8 * WEEK)
    return one


def test_without_a_roof_they_stay_in_sight_after_four_weeks(long_out, mona, alice):
    assert [(one.person, one.home.words) for one in nowhere_to_go(mona, TODAY)] == [(long_out, "No fixed abode")]
    record_living_place(by=alice, person=long_out, kind="shelter", from_on=TODAY - WEEK)
    assert [one.person for one in nowhere_to_go(mona, TODAY)] == [long_out]
    record_living_place(by=alice, person=long_out, kind="social", from_on=TODAY)
    assert nowhere_to_go(mona, TODAY) == []


def test_a_home_that_was_lost_brings_them_back(long_out, mona, alice):
    place = record_living_place(by=alice, person=long_out, kind="social", from_on=TODAY - 6 * WEEK)
    leave_place(by=alice, place=place, on=TODAY, because="lost", reason="rent")
    assert [one.home.words for one in nowhere_to_go(mona, TODAY)] == ["No home known"]


def test_nobody_is_looked_for_who_is_not_worked_with_any_more(long_out, mona):
    Assignment.objects.filter(person=long_out).update(to_on=TODAY - WEEK, from_on=TODAY - 20 * WEEK)
    assert nowhere_to_go(mona, TODAY) == []


def test_a_sensitive_home_counts_for_whoever_may_not_read_it(leaving, alice, bob):
    one = leaving("Safe")
    arrange_home(by=alice, person=one, kind="private", from_on=RELEASE, sensitivity=Sensitivity.SENSITIVE)
    assert home_standings(bob, [one], TODAY)[one.pk].is_secured


def test_elsewhere_nobody_learns_of_them(leaving, charlie):
    leaving("Soon")
    assert nowhere_to_go(charlie, TODAY) == []


def test_it_stands_on_the_managers_today(as_user, leaving, mona, alice):
    leaving("Soon")
    words = "Nowhere to go at release"
    assert words in as_user(mona).get("/").content.decode() and words not in as_user(alice).get("/").content.decode()


def test_whoever_is_still_to_come_stands_first_and_none_of_them_is_cut(as_user, leaving, mona, alice):
    for number in range(14):
        out = leaving(f"Out{number}", TODAY - WEEK)
        CustodyMove.objects.create(person=out, kind="released", on=TODAY - WEEK, added_by=alice)
    coming = [leaving("Soon", TODAY + timedelta(days=number)) for number in range(14, 0, -1)]
    assert [one.person for one in nowhere_to_go(mona, TODAY)][:14] == coming[::-1]
    nowhere = as_user(mona).get("/").context["nowhere"]
    assert (len(nowhere["first"]), nowhere["to_come"], nowhere["out"], nowhere["is_cut"]) == (7, 14, 14, True)
    assert len(nowhere["first"]) + len(nowhere["rest"]) == 14  # none of them is cut; a week ahead, none is folded away


def test_a_viewing_after_the_release_is_warned_of(as_user, leaving, alice, elm):
    one = leaving("Soon", TODAY + timedelta(days=2))
    may_ask_for_homes(alice, one)
    asked = apply_for_home(by=alice, person=one, provider=elm, said=said())
    take_step(by=alice, application=asked, said=said("viewing", day=TODAY + WEEK))
    client = as_user(alice)
    for words in (page(client, "home", ref=one.ref), page(client, "home_application", ref=asked.ref)):
        assert "The viewing is after the release" in words
    assert "The viewing is after the release" in page(client, "ready", ref=one.ref)
    assert "The viewing is after the release" in page(client, "home_applications")
    assert "Your first nights" in page(client, "ready_sheet", ref=one.ref)


def test_a_viewing_before_the_release_is_nothing_to_worry_them_with(as_user, leaving, alice, elm):
    one = leaving("Soon", TODAY + 2 * WEEK)
    may_ask_for_homes(alice, one)
    asked = apply_for_home(by=alice, person=one, provider=elm, said=said())
    take_step(by=alice, application=asked, said=said("viewing", day=TODAY + WEEK))
    client = as_user(alice)
    assert "The viewing is after the release" not in page(client, "home_applications")
    assert "Your first nights" not in page(client, "ready_sheet", ref=one.ref)


def test_what_is_asked_for_is_paged_and_nothing_is_left_out(as_user, leaving, alice, elm, monkeypatch):
    monkeypatch.setattr("throughgate.release.selectors.home.PER_PAGE", 2)
    for name in ("Ann", "Bea", "Cat"):
        one = leaving(name)
        may_ask_for_homes(alice, one)
        apply_for_home(by=alice, person=one, provider=elm, said=said())
    client, url = as_user(alice), reverse("release:home_applications")
    pages = [client.get(url, {"scope": "me", "page": number}).content.decode() for number in (1, 2)]
    assert "3 asked for" in pages[0] and "?scope=me&amp;page=2" in pages[0]
    links = [set(re.findall(r"/homes/asked/([^/]+)/", text)) for text in pages]
    assert [len(one) for one in links] == [2, 1] and not links[0] & links[1]


def test_a_home_is_not_arranged_for_another_century(leaving, alice):
    for on in (date(1850, 1, 1), date(9999, 1, 1)):
        with pytest.raises(HomeError, match="year"):
            arrange_home(by=alice, person=leaving("Soon"), kind="family", from_on=on)


def count(run):
    with CaptureQueriesContext(connection) as queries:
        run()
    return len(queries)


def test_queries_stay_the_same_as_people_grow(as_user, leaving, alice, mona, elm):
    client, url = as_user(mona), reverse("release:home_applications")

    def grow(names):
        for name in names:
            one = leaving(name)
            may_ask_for_homes(alice, one)
            apply_for_home(by=alice, person=one, provider=elm, said=said())

    nowhere_to_go(mona, TODAY)  # who reaches whom is read once
    grow("AB")
    few = count(lambda: nowhere_to_go(mona, TODAY)), count(lambda: client.get(url))
    grow("CDEFGHIJKLM")
    assert (count(lambda: nowhere_to_go(mona, TODAY)), count(lambda: client.get(url))) == few
    assert few[0] <= 7 and few[1] <= 19


# -- homes kept -----------------------------------------------------------------------------------------------------


def test_homes_kept_are_counted_with_what_is_not_known(leaving, alice, mona, as_user):
    for name, answer in (("A", "still"), ("B", "lost"), ("C", "")):
        person = leaving(name, TODAY - 5 * WEEK)
        CustodyMove.objects.create(person=person, kind="released", on=TODAY - 5 * WEEK, added_by=alice)
        place = record_living_place(by=alice, person=person, kind="private", from_on=TODAY - 5 * WEEK)
        if answer:
            reason = {"reason": "rent"} if answer == "lost" else {}
            answer_check(by=alice, home_check=place.checks.get(weeks=4), answer=answer, **reason)
    (site,) = homes_kept(mona, TODAY - 52 * WEEK, TODAY)
    # B lost it after the fourth week, so it held for four.
    assert (site.after[4].due, site.after[4].kept, site.after[4].missing) == (3, 2, 1)
    assert "2 of 3" in page(as_user(mona), "homes_kept")
