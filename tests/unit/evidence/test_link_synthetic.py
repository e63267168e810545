"""Made-up people are the same for the same seed, and made as their numbers say."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from throughgate_evidence.link.synthetic import Mistakes, make_truth_set

NO_MISTAKES = Mistakes(*[0.0] * 10, 1.0, 0.0, 1.0, *[0.0] * 5)


@pytest.fixture(scope="module")
def made():
    return make_truth_set(400, 4_000, seed=3)


def test_same_seed_same_people(made):
    assert make_truth_set(400, 4_000, seed=3) == made
    assert make_truth_set(400, 4_000, seed=4) != made


def test_some_are_in_no_record_and_nobody_is_two_records(made):
    assert sum(record is None for record in made.truth.values()) == 32
    records = [record for record in made.truth.values() if record]
    assert len(set(records)) == len(records)


def test_without_mistakes_a_participant_is_written_as_the_record_is():
    exact = make_truth_set(50, 500, seed=1, mistakes=NO_MISTAKES)
    records = {row[0]: row for row in exact.records}
    for row in exact.participants:
        if exact.truth[row[0]]:
            record = records[exact.truth[row[0]]]
            assert (row[1], row[2], row[7]) == (record[1], record[2], record[7])


def test_some_names_are_common_and_most_are_rare(made):
    counts = Counter(row[2] for row in made.records)
    assert counts.most_common(1)[0][1] > 10
    assert sum(count <= 2 for count in counts.values()) > len(counts) / 2


def test_some_have_a_twin(made):
    families = Counter((row[2], row[3], row[7]) for row in made.records)
    assert sum(count > 1 for count in families.values()) >= 20


def test_every_birthday_can_be_read(made):
    assert all(date(1957, 1, 1) < date.fromisoformat(row[3]) < date(2007, 1, 1) for row in made.records)
