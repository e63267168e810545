"""A step or a promise that was typed before a bar was learnt is read again when it is."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from throughgate.people.selectors.words_to_do import barred_words
from throughgate.people.services.restrictions import add_restriction
from throughgate.programmes.models import Promise

ON = date(2026, 11, 20)


@pytest.fixture
def typed(alice, person):
    def _typed(title: str, source: str = "step", **fields) -> Promise:
        said = {"person": person, "source": source, "who": "staff", "by_on": ON + timedelta(days=5), "made_by": alice}
        return Promise.objects.create(title=title, **said | fields)

    return _typed


def bar(by, person):
    terms = {"kind": "no_contact", "source": "court", "from_on": ON, "other_name": "Kerry Costa", "reach": "any"}
    return add_restriction(by=by, person=person, **terms)


@pytest.mark.parametrize("source", ["step", "follow-up"])
def test_what_names_them_is_said(alice, person, typed, source):
    typed("Ring Kerry Costa about the room", source)
    typed("Ring the council", source)
    assert [one.words for one in barred_words(alice, bar(alice, person), ON)] == ["Ring Kerry Costa about the room"]


def test_what_is_over_is_not(alice, person, typed):
    typed("Ring Kerry Costa", met_on=ON, kept_at=timezone.now(), kept_by=alice)
    assert barred_words(alice, bar(alice, person), ON) == []


def test_who_may_not_read_it_is_not_told(alice, carol, person, typed):
    typed("Ring Kerry Costa", sensitivity="clinical")
    assert barred_words(alice, bar(alice, person), ON) == []
