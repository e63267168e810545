from datetime import date

import pytest

from tests.unit.story.small import answer
from throughgate.common.faults import UnreadableError
from throughgate.story.fresh import parse_fresh
from throughgate.story.rules import Happenings, fresh_until, is_fresh

LIFE = Happenings(released=[date(2026, 3, 1)], moved=[date(2025, 12, 1), date(2026, 2, 1)], returned=[date(2026, 9, 1)])


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("always", None),
        ("6 months", date(2026, 7, 1)),
        ("1 day", date(2026, 1, 2)),
        ("until release", date(2026, 3, 1)),
        ("until moved", date(2026, 2, 1)),
        ("until return", date(2026, 9, 1)),
        ("1 month or until release", date(2026, 2, 1)),
        ("6 months or until release", date(2026, 3, 1)),
        ("until release or until moved", date(2026, 2, 1)),
    ],
)
def test_until_when_an_answer_of_new_year_is_fresh(text, until):
    assert fresh_until(parse_fresh(text), answer("hope", 5), LIFE) == until


def test_with_nothing_known_to_come_there_is_no_end():
    assert fresh_until(parse_fresh("until release"), answer("hope", 5), Happenings()) is None


def test_on_the_day_itself_it_is_stale_and_the_day_before_it_is_not():
    fresh = parse_fresh("until release")
    assert is_fresh(fresh, answer("hope", 5), LIFE, date(2026, 2, 28))
    assert not is_fresh(fresh, answer("hope", 5), LIFE, date(2026, 3, 1))


def test_what_was_said_on_the_day_of_release_was_said_in_the_knowledge_of_it():
    said = answer("hope", 5, date(2026, 3, 1))
    assert is_fresh(parse_fresh("until release"), said, LIFE, date(2030, 1, 1))


def test_whoever_declined_may_be_asked_again_after_half_a_year():
    declined = answer("hope", None)
    assert fresh_until(parse_fresh("always"), declined, LIFE) == date(2026, 7, 1)
    assert fresh_until(parse_fresh("1 month"), declined, LIFE) == date(2026, 2, 1)


@pytest.mark.parametrize("text", ["always", "6 months", "until moved", "1 year or until release or until return"])
def test_it_is_written_as_it_was_read(text):
    assert str(parse_fresh(text)) == text


@pytest.mark.parametrize(
    "text", ["", "for ever", "until", "until Tuesday", "0 days", "1 month or 2 months", "always or 1 day"]
)
def test_what_cannot_be_read_says_why(text):
    with pytest.raises(UnreadableError) as refused:
        parse_fresh(text)
    assert refused.value.mend


@pytest.mark.parametrize(
    ("life", "inside"),
    [
        (Happenings(), None),
        (Happenings(moved=[date(2026, 1, 1)]), None),
        (Happenings(released=[date(2026, 9, 1)]), True),
        (Happenings(released=[date(2026, 6, 1)]), False),
        (Happenings(released=[date(2026, 1, 1)], returned=[date(2026, 3, 1)]), True),
        (Happenings(released=[date(2026, 1, 1), date(2026, 5, 1)], returned=[date(2026, 3, 1)]), False),
        (Happenings(released=[date(2026, 9, 1)], returned=[date(2026, 3, 1)]), True),
        (Happenings(released=[date(2026, 1, 1)], returned=[date(2026, 9, 1)]), False),
    ],
)
def test_the_days_of_a_life_tell_who_is_inside(life, inside):
    assert life.inside(date(2026, 6, 1)) is inside
