"""Who may work with a person as what."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from throughgate.accounts.models import Role
from throughgate.people.models import AssignmentRole

ROLES_OPEN_TO: Mapping[str, tuple[AssignmentRole, ...]] = {
    Role.MANAGER: (
        AssignmentRole.CASEWORKER,
        AssignmentRole.COUNSELLOR,
        AssignmentRole.FAMILY_PRACTITIONER,
        AssignmentRole.DRIVER,
    ),
    Role.CASEWORKER: (
        AssignmentRole.CASEWORKER,
        AssignmentRole.FAMILY_PRACTITIONER,
        AssignmentRole.MENTOR,
        AssignmentRole.DRIVER,
    ),
    Role.COUNSELLOR: (AssignmentRole.COUNSELLOR, AssignmentRole.FAMILY_PRACTITIONER),
    Role.VOLUNTEER: (AssignmentRole.MENTOR, AssignmentRole.PEER_ADVISOR, AssignmentRole.DRIVER),
}
# What somebody who adds a person becomes to them.
OWN_ROLE: Mapping[str, AssignmentRole] = {
    Role.CASEWORKER: AssignmentRole.CASEWORKER,
    Role.COUNSELLOR: AssignmentRole.COUNSELLOR,
}
# Whose name stands first where there is room for one.
LEADING = (
    AssignmentRole.CASEWORKER,
    AssignmentRole.COUNSELLOR,
    AssignmentRole.FAMILY_PRACTITIONER,
    AssignmentRole.MENTOR,
    AssignmentRole.PEER_ADVISOR,
    AssignmentRole.DRIVER,
)


class UnsuitableWorkerError(ValueError):
    """Why this account cannot work with a person as this, in plain words."""


def check_worker(account_role: str, assignment_role: str, *, is_active: bool) -> None:
    if not is_active:
        raise UnsuitableWorkerError("This account is closed. Choose somebody who still works here.")
    if assignment_role not in ROLES_OPEN_TO.get(account_role, ()):
        raise UnsuitableWorkerError(
            f"A {Role(account_role).label.lower()} cannot be a {AssignmentRole(assignment_role).label.lower()}. "
            "Choose another role or person."
        )


def first_day_alone(spans: Iterable[tuple[date, date | None]], today: date, before: date) -> date | None:
    """The first day after `today` and before `before` in none of the spans (first day, last day or open)."""
    day = today + timedelta(days=1)
    for from_on, to_on in sorted(spans, key=lambda span: span[0]):
        if from_on > day:
            break
        if to_on is None:
            return None
        day = max(day, to_on + timedelta(days=1))
    return day if day < before else None
