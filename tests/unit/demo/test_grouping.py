"""The demonstration shows a group that has begun, with registers, one without a register, and a waiting list."""

from random import Random
from types import SimpleNamespace

import pytest

from tests.cast import add_person
from throughgate.common.clock import today
from throughgate.demo.grouping import gather_some
from throughgate.groups.models import Cohort, Delivery, GroupSession, Place, Register


@pytest.mark.django_db
def test_groups_have_begun_and_one_has_a_waiting_list(send, alice, mona):
    for number in range(18):
        one = add_person(send, alice)
        one.given_name, one.preferred_name = f"Given{Random(number).randrange(10**6)}", ""
        one.save()
    gather_some(SimpleNamespace(users={"caseworker": alice, "manager": mona}, today=today()))
    assert Cohort.objects.count() == 3 and Register.objects.count() == Delivery.objects.count() >= 4
    assert Place.objects.filter(offered_on=None).count() == 4
    assert GroupSession.objects.filter(on__lt=today(), registers=None).count() == 2
