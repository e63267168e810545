from datetime import date

from django.db import IntegrityError, transaction

from throughgate.access.policy import Action, forget_reach
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.people.changes import Happening, announce
from throughgate.people.models import Assignment, AssignmentRole, Person
from throughgate.people.rules.around import UnsuitableWorkerError, check_worker
from throughgate.people.selectors.barred_workers import barred_worker_words
from throughgate.people.services.writing import clean, lock_person


class AlreadyAssignedError(Exception):
    def __init__(self, role: str):
        super().__init__(f"They are this person's {AssignmentRole(role).label.lower()} already.")


class AlreadyEndedError(Exception):
    def __init__(self) -> None:
        super().__init__("This has ended already.")


class EndsBeforeStartError(ValueError):
    def __init__(self, from_on: date):
        super().__init__(f"The last day cannot be before the first, {from_on.day} {from_on:%B %Y}.")


@act()
def assign_worker(*, by: User, person: Person, worker: User, role: str, from_on: date) -> Assignment:
    """From `from_on` the worker works with the person as `role`, and the record is open to them.

    Raises Hidden, Forbidden, UnsuitableWorkerError, AlreadyAssignedError, ValidationError.
    """
    lock_person(by, Action.ASSIGN, person)
    assignment = Assignment(person=person, worker=worker, role=role, from_on=from_on, added_by=by)
    clean(assignment)
    check_worker(worker.role, role, is_active=worker.is_active)
    check_not_kept_apart(by, person, worker, from_on)
    try:
        with transaction.atomic():
            assignment.save()
    except IntegrityError as clash:
        raise AlreadyAssignedError(role) from clash
    _forget(by, worker)
    record_event(by=by, action="worker.assigned", person=person, subject=f"user {worker.ref}", role=role)
    summary = f"{worker.name} became their {AssignmentRole(role).label.lower()}"
    announce(Happening(person, "worker-assigned", from_on, by, summary, assignment.pk))
    return assignment


@act()
def end_assignment(
    *, by: User, assignment: Assignment, to_on: date, because: str, support_ended: bool = False
) -> Assignment:
    """`to_on` is the last day. `support_ended`: nobody has to take over, since the person's support ends with it.

    Raises Hidden, Forbidden, AlreadyEndedError, EndsBeforeStartError, ValidationError.
    """
    person = lock_person(by, Action.ASSIGN, assignment.person)
    assignment.refresh_from_db(fields=["to_on", "from_on"])
    if assignment.to_on is not None:
        raise AlreadyEndedError()
    if to_on < assignment.from_on:
        raise EndsBeforeStartError(assignment.from_on)
    assignment.to_on, assignment.ended_because, assignment.support_ended = to_on, because.strip(), support_ended
    clean(assignment)
    assignment.save(update_fields=["to_on", "ended_because", "support_ended"])
    worker = assignment.worker
    _forget(by, worker)
    record_event(by=by, action="worker.ended", person=person, subject=f"user {worker.ref}", role=assignment.role)
    summary = f"{worker.name} stopped being their {AssignmentRole(assignment.role).label.lower()}"
    announce(Happening(person, "worker-assigned", to_on, by, summary, assignment.pk))
    return assignment


def check_not_kept_apart(by: User, person: Person, worker: User, on: date) -> None:
    """Nobody works with a person who must be kept apart from them. Raises UnsuitableWorkerError."""
    if words := barred_worker_words(by, person, worker, on):
        raise UnsuitableWorkerError(words)


def _forget(*users: User) -> None:
    for user in users:
        forget_reach(user)
