"""Work of two records of one person: nothing is lost, and one of each holds."""

from datetime import timedelta
from types import SimpleNamespace

from throughgate.common.clock import today
from throughgate.work.merge_rules import _after_the_others


def rows(first, *versions):
    return [SimpleNamespace(pk=first + place, version=version) for place, version in enumerate(versions)]


def test_letters_of_the_record_that_goes_come_after():
    settled = _after_the_others(rows(1, 1, 2), rows(11, 1, 2, 3), None)
    assert {pk: change["version"] for pk, change in settled.changes.items()} == {11: 4, 12: 5, 13: 6}


def test_without_letters_of_the_one_kept_they_stay_as_they_are():
    assert not _after_the_others([], rows(11, 1), today() + timedelta(1)).changes
