import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.people.models import Assignment, CustodyDate, Person
from throughgate.people.services import note_date, record_move
from throughgate.release.models import Basic
from throughgate.release.rules.basics import Said
from throughgate.release.services.basics import open_basics, record_step

pytestmark = pytest.mark.usefixtures("friday")
WEEK = timedelta(weeks=1)


@pytest.fixture
def leaving(person, alice, send, today):
    record_move(by=alice, person=person, kind="received", on=today - 40 * WEEK, site=send)
    note_date(by=alice, person=person, kind="crd", on=today + 5 * WEEK, source="OMU")
    return person


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def url(name, person, code=""):
    return reverse(f"release:{name}", kwargs={"ref": person.ref} | ({"code": code} if code else {}))


def text(response):
    return " ".join(response.content.decode().split())


def state(person, code):
    return Basic.objects.get(person=person, code=code).steps.last().state


def test_the_page_says_what_is_next_and_offers_one_tap(as_alice, leaving):
    page = text(as_alice.get(url("ready", leaving)))
    assert "0 of 8 in hand" in page and "Apply for a bank account" in page
    assert "Start getting ready" not in page


def test_as_many_queries_for_eight_as_for_one(as_alice, leaving):
    with CaptureQueriesContext(connection) as eight:
        as_alice.get(url("ready", leaving))
    Basic.objects.exclude(code="bank-account").delete()
    with CaptureQueriesContext(connection) as one:
        as_alice.get(url("ready", leaving))
    assert len(one) == len(eight)


def test_one_tap_notes_it_of_today_and_can_be_taken_back(as_alice, leaving, today):
    page = as_alice.post(url("step", leaving, "bank-account"), {"to": "pending", "quick": "1"}, follow=True)
    assert "Bank account: applied for." in text(page) and "Undo" in text(page)
    assert Basic.objects.get(person=leaving, code="bank-account").steps.get().on == today
    as_alice.post(url("undo_step", leaving, "bank-account"))
    assert state(leaving, "bank-account") == "to-start"


def test_a_small_form_stands_where_something_must_be_said(as_alice, leaving):
    page = as_alice.post(url("step", leaving, "id-documents"), {"to": "pending", "quick": "1"})
    assert "Which document?" in text(page) and not leaving.basics.get(code="id-documents").steps.exists()


def test_the_small_form_notes_cost_and_who_pays(as_alice, leaving, today):
    said = {
        "to": "pending",
        "on": today.isoformat(),
        "document": "passport",
        "cost": "94.50",
        "paid_by": "us",
        "priority": "on",
        "level": "standard",
    }
    assert as_alice.post(url("step", leaving, "id-documents"), said).status_code == 302
    page = text(as_alice.get(url("basic", leaving, "id-documents")))
    assert "Passport. Sent as urgent. £94.50 paid by us" in page


def test_once_in_hand_no_green_button_says_that_it_was_sent_back(as_alice, leaving, alice, today):
    record_step(by=alice, person=leaving, code="benefits", to="in-hand", on=today)
    page = text(as_alice.get(url("basic", leaving, "benefits")))
    assert "It was sent back or refused" in page and "tg-taps__main" not in page


def test_an_error_stays_on_the_form(as_alice, leaving, today):
    page = as_alice.post(url("step", leaving, "phone"), {"to": "not-needed", "on": today.isoformat()})
    assert page.status_code == 200 and "Choose why" in text(page)


def test_a_wrong_step_is_corrected_with_a_reason(as_alice, leaving, alice, today):
    record_step(by=alice, person=leaving, code="phone", to="in-hand", on=today)
    assert "Where does it really stand?" in text(as_alice.get(url("correct_basic", leaving, "phone")))
    said = {"to": "pending", "on": today.isoformat(), "because": "It was another person’s", "level": "standard"}
    as_alice.post(url("correct_basic", leaving, "phone"), said)
    assert state(leaving, "phone") == "pending"
    assert "Corrected: It was another person’s" in text(as_alice.get(url("basic", leaving, "phone")))


def test_the_conversation_leads_to_the_form_of_a_contact(as_alice, leaving):
    page = as_alice.get(url("step", leaving, "partner-conversation") + "?to=in-hand")
    assert page.status_code == 302 and "kind=partner-conversation" in page["Location"]


def test_the_sheet_is_in_plain_words_and_leaves_out_what_is_closed(as_alice, leaving, alice, today):
    record_step(by=alice, person=leaving, code="gp-and-prescription", to="pending", on=today, sensitivity="sensitive")
    page = text(as_alice.get(url("ready_sheet", leaving)))
    assert "An account of your own" in page and not re.search(r"\bGP\b", page)


def test_begin_by_hand(as_alice, person):
    assert "Start getting ready" in text(as_alice.get(url("ready", person)))
    as_alice.post(url("begin", person))
    assert person.basics.count() == 8


def test_what_is_due_leads_to_its_page(as_alice, leaving):
    row = leaving.basics.get(code="clothes")
    page = as_alice.get(reverse("release:basic_promised", kwargs={"ref": row.promise.ref}))
    assert page["Location"] == url("basic", leaving, "clothes")


def test_a_programme_leads_here_though_nothing_was_opened(as_alice, person):
    assert "It is not begun for this release" in text(as_alice.get(url("basic", person, "benefits")))
    assert as_alice.get(url("basic", person, "dowry")).status_code == 404


def test_what_is_closed_to_a_colleague_is_hidden(client, bob, alice, leaving, today):
    record_step(by=alice, person=leaving, code="phone", to="pending", on=today, sensitivity="sensitive")
    client.force_login(bob)
    assert client.get(url("basic", leaving, "phone")).status_code == 404
    assert "0 of 7 in hand" in text(client.get(url("ready", leaving)))


def board(client, **asked):
    return client.get(reverse("release:board"), asked)


def test_the_board_shows_the_week_and_what_stands_in_the_way(as_alice, leaving, alice, today):
    record_step(by=alice, person=leaving, code="phone", to="in-hand", on=today)
    page = board(as_alice)
    assert "Jo Vale" in text(page) and "1 of 8 in hand" in text(page)
    assert [week["total"] for week in page.context["strip"]].count(1) == 1
    chips = page.context["weeks"][0]["rows"][0]["open_chips"]
    done = page.context["weeks"][0]["rows"][0]["done_chips"]
    assert chips[0]["short"] == "Home" and [one["short"] for one in done] == ["Phone"]


def test_what_must_begin_this_week_stands_on_top(as_alice, leaving):
    titles = [row["title"] for row in board(as_alice).context["must_start"]]
    assert "Apply for a bank account" not in titles  # told today: due on Monday
    note = CustodyDate.objects.get(person=leaving)
    CustodyDate.objects.filter(pk=note.pk).update(noted_at=note.noted_at - 9 * WEEK)
    Basic.objects.filter(person=leaving).update(opened_on=note.noted_at - 9 * WEEK)
    titles = [row["title"] for row in board(as_alice).context["must_start"]]
    assert "Apply for a bank account" in titles and "See to a phone and a SIM card" not in titles


@pytest.mark.parametrize("weeks", [1, 30])
def test_whose_day_has_passed_without_a_release_stands_out(as_alice, person, alice, send, today, weeks):
    record_move(by=alice, person=person, kind="received", on=today - 40 * WEEK, site=send)
    note_date(by=alice, person=person, kind="crd", on=today - weeks * WEEK, source="OMU")
    page = board(as_alice)
    assert [row["title"] for row in page.context["past"]] == ["Jo Vale"] and not page.context["weeks"]
    record_move(by=alice, person=person, kind="released", on=today)
    assert not board(as_alice).context["past"]


def test_a_later_day_that_is_shown_ends_an_earlier_one_that_passed(as_alice, leaving, alice, today):
    note_date(by=alice, person=leaving, kind="crd", on=today - 9 * WEEK, source="OMU", reason="Told anew")
    assert [row["title"] for row in board(as_alice).context["past"]] == ["Jo Vale"]
    note_date(by=alice, person=leaving, kind="confirmed_release", on=today + 2 * WEEK, source="OMU")
    page = board(as_alice)
    assert not page.context["past"] and page.context["total"] == 1


def people_leaving(alice, send, today, number):
    people = [
        Person.objects.create(given_name=f"Robin{n}", family_name="Ash", site=send, created_by=alice)
        for n in range(number)
    ]
    for n, one in enumerate(people):
        Assignment.objects.create(person=one, worker=alice, role="caseworker", from_on=today, added_by=alice)
        CustodyDate.objects.create(
            person=one, kind="crd", on=today + timedelta(days=n % 80), source="OMU", noted_by=alice
        )
    return people


def test_several_are_begun_in_one_tap(as_alice, alice, send, today):
    people = people_leaving(alice, send, today, 3)
    assert len(board(as_alice).context["unopened"]) == 3
    as_alice.post(reverse("release:begin_many"), {"person": [one.ref for one in people[:2]]})
    assert Basic.objects.values("person").distinct().count() == 2


def test_nobody_elsewhere_can_be_begun_with(as_alice, alice, send, downview, today):
    one = people_leaving(alice, send, today, 1)[0]
    Assignment.objects.all().delete()
    Person.objects.filter(pk=one.pk).update(site=downview)
    assert as_alice.post(reverse("release:begin_many"), {"person": [one.ref]}).status_code == 404


def test_the_board_costs_the_same_for_many(as_alice, alice, send, today):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert board(as_alice).status_code == 200
        return len(seen)

    people = people_leaving(alice, send, today, 30)
    for one in people[:4]:
        open_basics(by=alice, person=one)
    cost()
    few = cost()
    for one in people[4:]:
        open_basics(by=alice, person=one)
        record_step(by=alice, person=one, code="id-documents", to="pending", on=today, said=Said(document="other"))
    assert cost() <= few


def test_a_volunteer_sees_their_own_on_the_board(client, victor, leaving):
    client.force_login(victor)
    assert "Jo Vale" not in text(board(client))
    Assignment.objects.create(
        person=leaving, worker=victor, role="mentor", from_on=leaving.moves.first().on, added_by=victor
    )
    assert "Jo Vale" in text(board(client))


def test_who_sees_no_people_has_no_board(client, eve):
    client.force_login(eve)
    assert board(client).status_code == 403


@pytest.mark.parametrize(
    ("typed", "pence"), [("£88.50", 8850), ("1,250", 125_000), (" £ 40 ", 4000), ("0", 0), ("", None)]
)
def test_an_amount_is_taken_as_people_write_it(as_alice, leaving, today, typed, pence):
    said = {"to": "pending", "on": today.isoformat(), "document": "passport", "cost": typed, "level": "standard"}
    as_alice.post(url("step", leaving, "id-documents"), said)
    assert Basic.objects.get(person=leaving, code="id-documents").steps.get().cost_pence == pence


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-5", "The amount cannot be below £0"),
        ("10001", "The amount cannot be above £10,000"),
        ("12.505", "Enter an amount in pounds and pence"),
        ("a lot", "Enter an amount in pounds, for example 12.50"),
    ],
)
def test_what_is_no_amount_is_said_plainly(as_alice, leaving, today, typed, words):
    said = {"to": "pending", "on": today.isoformat(), "document": "passport", "cost": typed, "level": "standard"}
    page = as_alice.post(url("step", leaving, "id-documents"), said)
    (error,) = page.context["form"].errors["cost"]
    assert error.startswith(words)
    assert not Basic.objects.get(person=leaving, code="id-documents").steps.exists()


def test_a_form_that_asks_for_the_day_does_not_say_today(as_alice, leaving):
    page = text(as_alice.get(f"{url('step', leaving, 'id-documents')}?to=pending"))
    heading = re.search(r"<h1.*?</h1>", page)
    assert heading and heading[0].endswith("ID documents</span> Applied</h1>")
    page = text(as_alice.get(url("ready", leaving)))
    assert "Applied: on another day, or with more to say" in page and "today: on another day" not in page
