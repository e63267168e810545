"""What became of a stop: said, said otherwise, taken back; whom to ring."""

from datetime import date

import pytest

from tests.unit.release.first_week.conftest import OUT
from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.release.models import StopOutcome
from throughgate.release.rules.release_day import DayError
from throughgate.release.selectors.outcomes import last_outcome
from throughgate.release.services.day_stops import cancel_stop, change_stop, said_of
from throughgate.release.services.outcomes import say_outcome, say_rung, take_outcome_back, take_rung_back

pytestmark = pytest.mark.django_db


def entry_of(person):
    return effective().get(person=person, kind="release-appointment")


def to_ring(person):
    return Promise.objects.get(person=person, title__startswith="Ring")


def test_kept_is_one_entry_of_the_day(alice, person, add):
    say_outcome(by=alice, stop=add(), became="kept")
    entry = entry_of(person)
    assert (entry.on, entry.happened, entry.subject, entry.summary) == (OUT, True, "probation", "Probation: kept")
    assert Event.objects.filter(action="release_day.stop_outcome", person_ref=person.ref).count() == 1


def test_said_twice_it_stays_one(alice, add):
    stop = add()
    assert say_outcome(by=alice, stop=stop, became="late") == say_outcome(by=alice, stop=stop, became="late")
    assert StopOutcome.objects.count() == 1


def test_said_otherwise_the_entry_is_corrected(alice, person, add):
    stop = add()
    for became in ("kept", "called_off"):
        say_outcome(by=alice, stop=stop, became=became)
    assert (entry_of(person).happened, last_outcome(stop).became) == (False, "called_off")
    assert Entry.objects.filter(kind="release-appointment").count() == 2


def test_missed_needs_why(alice, add):
    with pytest.raises(DayError, match="Say why"):
        say_outcome(by=alice, stop=add(), became="missed")


def test_what_must_not_be_missed_and_was_is_to_be_rung_about_by_the_next_working_day(alice, person, add):
    say_outcome(by=alice, stop=add(), became="missed", why="logistics")
    promise = to_ring(person)
    assert promise.title == "Ring Woking Probation Office: Probation was missed"
    assert promise.by_on == date(2026, 11, 20)


def test_on_the_day_itself_that_is_the_day_after(alice, person, add, clock):
    stop = add()
    clock(OUT)
    say_outcome(by=alice, stop=stop, became="missed", why="logistics")
    assert to_ring(person).by_on == date(2026, 11, 17)


def test_any_other_stop_makes_nothing_due(alice, person, add):
    say_outcome(by=alice, stop=add(is_mandatory=False), became="missed", why="acceptable")
    assert not Promise.objects.filter(title__startswith="Ring").exists()


def test_kept_after_all_nobody_is_rung(alice, person, add):
    stop = add()
    say_outcome(by=alice, stop=stop, became="missed", why="logistics")
    say_outcome(by=alice, stop=stop, became="kept")
    assert to_ring(person).withdrawn_on and not to_ring(person).met_on


def test_missed_for_another_reason_is_the_same_call(alice, person, add):
    stop = add()
    say_outcome(by=alice, stop=stop, became="missed", why="logistics")
    say_outcome(by=alice, stop=stop, became="missed", why="not_acceptable", note="Slept in")
    assert to_ring(person) == last_outcome(stop).promise


def test_rung_is_told_and_taken_back(alice, person, add):
    stop = add()
    say_outcome(by=alice, stop=stop, became="missed", why="logistics")
    say_rung(by=alice, stop=stop)
    assert to_ring(person).met_by.kind == "appointment-rung"
    take_rung_back(by=alice, stop=stop)
    assert to_ring(person).met_on is None and not effective().filter(kind="appointment-rung").exists()


def test_taken_back_it_is_as_if_nobody_had_said_it(alice, person, add):
    stop = add()
    say_outcome(by=alice, stop=stop, became="missed", why="logistics")
    assert take_outcome_back(by=alice, stop=stop) and last_outcome(stop) is None
    assert not effective().filter(kind="release-appointment").exists() and to_ring(person).withdrawn_on
    assert not take_outcome_back(by=alice, stop=stop)


def test_and_can_be_said_again(alice, person, add):
    stop = add()
    say_outcome(by=alice, stop=stop, became="missed", why="logistics")
    take_outcome_back(by=alice, stop=stop)
    say_outcome(by=alice, stop=stop, became="kept")
    assert entry_of(person).happened


def test_before_the_day_nobody_can_say(alice, add, clock):
    stop = add()
    clock(date(2026, 11, 13))
    with pytest.raises(DayError, match="from the day on"):
        say_outcome(by=alice, stop=stop, became="kept")


def test_a_changed_stop_keeps_what_became_of_it(alice, add):
    stop = add()
    say_outcome(by=alice, stop=stop, became="kept")
    assert last_outcome(change_stop(by=alice, stop=stop, said=said_of(stop))).became == "kept"


def test_a_stop_that_was_called_off_has_no_outcome(alice, add):
    stop = add()
    cancel_stop(by=alice, stop=stop, because="Moved")
    with pytest.raises(DayError, match="called off"):
        say_outcome(by=alice, stop=stop, became="kept")


def test_only_who_may_record_may_say(add, charlie, victor, bob):
    stop = add(sensitivity="sensitive")
    for user in (charlie, victor, bob):
        with pytest.raises((Hidden, Forbidden)):
            say_outcome(by=user, stop=stop, became="kept")


def test_what_is_sensitive_stays_so(alice, person, add):
    say_outcome(by=alice, stop=add(sensitivity="sensitive"), became="missed", why="logistics")
    assert entry_of(person).sensitivity == to_ring(person).sensitivity == "sensitive"
