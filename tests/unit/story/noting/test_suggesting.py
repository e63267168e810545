"""Which suggestions stand, by the pure rules."""

from datetime import date, timedelta

import pytest

from throughgate.story.grammar import Item
from throughgate.story.models import Status
from throughgate.story.rules.answers import Answer
from throughgate.story.rules.needs import Finding
from throughgate.story.rules.suggesting import Noted, Reason, reason_of, suggest, what_changed

DAY = date(2026, 3, 2)


def said(item="living-now", value="friends", days=0):
    return Answer(item, value, DAY + timedelta(days=days), "Alice")


HOME = Finding("safe-home", (said(),))


def keys(*args):
    return [one.key for one in suggest(*args)]


def test_what_nobody_noted_is_suggested():
    assert keys([HOME], [], set()) == ["safe-home"]


@pytest.mark.parametrize("status", [Status.NOT_STARTED, Status.IN_PROGRESS, ""])
def test_what_stands_is_not_suggested_again(status):
    assert keys([HOME], [Noted("safe-home", status)], set()) == []


def test_what_was_put_aside_stays_away():
    assert keys([HOME], [], {("safe-home", reason_of(said()))}) == []


def test_the_same_words_said_again_are_no_new_reason():
    later = Finding("safe-home", (said(days=90),))
    assert keys([later], [], {("safe-home", reason_of(said()))}) == []


def test_other_words_bring_it_back():
    later = Finding("safe-home", (said(value="street", days=90),))
    assert keys([later], [], {("safe-home", reason_of(said()))}) == ["safe-home"]


def test_another_answer_brings_it_back_and_only_that_is_shown():
    both = Finding("safe-home", (said(), said("home-on-release", "nowhere")))
    (one,) = suggest([both], [], {("safe-home", reason_of(said()))})
    assert [answer.item for answer in one.because] == ["home-on-release"]


@pytest.mark.parametrize(("days", "again"), [(-1, False), (0, False), (1, True)])
def test_what_was_met_comes_back_only_with_something_said_since(days, again):
    noted = Noted("safe-home", Status.MET, DAY, Reason("living-now", "friends"))
    assert bool(keys([Finding("safe-home", (said(days=days),))], [noted], set())) is again


@pytest.mark.parametrize(("value", "again"), [("friends", False), ("street", True)])
def test_whoever_declined_is_asked_again_when_they_say_something_else(value, again):
    noted = Noted("safe-home", Status.DECLINED, DAY, Reason("living-now", "friends"))
    assert bool(keys([Finding("safe-home", (said(value=value, days=5),))], [noted], set())) is again


def item(**more):
    both = {"staff": "Q", "person": "Q"}
    return Item.model_validate({"ask": both, "type": "yes-no", "fresh": "always", **more})


ITEMS = {"home": item(), "partner": item(), "going": item(asked_if={"item": "partner", "is": ["yes"]})}


def test_nothing_changed_while_another_answer_speaks_for_it():
    assert what_changed("safe-home", said("home", "no"), {"home": said("home", "yes")}, ITEMS, {"safe-home"}) is None


def test_the_answer_changed():
    now = said("home", "yes", 9)
    assert what_changed("safe-home", said("home", "no"), {"home": now}, ITEMS, set()).answer == now


def test_the_answer_was_taken_back():
    changed = what_changed("safe-home", said("home", "no"), {}, ITEMS, set())
    assert (changed.item, changed.answer) == ("home", None)


def test_what_the_answer_hangs_on_changed():
    gone = said("partner", "no", 9)
    changed = what_changed("us", said("going", "no"), {"going": said("going", "no"), "partner": gone}, ITEMS, set())
    assert changed.answer == gone


def test_the_same_answer_is_no_change():
    assert what_changed("safe-home", said("home", "no"), {"home": said("home", "no", 9)}, ITEMS, set()) is None
