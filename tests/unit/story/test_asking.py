from datetime import date

from tests.unit.story.small import QUESTIONS, TALK, answer
from throughgate.story.rules import (
    Happenings,
    State,
    likely_needs,
    next_to_ask,
    state_of_form,
    strengths_shown,
    take,
    tally,
    to_ask,
)

TODAY = date(2026, 1, 15)


def states(*answers, happenings=None, today=TODAY):
    return state_of_form(QUESTIONS, TALK, answers, happenings or Happenings(), today)


def by_item(found):
    return {one.item: one.state for one in found}


def test_a_first_talk_asks_what_hangs_on_nothing():
    assert to_ask(states()) == ("children", "hope", "rent", "calm")
    assert next_to_ask(states()) == "children"


def test_a_condition_opens_the_next_question():
    assert to_ask(states(answer("children", "yes")))[0] == "contact"
    assert by_item(states(answer("children", "no")))["contact"] == State.NOT_ASKED


def test_what_hangs_on_what_is_not_asked_any_more_is_not_asked():
    old = [answer("contact", "never"), answer("wish", "Sundays")]
    found = states(answer("children", "no"), *old)
    assert [by_item(found)[key] for key in ("contact", "wish")] == [State.NOT_ASKED] * 2
    assert found[2].answer.value == "Sundays"


def test_an_answer_kept_to_oneself_opens_nothing_and_is_not_pressed():
    found = states(answer("children", None))
    assert by_item(found)["children"] == State.DECLINED
    assert "contact" not in to_ask(found)


def test_an_old_answer_is_shown_and_asked_about():
    found = {one.item: one for one in states(answer("hope", 3, date(2025, 11, 1)))}["hope"]
    assert (found.state, found.answer.heard_by, found.until) == (State.STALE, "alice", date(2025, 12, 1))


def test_release_makes_old_what_was_fresh():
    said = [answer("children", "yes"), answer("contact", "often")]
    released = Happenings(released=[date(2026, 1, 10)])
    assert by_item(states(*said))["contact"] == State.KNOWN
    assert by_item(states(*said, happenings=released))["contact"] == State.STALE


def test_the_figures_of_a_form():
    found = tally(states(answer("children", "no"), answer("hope", 3, date(2025, 11, 1)), answer("rent", None)))
    assert (found.known, found.stale, found.declined, found.not_asked, found.unknown) == (1, 1, 1, 2, 1)
    assert (found.to_ask, found.not_asked_again) == (2, 2)


def test_needs_and_strengths_come_with_the_answers_that_speak_for_them():
    said = [answer("children", "yes"), answer("contact", "never"), answer("rent", 500), answer("hope", 9)]
    (need,) = likely_needs(QUESTIONS, said)
    assert (need.key, [one.item for one in need.because]) == ("see-children", ["contact", "rent"])
    assert [one.key for one in strengths_shown(QUESTIONS, said)] == ["some-hope"]


def test_what_is_not_asked_any_more_speaks_for_nothing():
    said = [answer("children", "no"), answer("contact", "never"), answer("hope", 6)]
    assert not likely_needs(QUESTIONS, said)
    assert not strengths_shown(QUESTIONS, said)


def test_a_superseded_answer_speaks_for_nothing():
    said = take([answer("hope", 9)], answer("hope", 2, TODAY))
    assert not strengths_shown(QUESTIONS, said)
