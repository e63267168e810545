"""A crisis that turns out to be worse than was thought, after somebody saw the milder one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from throughgate.casework.selectors.crisis import unseen_by
from throughgate.casework.services.crisis import describe_crisis, raise_crisis, see_crisis


@pytest.fixture
def seen_while_mild(bob, alice, mona, person):
    crisis = raise_crisis(by=bob, person=person, kind="missing", level="week")
    see_crisis(by=alice, crisis=crisis)
    return crisis


def worse(by, crisis, **said):
    return describe_crisis(by=by, crisis=crisis, **{"kind": "missing", "level": "today", "what": ""} | said)


def test_those_who_saw_the_milder_one_are_asked_again(seen_while_mild, mona, alice):
    row = worse(mona, seen_while_mild)
    assert unseen_by(alice, row.escalated_at) == [row]
    assert see_crisis(by=alice, crisis=row).seen_at > row.escalated_at
    assert unseen_by(alice, timezone.now()) == []


def test_what_got_worse_goes_to_the_next_in_line_from_then_on(seen_while_mild, mona):
    row = worse(mona, seen_while_mild, kind="relapse")
    told_at = row.told.get(user=mona).told_at
    assert told_at == row.escalated_at + timedelta(minutes=120)
    assert unseen_by(mona, told_at - timedelta(seconds=1)) == [] and unseen_by(mona, told_at) == [row]


def test_worse_at_once_writes_again_to_those_told_before(
    seen_while_mild, alice, mona, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        worse(mona, seen_while_mild, kind="danger-to-self", level="now")
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([alice.email, mona.email])


@pytest.mark.parametrize("said", [{"level": "week", "what": "Rang"}, {"level": "week", "kind": "missing"}])
def test_more_words_alone_ask_nobody_again(seen_while_mild, mona, alice, said):
    row = worse(mona, seen_while_mild, **said)
    assert row.escalated_at is None and unseen_by(alice, timezone.now()) == []
