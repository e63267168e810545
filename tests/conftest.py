"""The cast. Send and Downview are two sites; everyone but Charlie works at Send."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from string import ascii_letters, digits

import pytest
from django.middleware import csrf
from django.utils.crypto import get_random_string
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.cast import add_downview, add_person, add_send, add_user, assign
from tests.database import copy_pattern
from throughgate.accounts.models import Role, User
from throughgate.people.models import AssignmentRole, Person
from throughgate.sites.models import Site

TODAY = date(2026, 11, 20)  # a Friday

# A busy machine takes long over an example now and then: that is no finding.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")


# Sooner or later a random token on a page spells somebody's first name: "Jo not in the text" then fails by chance.
# Drawn from digits, and masked with the characters that come after them, tokens are made of these nineteen alone.
PLAIN = f"{digits}qxzQXZkvw"
csrf.CSRF_ALLOWED_CHARS = PLAIN + "".join(one for one in ascii_letters if one not in PLAIN)
csrf._get_new_csrf_string = partial(get_random_string, csrf.CSRF_SECRET_LENGTH, digits)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_use_migrations, django_db_keepdb, django_db_blocker
) -> None:
    """pytest-django calls this just before it makes the database of this process."""
    if django_db_use_migrations and not django_db_keepdb:
        with django_db_blocker.unblock():
            copy_pattern()


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
    return add_send()


@pytest.fixture
def downview(db) -> Site:
    return add_downview()


@pytest.fixture
def mona(send) -> User:
    """Manager at Send; line-manages Carol."""
    return add_user("Mona", Role.MANAGER, send)


@pytest.fixture
def alice(send, mona) -> User:
    """Caseworker at Send; the person is on her caseload."""
    return add_user("Alice", Role.CASEWORKER, send, line_manager=mona)


@pytest.fixture
def bob(send, mona) -> User:
    """Alice's colleague on the team; the person is not on his caseload."""
    return add_user("Bob", Role.CASEWORKER, send, line_manager=mona)


@pytest.fixture
def charlie(downview) -> User:
    """Caseworker elsewhere: must see nothing."""
    return add_user("Charlie", Role.CASEWORKER, downview)


@pytest.fixture
def carol(send, mona) -> User:
    """Counsellor at Send; the person is on her caseload."""
    return add_user("Carol", Role.COUNSELLOR, send, line_manager=mona)


@pytest.fixture
def victor(send, mona) -> User:
    """Volunteer at Send, not matched with the person unless a test says so."""
    return add_user("Victor", Role.VOLUNTEER, send, line_manager=mona)


@pytest.fixture
def eve(send) -> User:
    """Evaluator: evidence, no people."""
    return add_user("Eve", Role.EVALUATOR, send)


@pytest.fixture
def ada(send) -> User:
    """Administrator: accounts, no people."""
    return add_user("Ada", Role.ADMINISTRATOR, send)


@pytest.fixture
def person(send, alice) -> Person:
    """Someone at Send, on Alice's caseload."""
    return add_person(send, alice)


@pytest.fixture
def carols(person, carol) -> Person:
    """The same person, now on Carol's caseload too."""
    assign(person, carol, AssignmentRole.COUNSELLOR)
    return person
