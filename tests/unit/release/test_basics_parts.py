"""Several documents at once, the home among the basics, and what all of it costs."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from tests.unit.casework.clocks import set_clock
from throughgate.casework.services import Attendance, record_contact
from throughgate.people.services import note_date, record_move
from throughgate.programmes.models import Commitment
from throughgate.record.models import Entry
from throughgate.record.selectors import latest_of
from throughgate.record.services import void_entry
from throughgate.release.basics_file import shipped_basics
from throughgate.release.models import Basic, HomeState
from throughgate.release.rules.basics import BasicError, Said, Spent, costs_of
from throughgate.release.rules.home import Said as HomeSaid
from throughgate.release.selectors.basics import read_readiness, readiness_of
from throughgate.release.services.basics import open_basics, record_step
from throughgate.release.services.home import arrange_home, take_step

pytestmark = pytest.mark.usefixtures("friday")
WEEK = timedelta(weeks=1)
PAID = Spent("pending", 9450, "us")


@pytest.fixture
def leaving(person, alice, send, today):
    """Released in twelve weeks, as we are told today: the last day on which a home should be looked for."""
    record_move(by=alice, person=person, kind="received", on=today - 40 * WEEK, site=send)
    note_date(by=alice, person=person, kind="crd", on=today + 12 * WEEK, source="OMU")
    return person


@pytest.fixture
def passport(leaving, alice):
    open_basics(by=alice, person=leaving, codes=["passport"])
    return Basic.objects.get(person=leaving, code="passport")


@pytest.fixture
def step(alice, leaving, today):
    def _step(code, to="pending", **said):
        return record_step(by=alice, person=leaving, code=code, to=to, on=today, said=Said(**said))

    return _step


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def line(alice, person, code, today):
    return next(one for one in readiness_of(alice, person, today).lines if one.code == code)


def page(client, person, code="id-documents"):
    return client.get(reverse("release:basic", kwargs={"ref": person.ref, "code": code})).content.decode()


def due(person, code):
    return Commitment.objects.filter(promise__basic__code=code, person=person, is_next=True).first()


# Documents


def test_two_documents_stand_beside_each_other_each_with_its_own_promise(leaving, passport, step, today):
    step("id-documents", document="birth-certificate")
    step("passport", reference="P1", due_on=today + 5 * WEEK)
    assert due(leaving, "passport").by_on == today + 5 * WEEK
    assert due(leaving, "id-documents").by_on == today + 3 * WEEK


def test_a_document_is_counted_back_from_release_by_its_own_time(leaving, passport, today):
    assert due(leaving, "passport").by_on == today + 2 * WEEK
    assert due(leaving, "passport").promise.title == "Passport: apply for an ID document"


def test_one_document_in_hand_says_nothing_of_the_other(leaving, passport, step):
    step("passport", to="in-hand", proof="seen")
    assert due(leaving, "passport") is None and due(leaving, "id-documents") is not None
    assert Entry.objects.get(person=leaving, kind="id-documents").summary == "Passport: in hand"


def test_what_the_first_one_wrote_does_not_put_the_second_in_hand(leaving, step, alice, today):
    step("id-documents", to="in-hand", document="birth-certificate")
    open_basics(by=alice, person=leaving, codes=["passport"])
    assert not line(alice, leaving, "passport", today).is_done


def test_a_document_whose_entry_is_void_is_begun_again(leaving, passport, step, alice, today):
    made = step("passport", to="in-hand")
    void_entry(by=alice, entry=latest_of(made.entry), reason="Somebody else’s")
    assert not line(alice, leaving, "passport", today).is_done


def test_a_document_with_its_own_line_is_not_noted_on_the_other(passport, step):
    with pytest.raises(BasicError, match="line of its own"):
        step("id-documents", document="passport")


def test_a_part_is_opened_only_where_it_is_needed(leaving, as_alice):
    assert not leaving.basics.filter(code="passport").exists()
    as_alice.post(reverse("release:begin", args=[leaving.ref]), {"code": "passport"})
    assert leaving.basics.filter(code="passport").count() == 1


def test_the_page_offers_what_is_not_there_yet(leaving, passport, as_alice, step):
    step("id-documents", document="birth-certificate")
    shown = page(as_alice, leaving)
    assert "Add: Driving licence" in shown
    assert "Add: Passport" not in shown and "Add: Birth certificate" not in shown


def test_a_part_that_is_closed_to_a_colleague_is_neither_shown_nor_offered(leaving, passport, bob, client):
    Basic.objects.filter(pk=passport.pk).update(sensitivity="clinical")
    client.force_login(bob)
    assert "Passport" not in page(client, leaving).split("What else is needed")[1].split("</section>")[0]


# The home


def test_looking_for_a_home_is_counted_back_and_must_begin_this_week(leaving, as_alice, today, monkeypatch):
    assert due(leaving, "home").by_on == today + timedelta(3)
    set_clock(monkeypatch, datetime.combine(today + timedelta(3), time(9)))
    must = as_alice.get(reverse("release:board")).context["must_start"]
    assert "Apply for a home" in [row["title"] for row in must]


def test_a_home_that_is_sure_is_in_hand_and_one_that_falls_through_is_due(leaving, alice, today):
    on = today + 12 * WEEK
    row = arrange_home(by=alice, person=leaving, kind="family", from_on=on)
    assert line(alice, leaving, "home", today).is_done and due(leaving, "home") is None
    take_step(by=alice, application=row, said=HomeSaid(state=HomeState.REFUSED, on=today, reason="full"))
    assert not line(alice, leaving, "home", today).is_done and due(leaving, "home") is not None


def test_a_home_from_a_later_day_is_not_in_hand_when_release_comes_forward(leaving, alice, today):
    arrange_home(by=alice, person=leaving, kind="family", from_on=today + 12 * WEEK)
    note_date(by=alice, person=leaving, kind="confirmed_release", on=today + 6 * WEEK, source="OMU")
    assert due(leaving, "home").promise.title == "Find somewhere for the first nights"


def test_the_home_is_not_noted_a_second_time(leaving, step):
    with pytest.raises(BasicError):
        step("home", to="in-hand")


def test_the_board_and_the_page_agree_on_the_home(leaving, alice, today):
    arrange_home(by=alice, person=leaving, kind="family", from_on=today + 12 * WEEK)
    many = read_readiness(alice, [leaving], today)[leaving.pk]
    one = readiness_of(alice, leaving, today)
    assert (many.done, len(many.lines)) == (one.done, len(one.lines)) == (1, 8)


# Costs


def test_a_deposit_is_paid_by_the_council_and_shown_by_a_receipt(leaving, alice, as_alice, step):
    open_basics(by=alice, person=leaving, codes=["home-deposit"])
    step("home-deposit", to="in-hand", cost_pence=45000, paid_by="council", proof="receipt")
    shown = page(as_alice, leaving, "home")
    assert "£450 paid by the council" in shown and "A receipt from the landlord" in shown


def test_costs_are_summed_by_payer_for_the_person_and_the_board(leaving, passport, as_alice, step):
    step("passport", cost_pence=9450, paid_by="us")
    step("phone", cost_pence=2550, paid_by="us")
    words = "£120 paid by us"
    assert words in as_alice.get(reverse("release:ready", args=[leaving.ref])).content.decode()
    assert as_alice.get(reverse("release:board")).context["costs"] == words


def test_the_same_cost_said_twice_counts_once():
    assert costs_of(shipped_basics().items["passport"], [PAID, Spent("in-hand", 9450, "us")]) == {"us": 9450}


def test_after_a_refusal_the_next_application_costs_anew_less_what_was_paid_back():
    steps = [PAID, Spent("rejected", refund=4000), Spent("pending", 9450, "person")]
    assert costs_of(shipped_basics().items["passport"], steps) == {"us": 5450, "person": 9450}


def test_what_was_corrected_costs_nothing():
    steps = [PAID, Spent("pending", 1250, "us", corrects=True)]
    assert costs_of(shipped_basics().items["passport"], steps) == {"us": 1250}
    assert costs_of(shipped_basics().items["passport"], [PAID, Spent("to-start", corrects=True)]) == {}


def test_that_it_costs_nothing_can_be_said(leaving, as_alice, today):
    data = {"to": "pending", "on": today.isoformat(), "paid_by": "nobody", "level": "standard"}
    url = reverse("release:step", kwargs={"ref": leaving.ref, "code": "bank-account"})
    as_alice.post(url, data)
    assert "it costs nothing" in page(as_alice, leaving, "bank-account")


def test_the_conversation_is_shown_by_who_heard_it(leaving, alice, as_alice, today):
    record_contact(by=alice, kind="partner-conversation", on=today, people=[Attendance(person=leaving)])
    assert f"Shown by the contact that {alice.name} recorded" in page(as_alice, leaving, "partner-conversation")
