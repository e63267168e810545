"""One day looked at for the things that only come together on a real one: the nation's calendar, a zone, no driver."""

from datetime import date, time

import pytest

from tests.unit.release.day.planned import PROBATION
from throughgate.release.rules.day import Answer, Kind
from throughgate.release.selectors.day import look_at_day
from throughgate.release.services.day import change_day

pytestmark = pytest.mark.django_db
ST_ANDREWS = date(2026, 11, 30)  # a Monday, and a bank holiday in Scotland alone
BEFORE = date(2026, 11, 27)


@pytest.fixture
def at(alice, gate, send):
    """The verdict of the same day behind a gate in that country."""

    def _at(country: str, on: date = ST_ANDREWS, **more):
        send.country = country
        send.save()
        row = change_day(by=alice, day=gate, on=on, gate_from=time(9), gate_to=time(10), **more)
        return look_at_day(type(row).objects.get(pk=row.pk))

    return _at


def kinds(look) -> set[Kind]:
    return {one.kind for one in look.verdict.problems}


def test_a_bank_holiday_is_one_where_the_prison_is(at, add):
    add(PROBATION)
    assert Kind.BANK_HOLIDAY in kinds(at("Scotland"))
    assert Kind.BANK_HOLIDAY not in kinds(at("England"))


def test_the_friday_before_says_when_most_open_again_there(at, add):
    add(PROBATION)
    friday = {
        country: next(one.words for one in at(country, BEFORE).verdict.problems if one.kind is Kind.FRIDAY)
        for country in ("Scotland", "England")
    }
    assert "Tue 1 Dec" in friday["Scotland"] and "Mon 30 Nov" in friday["England"]


def test_what_must_not_be_missed_is_missed_without_a_driver(at, add):
    add(PROBATION, postcode="GU21 6EN")
    look = at("England", gets_about="car")
    assert look.verdict.answer is not Answer.YES and not look.verdict.mandatory_can_be_done
