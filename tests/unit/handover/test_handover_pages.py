"""The pages, as a browser without JavaScript posts them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from throughgate.accounts import services as accounts
from throughgate.handover.models import Cover, HandOver, HandOverNote
from throughgate.handover.services import Handing, StandIn, arrange_cover, give_hand_overs
from throughgate.people.models import Assignment, CircleMember, CustodyMove, Person
from throughgate.programmes.asking import Asked, record_url


def day_of(name: str, on: date) -> dict[str, str]:
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


@pytest.fixture
def plan(alice, today):
    """What a manager posts for Alice's caseload."""

    def _plan(**more):
        return {**day_of("from_on", today + timedelta(days=10)), "overlap": "7", "why": "leaves"} | more

    return _plan


def url_of(worker):
    return reverse("handover:caseload", args=[worker.ref])


def test_a_caseload_is_checked_and_then_given(as_user, mona, alice, bob, caseload, plan):
    client = as_user(mona)
    assert b"Hand over a caseload" in client.get(url_of(alice)).content
    checked = client.post(url_of(alice), plan(everybody=str(bob.pk), check="1")).content.decode()
    assert "Ready: 5 people go" in checked and "5 to Bob Example" in checked
    assert not HandOver.objects.exists()
    rows = {f"to-{person.ref}": str(bob.pk) for person in caseload}
    given = client.post(url_of(alice), plan(**rows, give="1"), follow=True)
    assert "5 people are handed over from Alice Example" in given.content.decode()
    assert HandOver.objects.filter(receiver=bob).count() == 5


def test_every_problem_is_named_and_nothing_is_given(as_user, mona, alice, victor, caseload, plan):
    rows = {f"to-{person.ref}": "" for person in caseload[1:]}
    page = as_user(mona).post(url_of(alice), plan(everybody="", **rows, give="1")).content.decode()
    assert "Not yet: 5 of 5 cannot go like this" in page
    assert page.count("Nobody is chosen to take over.") == 5
    page = as_user(mona).post(url_of(alice), plan(everybody=str(victor.pk), give="1")).content.decode()
    assert page.count("Choose one of the answers offered for everybody goes to") == 2 and "Hand over 5" not in page
    assert not HandOver.objects.exists()


def test_somebody_may_stay(as_user, mona, alice, bob, caseload, plan):
    rows = {f"to-{person.ref}": str(bob.pk) for person in caseload} | {f"to-{caseload[0].ref}": "stay"}
    as_user(mona).post(url_of(alice), plan(**rows, give="1"))
    assert set(HandOver.objects.values_list("person", flat=True)) == {person.pk for person in caseload[1:]}


def test_if_everybody_stays_it_says_so(as_user, mona, alice, caseload, plan):
    rows = {f"to-{person.ref}": "stay" for person in caseload}
    assert "Everybody stays" in as_user(mona).post(url_of(alice), plan(**rows, give="1")).content.decode()


def test_one_person_is_handed_over_from_their_page(as_user, mona, alice, bob, person, caseload, plan):
    page = as_user(mona).get(reverse("handover:person", args=[person.ref])).content.decode()
    link = f"{url_of(alice)}?person={person.ref}"
    assert link in page
    answer = as_user(mona).post(link, plan(**{f"to-{person.ref}": str(bob.pk)}, give="1"))
    assert answer["Location"] == reverse("handover:hand_over", args=[HandOver.objects.get().ref])


def test_a_day_that_was_is_refused_with_what_to_do(as_user, mona, alice, bob, caseload, plan, today):
    page = as_user(mona).post(url_of(alice), plan(**day_of("from_on", today - timedelta(days=1)))).content.decode()
    assert "The day of change must be today or later." in page


def test_the_receiver_reads_tells_and_meets(as_user, give, alice, bob, person, today):
    row = give(days=0)
    client = as_user(bob)
    page = client.get(reverse("handover:hand_over", args=[row.ref])).content.decode()
    assert "I have read this" in page and page.index("Restrictions: read these first") < page.index("Their story")
    client.post(reverse("handover:acknowledge", args=[row.ref]))
    words = client.get(reverse("handover:tell", args=[row.ref])).content.decode()
    assert "Bob Example will be your caseworker." in words
    told = {**day_of("on", today), "how": "face", "words": "Fine by me", "sensitivity": "standard"}
    client.post(reverse("handover:tell", args=[row.ref]), told)
    client.post(reverse("handover:met", args=[row.ref]), day_of("on", today))
    row.refresh_from_db()
    assert row.acknowledged_at and row.told_on == today == row.met_on
    assert "Fine by me" in client.get(reverse("handover:hand_over", args=[row.ref])).content.decode()


def test_a_day_before_it_was_written_is_refused_with_words(as_user, give, bob, today):
    row, client = give(days=0), as_user(bob)
    before = day_of("on", today - timedelta(days=3))
    for name, said in (("tell", {"how": "face", "sensitivity": "standard"}), ("met", {})):
        page = client.post(reverse(f"handover:{name}", args=[row.ref]), before | said).content.decode()
        assert "when this hand-over was written" in page
    row.refresh_from_db()
    assert row.told_on is None is row.met_on


def test_the_giver_writes_before_it_is_given(as_user, alice, person, mona, give):
    page = as_user(alice).post(
        reverse("handover:write", args=[person.ref]), {"works": "Tea first", "sensitivity": "standard"}, follow=True
    )
    assert "Tea first" in page.content.decode()
    assert "Begun, and to be given" in as_user(mona).get(reverse("handover:board")).content.decode()
    row = give()
    assert HandOverNote.objects.get().hand_over == row


def test_nothing_written_says_what_to_do(as_user, alice, person):
    page = as_user(alice).post(reverse("handover:write", args=[person.ref]), {"sensitivity": "standard"})
    assert "Write something in at least one of the boxes" in page.content.decode()


def test_a_note_closed_to_a_reader_is_not_hinted_at(as_user, alice, bob, give):
    row = give(days=10, overlap=0)
    as_user(alice).post(
        reverse("handover:add", args=[row.ref]), {"works": "Only for those near", "sensitivity": "sensitive"}
    )
    page = as_user(bob).get(reverse("handover:hand_over", args=[row.ref])).content.decode()
    assert "Only for those near" not in page and "Sensitive" not in page and "words</h2>" not in page


def test_the_letter_is_plain(as_user, alice, give):
    page = as_user(alice).get(reverse("handover:letter", args=[give().ref])).content.decode()
    assert "Dear Jo," in page and "Alice is leaving us." in page
    assert "<title>Letter – Throughgate</title>" in page


def test_taken_back(as_user, mona, give, person):
    row = give()
    as_user(mona).post(reverse("handover:take_back", args=[row.ref]), {"because": "She stays"})
    page = as_user(mona).get(reverse("handover:hand_over", args=[row.ref])).content.decode()
    assert "Taken back" in page and "She stays" in page and "What happens now" not in page


def test_cover_is_arranged_completed_and_ended(as_user, mona, alice, bob, caseload, today):
    client = as_user(mona)
    said = {**day_of("from_on", today), **day_of("to_on", today + timedelta(days=6)), "why": "leave"}
    rows = {f"by-{person.ref}": str(bob.pk) for person in caseload[:2]} | {
        f"by-{person.ref}": "stay" for person in caseload[2:]
    }
    page = client.post(reverse("handover:away", args=[alice.ref]), said | rows, follow=True).content.decode()
    assert "3 people" in page
    cover = Cover.objects.get()
    page = client.post(reverse("handover:cover", args=[cover.ref]), {"everybody": str(bob.pk)}, follow=True)
    assert "Not covered" not in page.content.decode()
    assert Assignment.objects.filter(worker=bob, covers=alice).count() == 5
    client.post(reverse("handover:end_cover", args=[cover.ref]))
    assert not Assignment.objects.filter(worker=bob, covers=alice).exists()


def test_the_board_shows_what_could_let_somebody_fall(as_user, mona, alice, bob, give, person, caseload, today):
    nobody = Person.objects.create(given_name="Nobody", family_name="Yet", site=person.site, created_by=mona)
    give()
    arrange_cover(by=mona, worker=alice, from_on=today, to_on=today + timedelta(days=3), stand_ins=[])
    page = as_user(mona).get(reverse("handover:board")).content.decode()
    for words in (
        nobody.name,
        "Given and not read yet",
        "6 of 6 without anybody standing in",
        "5 people are still theirs",
    ):
        assert words in page


def test_a_worker_sees_what_is_theirs(as_user, bob, charlie, give, person):
    give()
    assert person.name in as_user(bob).get(reverse("handover:board")).content.decode()
    assert person.name not in as_user(charlie).get(reverse("handover:board")).content.decode()


def test_an_account_that_closes_leaves_hand_overs_to_give(as_user, ada, mona, alice, carols):
    accounts.close_account(by=ada, account=alice)
    row = HandOver.objects.get()
    assert (row.person, row.giver, row.why, row.given_at) == (carols, alice, "leaves", None)
    page = as_user(mona).get(reverse("handover:board")).content.decode()
    assert "Their account is closed." in page and "1 person is still theirs." in page


def test_an_account_with_nobody_leaves_nothing(ada, bob):
    accounts.close_account(by=ada, account=bob)
    assert not HandOver.objects.exists()


def queries(client, url) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def more_people(send, alice, count):
    for n in range(count):
        person = Person.objects.create(given_name=f"Kim{n}", family_name="Oak", site=send, created_by=alice)
        Assignment.objects.create(
            person=person, worker=alice, role="caseworker", from_on=date(2026, 2, 2), added_by=alice
        )
        CustodyMove.objects.create(person=person, kind="received", on=date(2026, 1, 1), site=send, added_by=alice)
        CustodyMove.objects.create(person=person, kind="released", on=date(2026, 6, 1), added_by=alice)
        yield person


def test_queries_do_not_grow(as_user, mona, alice, bob, send, person, today):
    arrange_cover(
        by=mona, worker=alice, from_on=today, to_on=today + timedelta(days=3), stand_ins=[StandIn(person, bob)]
    )

    def give(people):
        about = [Handing(one, bob) for one in people]
        give_hand_overs(by=mona, giver=alice, handings=about, why="leaves", from_on=today + timedelta(days=9))

    give([next(more_people(send, alice, 1))])
    client = as_user(mona)
    pages = [
        reverse("handover:board"),
        reverse("handover:continuity"),
        url_of(alice),
        reverse("handover:away", args=[alice.ref]),
        reverse("handover:cover", args=[Cover.objects.get().ref]),
        reverse("handover:person", args=[person.ref]),
    ]
    before = [queries(client, url) for url in pages]
    give(list(more_people(send, alice, 8)))
    list(more_people(send, alice, 5))
    for n in range(3):
        CircleMember.objects.create(person=person, kind="friend", name=f"F{n}", from_on=today, added_by=alice)
    assert [queries(client, url) for url in pages] == before


def test_continuity_is_said_with_how_many_stand_behind_it(as_user, mona, alice, send, today):
    list(more_people(send, alice, 4))
    page = as_user(mona).get(reverse("handover:continuity")).content.decode()
    assert "4 of 4" in page and "%" not in page.split("By quarter")[1]
    list(more_people(send, alice, 2))
    page = as_user(mona).get(reverse("handover:continuity")).content.decode()
    assert "6 of 6 (100%)" in page


def test_whoever_only_stood_in_is_not_somebody_they_knew(as_user, mona, alice, bob, send):
    (person,) = more_people(send, alice, 1)
    Assignment.objects.filter(person=person).update(covers=bob, to_on=date(2026, 12, 1))
    page = as_user(mona).get(reverse("handover:continuity")).content.decode()
    assert "1 who had no worker before release" in page


def test_the_link_of_today_leads_to_the_hand_over(as_user, bob, give):
    row = give(days=0)
    answer = as_user(bob).get(reverse("handover:promise", args=[row.promise_read.ref]))
    assert answer["Location"] == reverse("handover:hand_over", args=[row.ref])


def test_who_cannot_take_anybody_is_not_offered_for_everybody(as_user, mona, alice, carol, caseload, plan):
    page = as_user(mona).get(url_of(alice)).content.decode()
    assert "Carol Example" not in page
    page = as_user(mona).post(url_of(alice), plan(everybody=str(carol.pk))).content.decode()
    assert page.count("Choose one of the answers offered") <= 2 and "robin" not in page


def test_who_cannot_take_some_is_said_beside_these_once(as_user, mona, alice, bob, carol, caseload, plan):
    caseload[0].assignments.update(role="family_practitioner")
    page = as_user(mona).post(url_of(alice), plan(everybody=str(carol.pk), check="1")).content.decode()
    assert page.count("Carol Example cannot be a caseworker") == 4 and "Choose again" not in page


def test_a_receiver_on_leave_is_said_before_it_is_given(as_user, mona, alice, bob, caseload, plan, today):
    arrange_cover(by=mona, worker=bob, from_on=today + timedelta(days=9), to_on=today + timedelta(days=20))
    page = as_user(mona).post(url_of(alice), plan(everybody=str(bob.pk), check="1")).content.decode()
    assert "Bob Example is away from 29 November 2026 to 10 December 2026" in page and "Hand over 5 people" in page


def test_what_is_to_be_known_stands_above_the_button_once(as_user, mona, alice, bob, caseload, plan, today):
    arrange_cover(by=mona, worker=bob, from_on=today + timedelta(days=9), to_on=today + timedelta(days=20))
    page = as_user(mona).post(url_of(alice), plan(everybody=str(bob.pk), check="1")).content.decode()
    above = page[: page.index("Hand over 5 people")]
    assert above.count("Bob Example is away from 29 November 2026 to 10 December 2026") == 1
    assert "(5 people)" in above


def test_a_list_that_is_longer_than_the_board_shows_leads_to_all_of_it(as_user, give, mona, send, alice, monkeypatch):
    monkeypatch.setattr("throughgate.handover.selectors.board.SHOWN", 2)
    monkeypatch.setattr("throughgate.handover.views.board.PER_PAGE", 2)
    for one in more_people(send, alice, 3):
        give(person=one)
    client, url = as_user(mona), reverse("handover:board")
    assert '<a class="govuk-link" href="?list=read">See all 3</a>' in client.get(url).content.decode()
    pages = [client.get(url, {"list": "read", "page": number}) for number in (1, 2)]
    assert [len(one.context["page_obj"].object_list) for one in pages] == [2, 1]
    assert client.get(url, {"list": "written"}).context["page_obj"].paginator.count == 0


def test_what_a_programme_asked_for_goes_along_to_the_form_of_what_was_done_by_hand(as_user, alice, person):
    asked = Asked("If the mentor has to change", ("handover",), subject="change-of-mentor")
    page = as_user(alice).get(record_url(person, asked, "ABCD2345")).text
    link = f"{reverse('casework:done')}?person={person.ref}&kind=handover&subject=change-of-mentor&enrolment=ABCD2345"
    assert escape(link) in page


def test_without_a_line_of_a_programme_it_is_a_hand_over_of_any_kind(as_user, alice, person):
    page = as_user(alice).get(reverse("handover:person", args=[person.ref])).text
    assert escape(f"{reverse('casework:done')}?person={person.ref}&kind=handover") + '"' in page
