"""What a worker promises in a contact: made with it, kept, as closed as its note, and gone with it."""

from datetime import date

from throughgate.access.policy import Action, Sensitivity, can, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Contact, FollowUp
from throughgate.casework.rules.contacts import ContactError
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment, Promise, PromiseSource
from throughgate.programmes.services.promising import (
    keep_promise,
    make_promise,
    reopen_promise,
    reword_promise,
    withdraw_promise,
)

TAKEN_OUT = "The contact it was promised in should not have been recorded"


@act()
def make_follow_up(
    *,
    by: User,
    contact: Contact,
    person: Person,
    what: str,
    by_on: date,
    worker: User,
    enrolment: Enrolment | None = None,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
) -> FollowUp:
    """Part of recording the contact, which has checked that `by` may. Raises ContactError, PromiseError."""
    promise = make_promise(
        by=by,
        person=person,
        source=PromiseSource.FOLLOW_UP,
        title=what,
        worker=worker,
        enrolment=enrolment,
        by_on=by_on,
        sensitivity=sensitivity,
    )
    if not can(worker, Action.RECORD, promise):
        raise ContactError("follow_up", "Whoever promises must be able to see and record this")
    return FollowUp.objects.create(contact=contact, promise=promise)


@act()
def finish_follow_up(*, by: User, follow_up: FollowUp) -> Promise:
    """Done twice it stays as it was done first. Raises Hidden, Forbidden, PromiseError (it was withdrawn meanwhile)."""
    promise = _locked(by, follow_up)
    if promise.met_on is None:
        keep_promise(by=by, promise=promise, on=today())
        _audit(by, promise, "follow_up.done")
    return promise


@act()
def reopen_follow_up(*, by: User, follow_up: FollowUp) -> Promise:
    """Undo of `finish_follow_up`. Raises Hidden, Forbidden."""
    promise = _locked(by, follow_up)
    if promise.met_on is not None:
        reopen_promise(by=by, promise=promise)
        _audit(by, promise, "follow_up.reopened")
    return promise


@act()
def carry_follow_ups(*, by: User, contact: Contact, later: Contact, person: Person, sensitivity: Sensitivity) -> None:
    """The contact was corrected: what was promised in it stays, as closed as the later note. Part of a correction."""
    for row in _of(contact, person):
        row.contact = later
        row.save(update_fields=["contact"])
        promise = row.promise
        if promise.sensitivity != sensitivity:
            reword_promise(
                by=by,
                promise=promise,
                title=promise.title,
                who=promise.who,
                worker=promise.worker,
                sensitivity=sensitivity,
            )


@act()
def take_out_follow_ups(*, by: User, contact: Contact, person: Person) -> None:
    """The contact should not have been recorded: nothing was promised in it, kept or not. Part of voiding it."""
    for row in _of(contact, person):
        if row.promise.withdrawn_on is None:
            reopen_promise(by=by, promise=row.promise)
            withdraw_promise(by=by, promise=row.promise, because=TAKEN_OUT)
            _audit(by, row.promise, "follow_up.withdrawn")


def _of(contact: Contact, person: Person) -> list[FollowUp]:
    rows = FollowUp.objects.filter(contact=contact, promise__person=person)
    return list(rows.select_related("promise__person", "promise__worker").order_by("promise"))


def _locked(by: User, follow_up: FollowUp) -> Promise:
    """Of two who say it at once, the second finds what the first said."""
    rows = Promise.objects.select_for_update(of=("self",), no_key=True).select_related("person__site")
    return check(by, Action.RECORD, rows.get(pk=follow_up.promise_id))


def _audit(by: User, promise: Promise, action: str) -> None:
    record_event(by=by, action=action, person=promise.person, subject=f"follow-up {promise.ref}")
