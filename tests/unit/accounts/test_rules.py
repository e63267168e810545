import pytest

from throughgate.accounts.models import Role
from throughgate.accounts.rules import (
    ROLE_SENTENCES,
    LastAdministratorError,
    OwnManagerError,
    check_administrator_left,
    check_line,
    stops_working_with_people,
)


def test_every_role_is_said_in_a_sentence():
    assert set(ROLE_SENTENCES) == set(Role)


def test_last_administrator_stays():
    with pytest.raises(LastAdministratorError):
        check_administrator_left(is_administrator=True, stays_administrator=False, other_administrators=0)


@pytest.mark.parametrize(("is_one", "stays", "others"), [(True, False, 1), (True, True, 0), (False, False, 0)])
def test_others_may_go(is_one, stays, others):
    assert (
        check_administrator_left(is_administrator=is_one, stays_administrator=stays, other_administrators=others)
        is None
    )


@pytest.mark.parametrize(("manager", "lines"), [(1, {}), (2, {2: 1}), (2, {2: 3, 3: 1})])
def test_nobody_is_their_own_manager(manager, lines):
    with pytest.raises(OwnManagerError):
        check_line(1, manager, lines)


@pytest.mark.parametrize(("manager", "lines"), [(None, {}), (2, {2: 3, 3: None}), (2, {2: 3, 3: 2})])
def test_line_may_end_elsewhere(manager, lines):
    assert check_line(1, manager, lines) is None


def test_roles_that_leave_people_behind():
    assert stops_working_with_people(Role.CASEWORKER, Role.EVALUATOR)
    assert stops_working_with_people(Role.CASEWORKER, Role.VOLUNTEER)
    assert stops_working_with_people(Role.VOLUNTEER, Role.EVALUATOR)
    assert not stops_working_with_people(Role.CASEWORKER, Role.COUNSELLOR)
    assert not stops_working_with_people(Role.VOLUNTEER, Role.CASEWORKER)
    assert not stops_working_with_people(Role.EVALUATOR, Role.ADMINISTRATOR)
