"""Precision and recall are counted against the truth, no more and no less."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate_evidence import EvidenceInputError
from throughgate_evidence.link.measuring import measure, read_truth, wilson
from throughgate_evidence.link.results import PROBABILISTIC, Doubt, Link, Linkage

TRUTH = {"a": "R1", "b": "R2", "c": None, "d": "R4", "e": "R5"}


def linkage(links=(), doubts=(), scored=()) -> Linkage:
    return Linkage(
        submitted=5,
        records=9,
        people_in_records=9,
        usable=5,
        unique=5,
        method="both",
        passes=("name",),
        link_at=0.9,
        review_at=0.2,
        seed=1,
        links=tuple(links),
        doubts=tuple(doubts),
        scored=tuple(scored),
        problems=(),
        notes=(),
    )


def link(participant: str, record: str, by: str = "name", score: float | None = None) -> Link:
    return Link(ord(participant), int(record[1:]), participant, record, by, score)


def shares(accuracy):
    return (accuracy.precision.count, accuracy.precision.of, accuracy.recall.of)


def test_right_wrong_and_missed():
    found = measure(linkage([link("a", "R1"), link("b", "R9"), link("c", "R3")]), TRUTH)
    assert shares(found.overall) == (1, 3, 4)
    assert (found.overall.precision.share, found.overall.recall.share) == (1 / 3, 1 / 4)


def test_participants_without_a_known_truth_are_not_counted():
    assert shares(measure(linkage([link("a", "R1"), link("z", "R7")]), TRUTH).overall) == (1, 1, 4)


def test_each_pass_by_itself():
    found = measure(linkage([link("a", "R1"), link("b", "R9", PROBABILISTIC, 0.95)]), TRUTH)
    assert [(row.what, *shares(row)) for row in found.by_pass] == [("name", 1, 1, 4), (PROBABILISTIC, 0, 1, 4)]


def test_thresholds_move_the_likely_links_only():
    likely = [link("b", "R2", PROBABILISTIC, 0.95), link("d", "R9", PROBABILISTIC, 0.3)]
    found = measure(linkage([link("a", "R1"), likely[0]], scored=likely), TRUTH)
    by = {least: shares(row)[:2] for least, row in found.by_threshold}
    assert (by[0.2], by[0.5], by[0.99]) == ((2, 3), (2, 2), (1, 1))


def test_who_waits_in_the_review_with_the_true_record():
    doubts = [Doubt(1, 2, "b", "R2", "name", "why"), Doubt(2, 9, "d", "R9", "name", "why")]
    assert measure(linkage(doubts=doubts), TRUTH).in_review == 1


def test_nothing_linked_has_no_precision():
    assert measure(linkage(), TRUTH).overall.precision.share is None


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_holds_its_share_and_stays_within_0_and_1(count, more):
    found = wilson(count, count + more)
    assert 0 <= found.lower <= found.share <= found.upper <= 1


def test_count_above_its_total_is_no_proportion():
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


def test_truth_is_read(tmp_path):
    path = tmp_path / "truth.csv"
    path.write_text("participant,record\na,R1\nb,\n")
    assert read_truth(path) == {"a": "R1", "b": None}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "first row must be"),
        ("participant,record\na,1\na,2\n", "row 3"),
        ("participant,record\n,1\n", "row 2"),
    ],
)
def test_truth_that_is_none(tmp_path, text, words):
    path = tmp_path / "truth.csv"
    path.write_text(text)
    with pytest.raises(EvidenceInputError, match=words):
        read_truth(path)
