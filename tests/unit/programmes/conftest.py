from datetime import date

import pytest

from throughgate.programmes.models import Enrolment, ProgrammeModel
from throughgate.programmes.services import enrol, load_shipped_models


@pytest.fixture(autouse=True)
def friday(request, monkeypatch):
    """The day of the cast, wherever this room asks what day it is."""
    if "db" not in request.fixturenames:
        return
    from throughgate.access import policy
    from throughgate.common import clock
    from throughgate.programmes.services import enrolling, pausing, promising, waiving
    from throughgate.programmes.views import acts, enrolments

    day = request.getfixturevalue("today")
    for module in (clock, policy, enrolling, pausing, promising, waiving, acts, enrolments):
        monkeypatch.setattr(module, "today", lambda: day)


@pytest.fixture
def models(db) -> dict[str, ProgrammeModel]:
    return {row.slug: row for row in load_shipped_models()}


@pytest.fixture
def family(models) -> ProgrammeModel:
    return models["restorative-family"]


@pytest.fixture
def enrolment(alice, person, family) -> Enrolment:
    """Jordan, on the family programme since September."""
    return enrol(by=alice, person=person, model=family, enrolled_on=date(2026, 9, 1))
