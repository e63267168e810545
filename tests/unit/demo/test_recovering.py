"""The demonstration shows recovery: four versions inside, one lapse answered outside."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.conftest import add_person, assign
from throughgate.casework.models import PlanVersion
from throughgate.common.clock import today
from throughgate.demo.recovering import recover_some
from throughgate.people.models import AssignmentRole
from throughgate.people.services.custody import record_move
from throughgate.programmes.services.enrolling import enrol
from throughgate.programmes.services.publishing import load_shipped_models
from throughgate.recovery.models import CellSheet, HomeGroup, Lapse

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(send, alice, carol, carols, ada):
    model = next(one for one in load_shipped_models(by=ada) if one.slug == "addiction-recovery")
    outside = add_person(send, alice)
    assign(outside, carol, AssignmentRole.COUNSELLOR)
    record_move(by=alice, person=outside, kind="released", on=today() - timedelta(days=60), site=None, source="OMU")
    for person in (carols, outside):
        enrol(by=carol, person=person, model=model, enrolled_on=today() - timedelta(days=90))
    recover_some(SimpleNamespace(users={"counsellor": carol}, today=today()))
    return carols, outside


def test_somebody_inside_has_four_versions(both):
    assert PlanVersion.objects.filter(plan__person=both[0], agreed_at__isnull=False).count() == 4
    assert CellSheet.objects.filter(person=both[0]).count() == 2


def test_somebody_outside_has_company_and_a_lapse_answered(both):
    assert Lapse.objects.get().person == HomeGroup.objects.get().person == both[1]
