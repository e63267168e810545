"""Whatever happened: a contact more never worsens a figure, order does not matter, everybody is counted once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.release.first_week.weeks import COUNTS, TODAY, day, days, many_weeks, todays, weeks
from throughgate.release.rules.first_week import Answer
from throughgate.release.rules.gate_figures import count, days_to_contact, measures, wilson

CONTACTS = ("seen", "contact-1", "contact-2", "contact-7", "gate")


def shares(found, today):
    return {one.code: count(one, found) for one in measures(COUNTS, today)}


@given(many_weeks, weeks(), days, todays)
def test_a_contact_more_never_lowers_a_share(others, one, on, today):
    before = shares([*others, one], today)
    more = replace(one, contacts=(*one.contacts, on), seen=(*one.seen, on))
    after = shares([*others, more], today)
    for code in CONTACTS:
        assert (after[code].share or 0) >= (before[code].share or 0) and after[code].yes >= before[code].yes


@given(many_weeks, weeks(), days)
def test_nor_does_it_lengthen_the_wait_of_those_who_stayed_out(others, one, on):
    """Where some return before, an earlier contact leaves fewer at risk: the estimate may move either way."""
    stayed = [replace(each, returned_on=None) for each in (*others, one)]
    more = replace(stayed[-1], contacts=(*one.contacts, on))
    before, after = (days_to_contact(each, COUNTS, TODAY) for each in (stayed, [*stayed[:-1], more]))
    assert before is None or (after is not None and after <= before)


@given(many_weeks, todays, st.randoms())
def test_the_order_does_not_matter(found, today, chance):
    shuffled = [replace(one, seen=one.seen[::-1], appointments=one.appointments[::-1]) for one in found]
    chance.shuffle(shuffled)
    assert shares(found, today) == shares(shuffled, today)
    assert days_to_contact(found, COUNTS, today) == days_to_contact(shuffled, COUNTS, today)


@given(many_weeks, todays)
def test_everybody_released_is_counted_once(found, today):
    for one in measures(COUNTS, today):
        told = count(one, found)
        assert told.all == sum(len(one.ask(week)) for week in found)
        assert one.of != "people" or told.all == len(found)


@given(many_weeks, todays)
def test_what_is_not_known_is_never_a_no(found, today):
    for told in shares(found, today).values():
        known = told.all - sum(told.number(one) for one in (Answer.MISSING, Answer.RUNNING, Answer.LEFT_OUT))
        assert told.of == known


@given(many_weeks, todays)
def test_what_is_told_apart_says_rightly_whether_it_is_counted(found, today):
    for one in measures(COUNTS, today):
        for said in (said for week in found for said in one.ask(week) if said.apart):
            assert said.answer is (Answer.NO if said.apart.is_counted else Answer.LEFT_OUT)


@given(many_weeks)
def test_a_longer_time_never_holds_fewer(found):
    told = shares(found, day(60))
    assert told["contact-1"].yes <= told["contact-2"].yes <= told["contact-7"].yes
    assert told["seen"].yes <= told["contact-7"].yes


@given(st.integers(1, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_and_stays_within_nought_and_one(said):
    yes, of = said
    low, high = wilson(yes, of)
    assert 0 <= low <= yes / of <= high <= 1
    assert (1 - high, 1 - low) == pytest.approx(wilson(of - yes, of))
