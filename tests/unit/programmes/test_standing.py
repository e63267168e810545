from datetime import date, timedelta

from throughgate.programmes.loading import load_model
from throughgate.programmes.settling import Commitment
from throughgate.programmes.standing import standing_of

TODAY = date(2026, 11, 20)
MODEL = load_model(
    """
model: small
version: 1
title: Small
summary: For the tests.
for: {needs: [family]}
elements:
  talk: {title: A talk, is: one-to-one, every: 7 days, core: true}
  plan: {title: A plan, is: plan, count: 2, by: release, core: true}
measures:
  hope: {title: Hope, at: [enrolment], within: 7 days, tool: Own}
""",
    filename="small.yaml",
    kinds={"one-to-one", "plan"},
)


def row(element="talk", ordinal=1, days=None, spell=0, **fields):
    """A commitment due so many days from today."""
    by_on = None if days is None else TODAY + timedelta(days)
    base = Commitment(element, spell, ordinal, "staff", None, by_on, None, None, None, None, False)
    return base._replace(**fields)


def test_what_is_pressing_comes_first():
    standing = standing_of(MODEL, [row(days=3, is_next=True), row("plan", days=-2, is_next=True)], TODAY)
    assert [(line.title, line.tone) for line in standing.to_do] == [("A plan", "overdue"), ("A talk", "quiet")]


def test_what_is_weeks_away_or_not_next_is_later():
    rows = [row("plan", days=1, is_next=True), row("plan", ordinal=2, days=1), row(days=29, is_next=True)]
    standing = standing_of(MODEL, rows, TODAY)
    assert [line.note for line in standing.to_do] == ["1 of 2"]
    assert [line.title for line in standing.later] == ["A plan", "A talk"]


def test_what_was_done_is_counted_by_element():
    rows = [row(ordinal=n, days=0, met_on=TODAY + timedelta(n - 2)) for n in (1, 2, 3)]
    (done,) = standing_of(MODEL, rows, TODAY).done
    assert (len(done.days), done.last_on, done.late) == (3, TODAY + timedelta(1), 1)


def test_the_core_is_counted_once_done():
    standing = standing_of(MODEL, [row(met_on=TODAY), row("plan", days=1, is_next=True)], TODAY)
    assert (standing.core_done, standing.core_total) == (1, 2)


def test_the_rest_has_its_place():
    rows = [
        row("measure:hope"),
        row("plan", waived_on=TODAY),
        row(ordinal=4, days=-9, closed_on=TODAY),
        row("gone", spell=1, days=1, is_next=True),
    ]
    standing = standing_of(MODEL, rows, TODAY)
    assert [line.title for line in standing.undated] == ["Hope"]
    assert [line.title for line in standing.waived] == ["A plan"]
    assert [line.title for line in standing.not_done] == ["A talk"]
    assert [(line.title, line.note) for line in standing.to_do] == [("Gone", "after the return to custody")]
