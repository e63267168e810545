"""The demonstration shows measures taken more than once."""

from types import SimpleNamespace

import pytest

from throughgate.common.clock import today
from throughgate.demo.measuring import TAKEN, tell_measures
from throughgate.measures.models import Sitting


@pytest.mark.django_db
def test_somebody_s_wheel_is_there_twice(person, alice):
    tell_measures(SimpleNamespace(users={"caseworker": alice}, today=today()))
    done = Sitting.objects.filter(person=person, entry__isnull=False)
    assert done.filter(instrument=TAKEN[0]).count() > 1
    assert Sitting.objects.filter(finished_at=None).count() == 1
