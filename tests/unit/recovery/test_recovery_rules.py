"""Days counted, and how two plans differ."""

from datetime import date

import pytest

from tests.unit.recovery.conftest import SAID
from throughgate.recovery.rules.counting import check_lapse, count_days
from throughgate.recovery.rules.treatment import Treatment, TreatmentError, check_treatment, compare_treatments
from throughgate.recovery.sheets_file import sheets

MAY = date(2026, 5, 1)


def test_without_a_lapse_every_day_counts():
    told = count_days(MAY, [], date(2026, 5, 10))
    assert (told.all_days, told.longest, told.now) == (10, 10, 10)


def test_a_lapse_takes_away_none_of_the_days_before_it():
    told = count_days(MAY, [(date(2026, 5, 21), date(2026, 5, 22))], date(2026, 5, 27))
    assert (told.all_days, told.longest, told.now, told.since) == (25, 20, 5, date(2026, 5, 23))


def test_on_the_day_of_a_lapse_nothing_is_below_nought():
    told = count_days(
        MAY, [(date(2026, 5, 5), date(2026, 5, 6)), (date(2026, 5, 6), date(2026, 5, 7))], date(2026, 5, 7)
    )
    assert (told.all_days, told.now) == (4, 0)


@pytest.mark.parametrize(("first", "last"), [(date(2026, 5, 2), MAY), (MAY, date(2026, 5, 4))])
def test_a_lapse_lies_in_the_past_and_ends_after_it_began(first, last):
    with pytest.raises(TreatmentError):
        check_lapse(first, last, date(2026, 5, 3))


def test_parts_that_changed_are_marked_word_by_word():
    later = Treatment(**{**SAID.__dict__, "craving": "Walk, ring, breathe"})
    changed = [part for part in compare_treatments(SAID, later) if not part.is_same]
    assert [part.title for part in changed] == ["When the craving comes"]
    assert [(one.text, one.mark) for one in changed[0].pieces][1:] == [("wait", "gone"), ("breathe", "new")]


def test_an_answer_needs_its_trigger():
    with pytest.raises(TreatmentError):
        check_treatment(Treatment(triggers=(("", "Ring"),)))


def test_every_sheet_asks_something():
    assert len(sheets()) == 12
    assert all(sheet.asks for sheet in sheets().values())
