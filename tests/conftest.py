"""The cast. Send and Downview are two sites; everyone but Charlie works at Send."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium
from throughgate.accounts.models import Role, User
from throughgate.people.models import Assignment, AssignmentRole, Person
from throughgate.sites.models import Site

TODAY = date(2026, 11, 20)  # a Friday


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module: two at once do not get on, and an open one leaves its event loop under other tests."""
    with chromium() as started:
        yield started


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def send(db) -> Site:
    return Site.objects.update_or_create(
        code="SDI", defaults={"name": "Send (HMP)", "is_served": True, "holds_women": True}
    )[0]


@pytest.fixture
def downview(db) -> Site:
    return Site.objects.update_or_create(code="DWI", defaults={"name": "Downview (HMP & YOI)", "is_served": True})[0]


def _user(name: str, role: Role, *sites: Site, **fields) -> User:
    user = User.objects.create_user(
        f"{name.lower()}@example.org", "correct horse battery", name=f"{name} Example", role=role, **fields
    )
    user.sites.set(sites)
    return user


@pytest.fixture
def mona(send) -> User:
    """Manager at Send; line-manages Carol."""
    return _user("Mona", Role.MANAGER, send)


@pytest.fixture
def alice(send, mona) -> User:
    """Caseworker at Send; the person is on her caseload."""
    return _user("Alice", Role.CASEWORKER, send, line_manager=mona)


@pytest.fixture
def bob(send, mona) -> User:
    """Alice's colleague on the team; the person is not on his caseload."""
    return _user("Bob", Role.CASEWORKER, send, line_manager=mona)


@pytest.fixture
def charlie(downview) -> User:
    """Caseworker elsewhere: must see nothing."""
    return _user("Charlie", Role.CASEWORKER, downview)


@pytest.fixture
def carol(send, mona) -> User:
    """Counsellor at Send; the person is on her caseload."""
    return _user("Carol", Role.COUNSELLOR, send, line_manager=mona)


@pytest.fixture
def victor(send, mona) -> User:
    """Volunteer at Send, not matched with the person unless a test says so."""
    return _user("Victor", Role.VOLUNTEER, send, line_manager=mona)


@pytest.fixture
def eve(send) -> User:
    """Evaluator: evidence, no people."""
    return _user("Eve", Role.EVALUATOR, send)


@pytest.fixture
def ada(send) -> User:
    """Administrator: accounts, no people."""
    return _user("Ada", Role.ADMINISTRATOR, send)


@pytest.fixture
def person(send, alice) -> Person:
    """Someone at Send, on Alice's caseload."""
    person = Person.objects.create(
        given_name="Jordan", family_name="Vale", preferred_name="Jo", site=send, created_by=alice
    )
    Assignment.objects.create(
        person=person, worker=alice, role=AssignmentRole.CASEWORKER, from_on=date(2026, 1, 5), added_by=alice
    )
    return person


@pytest.fixture
def carols(person, carol) -> Person:
    """The same person, now on Carol's caseload too."""
    Assignment.objects.create(
        person=person, worker=carol, role=AssignmentRole.COUNSELLOR, from_on=date(2026, 1, 5), added_by=carol
    )
    return person
