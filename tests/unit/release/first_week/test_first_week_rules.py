"""What counts as seen, met, arrived, kept and nowhere to go."""

from datetime import date

import pytest
from scipy.stats import binomtest

from tests.unit.release.first_week.weeks import COUNTS, TODAY, day, week
from throughgate.record.kinds import all_kinds
from throughgate.release.models import LivingKind
from throughgate.release.rules.first_week import (
    Answer,
    Appointment,
    Did,
    HomeSaid,
    WhyNotYes,
    appointments_of,
    arrived_by,
    contact_within,
    is_not_seen,
    met_at_gate,
    nowhere_at_release,
    seen_within,
)
from throughgate.release.rules.gate_figures import days_to_contact, periods, whole_quarters, wilson
from throughgate.release.rules.home import Lived


def seen(one, today=TODAY):
    return seen_within(one, 7, COUNTS, today).answer


def test_every_kind_that_counts_is_a_kind():
    assert COUNTS.kinds <= set(all_kinds())


def test_a_call_or_a_word_at_the_gate_is_not_a_meeting():
    assert {"first-visit", "one-to-one", "group-therapy"} <= COUNTS.seen
    assert COUNTS.seen.isdisjoint({"phone-call", "gate-meeting", "family-meeting", "id-documents"})


@pytest.mark.parametrize(("number", "answer"), [(0, "yes"), (7, "yes"), (8, "no")])
def test_seen_within_the_week(number, answer):
    assert seen(week(seen=(day(number),))) == answer


def test_what_was_before_the_release_or_after_a_return_is_no_meeting():
    assert seen(week(seen=(day(-1),))) == "no"
    assert week(seen=(day(5),), returned_on=day(3)).seen_on is None


def test_on_the_last_day_nobody_can_say_yet_not_even_of_who_was_seen():
    assert seen(week(seen=(day(1),)), today=day(7)) == seen(week(), today=day(7)) == "running"


def test_back_in_custody_before_anybody_saw_them_is_told_apart():
    said = seen_within(week(returned_on=day(4)), 7, COUNTS, TODAY)
    assert (said.answer, said.apart) == (Answer.LEFT_OUT, WhyNotYes.RETURNED)
    assert seen(week(returned_on=day(4), seen=(day(2),))) == "yes"


def test_the_gate_is_a_first_contact_and_no_meeting():
    met = week(contacts=(day(0),))
    assert contact_within(met, 1, COUNTS, TODAY).answer == "yes" and seen(met) == "no"


@pytest.mark.parametrize(
    ("known", "answer", "apart"),
    [
        ({"gate": (Did(day(0)),), "meets": "family"}, "yes", None),
        ({"gate": (Did(day(0), False),)}, "no", None),
        ({"gate": (Did(day(1)),)}, "missing", None),
        ({"meets": "worker"}, "missing", None),
        ({"meets": "family"}, "no", WhyNotYes.OTHERS),
        ({"meets": "nobody"}, "no", WhyNotYes.NOBODY),
    ],
)
def test_met_at_the_gate(known, answer, apart):
    said = met_at_gate(week(**known), TODAY)
    assert (said.answer, said.apart) == (answer, apart)


@pytest.mark.parametrize(
    ("arrived", "answer"),
    [((Did(day(1)),), "yes"), ((Did(day(2)),), "no"), ((Did(day(0), False),), "no"), ((), "missing")],
)
def test_arrived_by_the_next_day(arrived, answer):
    assert arrived_by(week(arrived=arrived), COUNTS, TODAY).answer == answer


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        ({}, "missing"),
        ({"lived": (Lived(LivingKind.SUPPORTED, day(0)),)}, "no"),
        ({"lived": (Lived(LivingKind.STREET, day(0)),)}, "yes"),
        ({"lived": (Lived(LivingKind.SUPPORTED, day(1)),)}, "missing"),
        ({"lived": (Lived(LivingKind.SUPPORTED, day(-9), day(0)),)}, "missing"),
        ({"nowhere": (day(0),)}, "yes"),
        ({"homes": (HomeSaid(1, "confirmed", day(-4), day(0)),)}, "no"),
        ({"homes": (HomeSaid(1, "confirmed", day(-4), day(9)),)}, "missing"),
        ({"homes": (HomeSaid(1, "confirmed", day(-4), day(0)), HomeSaid(1, "withdrawn", day(-1), None))}, "missing"),
        ({"homes": (HomeSaid(1, "confirmed", day(2), day(0)),)}, "missing"),
        ({"homes": (HomeSaid(1, "arrived", day(0), None),)}, "no"),
        # Of an earlier release: no home for this one, whatever the night was like.
        ({"homes": (HomeSaid(1, "arrived", day(-300), None),)}, "missing"),
        ({"homes": (HomeSaid(1, "arrived", day(-300), None),), "lived": (Lived(LivingKind.STREET, day(0)),)}, "yes"),
    ],
)
def test_nowhere_to_go_at_release(known, answer):
    assert nowhere_at_release(week(**known), TODAY).answer == answer


def test_appointments_of_the_week_are_counted_one_by_one():
    said = [("kept", 0), ("late", 1), ("missed", 2), ("called_off", 3), ("", 4), ("kept", 8)]
    one = week(appointments=tuple(Appointment(day(number), became) for became, number in said))
    assert [each.answer for each in appointments_of(one, COUNTS, TODAY)] == ["yes", "yes", "no", "left_out", "missing"]


def test_what_was_to_be_after_a_return_is_no_appointment():
    one = week(returned_on=day(2), appointments=(Appointment(day(3), "missed"),))
    assert not appointments_of(one, COUNTS, TODAY)


def test_who_was_not_seen_stays_until_seen_or_told_why_not():
    assert is_not_seen(week())
    assert not any(is_not_seen(week(**known)) for known in ({"seen": (day(20),)}, {"reason_on": day(9)}))


@pytest.mark.parametrize(("yes", "of"), [(0, 5), (5, 5), (12, 40), (1, 3), (199, 200)])
def test_the_interval_is_that_of_scipy(yes, of):
    theirs = binomtest(yes, of).proportion_ci(method="wilson")
    assert wilson(yes, of) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_the_median_takes_those_not_met_yet_for_as_long_as_they_have_waited():
    met = [week(contacts=(day(number),)) for number in (1, 2, 5)]
    assert days_to_contact(met, COUNTS, TODAY) == 2
    assert days_to_contact([*met, week(), week()], COUNTS, TODAY) == 5
    assert days_to_contact([*met, week(), week(), week(), week()], COUNTS, TODAY) is None


def test_periods_end_where_the_next_begins():
    by = {one.code: one for one in periods(date(2026, 1, 10))}
    assert (by["last-quarter"].first, by["last-quarter"].last) == (date(2025, 10, 1), date(2025, 12, 31))
    assert (by["last-month"].first, by["last-12-months"].first) == (date(2025, 12, 1), date(2025, 1, 11))
    assert periods(date(2028, 2, 29))[0].first == date(2027, 3, 1)


def test_quarters_that_are_over_do_not_overlap():
    quarters = whole_quarters(TODAY)
    assert quarters[0].label == "July to September 2026"
    assert all((later.first - earlier.last).days == 1 for later, earlier in zip(quarters, quarters[1:], strict=False))
