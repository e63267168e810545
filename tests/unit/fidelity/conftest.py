"""Two sites that deliver the family programme. Mona manages Send, Alice works there, Charlie at Downview."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.cast import add_person
from throughgate.fidelity.selectors.rollouts import Programme, programme_for
from throughgate.people.models import Assignment, AssignmentRole, Person
from throughgate.programmes.models import Commitment, Enrolment, ProgrammeModel
from throughgate.programmes.services import load_shipped_models
from throughgate.sites.models import Site

FIRST, LAST, TODAY = date(2026, 7, 1), date(2026, 9, 30), date(2026, 11, 20)


@pytest.fixture
def model(db) -> ProgrammeModel:
    return next(row for row in load_shipped_models() if row.slug == "restorative-family")


@pytest.fixture
def programme(mona, model) -> Programme:
    return programme_for(mona, model.slug)


@pytest.fixture
def joins(model, alice) -> Callable[..., Enrolment]:
    """Somebody joins at a site: a row alone, so that what is due can be laid by hand."""

    def join(site: Site, person: Person | None = None, on: date = FIRST) -> Enrolment:
        person = person or add_person(site, alice)
        return Enrolment.objects.create(
            person=person, model=model, site=site, stage="enrolled", enrolled_on=on, added_by=alice
        )

    return join


@pytest.fixture
def due() -> Callable[..., Commitment]:
    def lay(enrolment: Enrolment, element: str, by_on: date, ordinal: int = 1, **said) -> Commitment:
        known = {"who": "staff", "spell": 0, "ordinal": ordinal, "by_on": by_on}
        return Commitment.objects.create(enrolment=enrolment, person=enrolment.person, element=element, **known | said)

    return lay


@pytest.fixture
def worked_by() -> Callable[..., None]:
    def say(person: Person, worker, from_on: date) -> None:
        """And nobody else, ever."""
        person.assignments.all().delete()
        Assignment.objects.create(
            person=person, worker=worker, role=AssignmentRole.CASEWORKER, from_on=from_on, added_by=worker
        )

    return say
