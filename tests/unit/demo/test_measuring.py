"""The demonstration shows measures taken more than once, and one that is only begun."""

from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest

from throughgate.common.clock import today
from throughgate.demo.measuring import begin_measure, take_measure
from throughgate.measures.models import Safeguard, Sitting
from throughgate.measures.selectors.sittings import given_in

pytestmark = pytest.mark.django_db


def test_one_is_only_begun(person, alice):
    begin_measure(SimpleNamespace(users={"caseworker": alice}, today=today()))
    assert Sitting.objects.get().finished_at is None


@pytest.mark.parametrize("slug", ["outcome-wheel", "phq-9", "barc-10"])
def test_whoever_gets_better_is_seen_to(slug, person, alice):
    for well in (0.2, 0.8):
        on = today() - timedelta(days=round(40 - 10 * well))
        take_measure(alice, person, slug, on, well, Random(1), subject=slug)
    first, last = Sitting.objects.order_by("on")
    assert first.finished_at and last.finished_at and not Safeguard.objects.exists()
    assert given_in(first) != given_in(last)
