"""Texts go once, to whom they may go, and what fails is seen."""

from datetime import date, time, timedelta

import pytest

from tests.unit.notices.conftest import NUMBER, TODAY, TOMORROW, at
from throughgate.access.policy import Forbidden, Hidden, Sensitivity
from throughgate.audit.models import Event
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import cancel_booking, move_booking
from throughgate.notices.models import PhoneSaid, TextMessage, TextStep
from throughgate.notices.selectors.texts import due_texts, known_of, not_sent
from throughgate.notices.services import texts as service
from throughgate.notices.services.texts import NoNumberError, ask_arrivals, note_told, say_texts, send_texts
from throughgate.notices.texts.contract import Arrival
from throughgate.people.models import CircleMember, CustodyMove, Person
from throughgate.people.services.sharing import withdraw_consent

TEN = at(TODAY, 10)
WORDS = "Reminder: Sat 21 Nov at 14:30 with Alice. Replies to this number are not read."


@pytest.fixture(autouse=True)
def soon(monkeypatch, phone):
    """Rows are written now, whatever the clock of the tests says: they count as changed within these days."""
    monkeypatch.setattr("throughgate.notices.selectors.texts.CHANGED_WITHIN", timedelta(days=40))
    monkeypatch.setattr("throughgate.notices.selectors.texts.TRIED_FOR", timedelta(days=40))


def states(kind="reminder"):
    return list(TextStep.objects.filter(text__kind=kind).values_list("state", flat=True))


def test_once_the_day_before_at_ten(agreed, book, phone):
    book()
    assert send_texts(at(TODAY, 9, 59)).sent == 0
    assert send_texts(TEN).sent == 1
    assert [(number, words) for number, words, _ in phone.sent] == [(NUMBER, WORDS)]
    assert send_texts(TEN + timedelta(minutes=10)).sent == 0


def test_the_trail_hears_of_it_and_holds_no_words(agreed, book, phone):
    book()
    send_texts(TEN)
    event = Event.objects.get(action="text.sent")
    assert (event.by, event.person_ref, event.details) == (None, agreed.ref, {"kind": "reminder"})


def test_in_the_first_week_on_the_morning_itself(agreed, book, phone, alice):
    CustodyMove.objects.create(person=agreed, kind="recalled", on=date(2026, 9, 1), site=agreed.site, added_by=alice)
    CustodyMove.objects.create(person=agreed, kind="released", on=TODAY - timedelta(days=3), added_by=alice)
    book()
    assert send_texts(at(TODAY, 19)).sent == 0
    assert send_texts(at(TOMORROW, 8)).sent == 1


@pytest.mark.parametrize(
    "unsay",
    [
        lambda p, alice: say_texts(by=alice, person=p, wants=False, who_reads="", how="spoken"),
        lambda p, alice: say_texts(by=alice, person=p, wants=True, who_reads="unsafe", how="spoken"),
        lambda p, alice: Person.objects.filter(pk=p.pk).update(phone="07700 900456"),
        lambda p, alice: Person.objects.filter(pk=p.pk).update(phone=""),
        lambda p, alice: CustodyMove.objects.create(person=p, kind="recalled", on=TODAY, site=p.site, added_by=alice),
        lambda p, alice: withdraw_consent(
            by=alice, person=p, recipient=service.RECIPIENT, purpose="texts", how="spoken"
        ),
    ],
    ids=["said no", "unsafe", "another number", "no number", "back inside", "taken back"],
)
def test_nobody_is_texted_who_may_not_be(agreed, book, phone, alice, unsay):
    book()
    unsay(agreed, alice)
    assert send_texts(TEN).sent == 0 and not phone.sent


def test_nobody_is_texted_who_never_agreed_or_of_whom_no_release_is_known(out, person, book, phone):
    book()
    assert send_texts(TEN).sent == 0
    CustodyMove.objects.all().delete()
    assert known_of([person.pk], TODAY)[person.pk].reachable.is_inside


def test_nobody_without_a_service(agreed, book, settings):
    settings.TEXT_SERVICE = ""
    book()
    send_texts(TEN)
    assert not TextMessage.objects.exists()


def test_what_is_sensitive_names_no_worker(agreed, book, phone):
    book(sensitivity=Sensitivity.SENSITIVE)
    send_texts(TEN)
    assert phone.sent[0][1] == "Reminder: Sat 21 Nov at 14:30. Replies to this number are not read."


def test_not_about_a_talk_at_which_they_are_not(alice, person, agreed, book, phone):
    officer = CircleMember.objects.create(person=person, kind="com", name="Rosa Medina", from_on=TODAY, added_by=alice)
    book(kind="partner-conversation", circle=(officer.pk,))
    assert send_texts(TEN).sent == 0


def move(alice, booking, **arranged):
    given = {"kind": booking.kind, "on": booking.on, "at": booking.at} | arranged
    return move_booking(by=alice, booking=booking, arrangement=Arrangement(**given), asked_by="us", because="Ill")


def test_moved_they_are_told_once_and_reminded_anew(agreed, alice, book, phone):
    booking = book()
    send_texts(TEN)
    move(alice, booking, on=TODAY + timedelta(days=5), at=time(9))
    for now in (at(TODAY, 11), at(TODAY, 12), at(TODAY + timedelta(days=4), 10)):
        send_texts(now)
    assert [words.partition(".")[0] for _, words, _ in phone.sent[1:]] == [
        "Change: it is now Wed 25 Nov at 09:00 with Alice",
        "Reminder: Wed 25 Nov at 09:00 with Alice",
    ]


def test_moved_within_the_hour_they_are_told_and_need_no_reminder(agreed, alice, book, phone):
    booking = book()
    send_texts(TEN)
    move(alice, booking, at=time(17))
    send_texts(at(TODAY, 11))
    Booking.objects.update(made_at=at(TODAY, 10, 30))
    TextMessage.objects.update(made_at=at(TODAY, 11))
    send_texts(at(TODAY, 12))
    assert len(phone.sent) == 2 and phone.sent[1][1].startswith("Change")


def test_to_another_place_nothing_is_told(agreed, alice, book, phone):
    booking = book()
    send_texts(TEN)
    move(alice, booking, place="Café")
    assert [one.kind for one in due_texts(at(TODAY, 11)) if one.kind == "moved"] == []


def test_called_off_they_are_told(agreed, alice, book, phone):
    booking = book()
    send_texts(TEN)
    cancel_booking(by=alice, booking=booking, asked_by="us", because="Ill")
    assert send_texts(at(TODAY, 11)).sent == 1
    assert phone.sent[1][1].startswith("Sat 21 Nov at 14:30 with Alice is off. You need not come.")


def test_who_called_it_off_themselves_before_any_text_is_not_told(agreed, alice, book, phone):
    cancel_booking(by=alice, booking=book(), asked_by="person", because="Ill")
    assert send_texts(TEN).sent == 0


def test_a_service_that_is_down_is_asked_again(agreed, book, phone, alice):
    book()
    phone.fails = [TimeoutError("+447700900123"), OSError()]
    assert send_texts(TEN).failed == 1
    assert send_texts(TEN + timedelta(minutes=5)).failed == 0  # not yet
    assert list(not_sent(alice, TODAY))
    send_texts(TEN + timedelta(minutes=10))
    assert send_texts(TEN + timedelta(minutes=30)).sent == 1
    assert states() == ["failed", "failed", "sent"]
    assert not list(not_sent(alice, TODAY))


def test_refused_it_is_not_sent_again(agreed, book, phone, refused):
    book()
    phone.fails = [refused]
    send_texts(TEN)
    send_texts(TEN + timedelta(hours=2))
    assert states() == ["refused"]


def test_one_that_fails_stops_no_other(agreed, book, phone, caplog):
    book()
    book(at=time(16))
    phone.fails = [ValueError("the number is +447700900123")]
    done = send_texts(TEN)
    assert (done.sent, done.failed) == (1, 1)
    assert "447700900123" not in caplog.text


def test_no_taken_twice_by_two_runs_at_once(agreed, book, phone):
    book()
    phone.fails = [OSError()]
    send_texts(TEN)
    text = TextMessage.objects.get()
    assert service._take(text.pk, TEN + timedelta(minutes=10))
    assert service._take(text.pk, TEN + timedelta(minutes=11)) is None
    assert service._take(text.pk, TEN + timedelta(minutes=21))  # the other was cut off


def test_what_was_taken_back_meanwhile_holds(agreed, book, phone, alice):
    book()
    phone.fails = [OSError()]
    send_texts(TEN)
    withdraw_consent(by=alice, person=agreed, recipient=service.RECIPIENT, purpose="texts", how="spoken")
    send_texts(TEN + timedelta(minutes=10))
    assert states() == ["failed", "left"] and not phone.sent


def test_nothing_is_tried_again_at_night(agreed, book, phone):
    book(on=TOMORROW + timedelta(days=1))
    phone.fails = [OSError()]
    send_texts(at(TOMORROW, 19, 55))
    assert send_texts(at(TOMORROW, 20, 30)).sent == 0
    assert send_texts(at(TOMORROW + timedelta(days=1), 8)).sent == 1


def test_what_arrived_is_asked(agreed, book, phone, alice):
    book()
    book(at=time(16))
    send_texts(TEN)
    first, second = (f"out-{ref}" for _, _, ref in phone.sent)
    phone.told = {first: Arrival.ARRIVED, second: Arrival.LOST}
    assert ask_arrivals(at(TODAY, 11)) == 2
    assert ask_arrivals(at(TODAY, 12)) == 0
    assert states() == ["sent", "sent", "delivered", "lost"]
    assert [text.state for text in not_sent(alice, TODAY)] == ["lost"]


def test_told_another_way_and_taken_back(agreed, book, phone, alice, refused):
    book()
    phone.fails = [refused]
    send_texts(TEN)
    text = TextMessage.objects.get()
    assert note_told(by=alice, text=text) and not note_told(by=alice, text=text)
    assert not list(not_sent(alice, TODAY))
    assert note_told(by=alice, text=text, told=False)
    assert list(not_sent(alice, TODAY)) == [text]


def test_who_may_say_and_read(agreed, book, phone, charlie, victor, bob, carol, refused):
    for by in (charlie, victor):
        with pytest.raises(Hidden):
            say_texts(by=by, person=agreed, wants=True, who_reads="alone", how="spoken")
    book(sensitivity=Sensitivity.SENSITIVE)
    phone.fails = [refused]
    send_texts(TEN)
    with pytest.raises((Hidden, Forbidden)):
        note_told(by=bob, text=TextMessage.objects.get())


def test_a_yes_needs_a_number_and_a_no_does_not(person, alice):
    with pytest.raises(NoNumberError):
        say_texts(by=alice, person=person, wants=True, who_reads="alone", how="spoken")
    say_texts(by=alice, person=person, wants=False, who_reads="", how="spoken")
    assert not PhoneSaid.objects.exists()


def people_who_agreed(agreed, alice, book, number):
    from throughgate.access.policy import forget_reach
    from throughgate.people.models import Assignment

    for n in range(number):
        one = Person.objects.create(
            given_name="Ann", family_name=f"B{n}", site=agreed.site, phone=f"07700 9002{n:02d}", created_by=alice
        )
        Assignment.objects.create(person=one, worker=alice, role="caseworker", from_on=date(2026, 1, 5), added_by=alice)
        CustodyMove.objects.create(person=one, kind="released", on=date(2026, 6, 5), added_by=alice)
        forget_reach(alice)
        say_texts(by=alice, person=one, wants=True, who_reads="alone", how="spoken")
        book(whom=one)


def test_as_many_queries_however_many(agreed, alice, book, django_assert_max_num_queries):
    people_who_agreed(agreed, alice, book, 1)
    with django_assert_max_num_queries(14) as few:
        assert len(due_texts(TEN)) == 1
    people_who_agreed(agreed, alice, book, 8)
    with django_assert_max_num_queries(len(few)):
        assert len(due_texts(TEN)) == 9
