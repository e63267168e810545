"""Promises made, kept, moved and withdrawn.

The caller's service has checked the policy for its own act, and audits it and writes its entry there; what is due is
settled anew here, in the caller's transaction.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.common.acts import act, hold, is_held
from throughgate.common.clock import today
from throughgate.people.changes import announce_facts_changed
from throughgate.people.models import Person
from throughgate.programmes.grammar import WHO_WORDS
from throughgate.programmes.models import Enrolment, Promise, PromiseSource
from throughgate.programmes.promising import PromiseError, check_keep, check_promise
from throughgate.programmes.services.turns import take_turns
from throughgate.record.models import Entry


@act()
def make_promise(
    *,
    by: User,
    person: Person,
    source: str,
    title: str,
    by_on: date,
    who: str = "staff",
    worker: User | None = None,
    enrolment: Enrolment | None = None,
    from_on: date | None = None,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
) -> Promise:
    """Raises PromiseError."""
    promise = new_promise(
        by=by,
        person=person,
        source=source,
        title=title,
        by_on=by_on,
        who=who,
        worker=worker,
        enrolment=enrolment,
        from_on=from_on,
        sensitivity=sensitivity,
    )
    return make_promises([promise])[0]


def new_promise(
    *,
    by: User,
    person: Person,
    source: str,
    title: str,
    by_on: date,
    who: str = "staff",
    worker: User | None = None,
    enrolment: Enrolment | None = None,
    from_on: date | None = None,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
) -> Promise:
    """One that may be made, not yet written: for `make_promises`. Raises PromiseError."""
    check_promise(title=title, who=who, known=WHO_WORDS, from_on=from_on, by_on=by_on)
    if enrolment and enrolment.person_id != person.pk:
        raise PromiseError("That enrolment is somebody else’s.")
    return Promise(
        person=person,
        enrolment=enrolment,
        source=PromiseSource(source),
        title=title.strip(),
        who=who,
        worker=worker,
        from_on=from_on,
        by_on=by_on,
        sensitivity=sensitivity,
        made_by=by,
    )


@act()
def make_promises(promises: Sequence[Promise]) -> list[Promise]:
    """Many at once, each from `new_promise`. One query."""
    made: list[Promise] = Promise.objects.bulk_create(promises)
    announce_facts_changed(*{promise.person_id: promise.person for promise in made}.values())
    return made


@act()
def keep_promise(*, by: User, promise: Promise, on: date, entry: Entry | None = None) -> Promise:
    """It was done. Kept twice, it stays as it was kept first. Raises PromiseError."""
    lock_promise(promise)
    check_keep(on=on, today=today(), withdrawn=promise.withdrawn_on is not None)
    if promise.met_on:
        return promise
    promise.met_on, promise.met_by, promise.kept_at, promise.kept_by = on, entry, timezone.now(), by
    return _save(promise, "met_on", "met_by", "kept_at", "kept_by")


@act()
def reopen_promise(*, by: User, promise: Promise) -> Promise:
    """Undo of `keep_promise` and of `withdraw_promise`: it is due again."""
    lock_promise(promise)
    if promise.met_on is None and promise.withdrawn_on is None:
        return promise
    promise.met_on = promise.met_by = promise.kept_at = promise.kept_by = None
    promise.withdrawn_on, promise.withdrawn_because, promise.withdrawn_by = None, "", None
    fields = ("met_on", "met_by", "kept_at", "kept_by", "withdrawn_on", "withdrawn_because", "withdrawn_by")
    return _save(promise, *fields)


@act()
def move_promise(*, by: User, promise: Promise, by_on: date) -> Promise:
    """To another day. What has been kept or withdrawn moves no more. Raises PromiseError."""
    lock_promise(promise)
    if promise.by_on == by_on:
        return promise
    if promise.met_on or promise.withdrawn_on:
        raise PromiseError("This is closed: its day can no longer be moved.", "by_on")
    check_promise(title=promise.title, who=promise.who, known=WHO_WORDS, from_on=promise.from_on, by_on=by_on)
    promise.by_on = by_on
    return _save(promise, "by_on")


@act()
def reword_promise(
    *, by: User, promise: Promise, title: str, who: str, worker: User | None, sensitivity: Sensitivity
) -> Promise:
    """The same promise said otherwise, given to somebody else, or opened to more or fewer readers.

    Raises PromiseError.
    """
    lock_promise(promise)
    check_promise(title=title, who=who, known=WHO_WORDS, from_on=promise.from_on, by_on=promise.by_on)
    promise.title, promise.who, promise.worker, promise.sensitivity = title.strip(), who, worker, sensitivity
    return _save(promise, "title", "who", "worker", "sensitivity")


@act()
def withdraw_promise(*, by: User, promise: Promise, because: str) -> Promise:
    """Nobody is asked for it any more. What was kept stays kept. Raises PromiseError."""
    lock_promise(promise)
    if not because.strip():
        raise PromiseError("Say why it is withdrawn.", "because")
    if promise.met_on or promise.withdrawn_on:
        return promise
    promise.withdrawn_on, promise.withdrawn_because, promise.withdrawn_by = today(), because.strip(), by
    return _save(promise, "withdrawn_on", "withdrawn_because", "withdrawn_by")


def lock_promises(person: Person, promises: QuerySet[Promise]) -> dict[int, Promise]:
    """Of one person, by id, fresh and locked until the transaction ends: no service here reads them again."""
    take_turns([person.pk])
    locked = promises.select_for_update(of=("self",), no_key=True).order_by("pk").in_bulk()
    for promise in locked.values():
        promise.person = person
        hold(promise)
    return locked


def lock_promise(promise: Promise) -> None:
    """The same object, fresh and locked until the transaction ends. Once in an act."""
    if not is_held(promise):
        take_turns([promise.person_id])
        person = promise.person
        promise.refresh_from_db(from_queryset=Promise.objects.select_for_update(of=("self",), no_key=True))
        if promise.person_id == person.pk:
            promise.person = person  # refreshing lets go of what was at hand
        hold(promise)


def _save(promise: Promise, *fields: str) -> Promise:
    promise.save(update_fields=fields)
    announce_facts_changed(promise.person)
    return promise
