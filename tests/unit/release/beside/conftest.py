"""Two of ours who must not meet: the second lives elsewhere, and Alice may know nothing of them."""

from datetime import date, datetime, time

import pytest

from tests.unit.casework.clocks import set_clock
from throughgate.people.models import Assignment, AssignmentRole, ContactRestriction, Person
from throughgate.people.services.restrictions import add_restriction

TODAY, ON = date(2026, 11, 20), date(2026, 12, 10)


@pytest.fixture(autouse=True)
def friday(monkeypatch) -> None:
    set_clock(monkeypatch, datetime.combine(TODAY, time(9, 30)))


@pytest.fixture
def samira(downview, charlie) -> Person:
    row = Person.objects.create(given_name="Samira", family_name="Okoro", site=downview, created_by=charlie)
    role = AssignmentRole.CASEWORKER
    Assignment.objects.create(person=row, worker=charlie, role=role, from_on=date(2026, 1, 5), added_by=charlie)
    return row


@pytest.fixture
def keep_apart(alice, charlie, person, samira):
    """`keep_apart(own=False)`: it stands in the other's record, and in no other."""

    def _keep_apart(*, own: bool) -> ContactRestriction:
        by, of, name = (alice, person, samira.name) if own else (charlie, samira, person.name)
        return add_restriction(
            by=by, person=of, kind="no_contact", source="court", from_on=TODAY, reach="any", other_name=name
        )

    return _keep_apart


@pytest.fixture(params=["their own record", "only the other's record"])
def apart(request, keep_apart) -> ContactRestriction:
    """Each of the records in turn."""
    return keep_apart(own=request.param == "their own record")
