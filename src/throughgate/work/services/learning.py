"""Training as a step towards a job, and the certificates that come of it."""

from datetime import date

from django.utils import timezone

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Promise, PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promise, withdraw_promise
from throughgate.record.models import Entry
from throughgate.record.services import write_entry
from throughgate.work.models import Certificate, Ended, Training
from throughgate.work.rules.learning import (
    LearningError,
    check_began,
    check_certificate,
    check_ended,
    check_offered,
    renew_from,
)

BEGUN = (Ended.FINISHED, Ended.STOPPED)


@act()
def offer_training(
    *, by: User, person: Person, title: str, towards: str, why: str, offered_on: date, provider: str = ""
) -> Training:
    """Raises Hidden, Forbidden, LearningError."""
    lock_person(by, Action.RECORD, person)
    check_offered(why, towards, offered_on, today())
    row = Training.objects.create(
        person=person,
        title=title.strip()[:120],
        provider=provider.strip()[:120],
        towards=towards.strip()[:120],
        why=why.strip()[:400],
        offered_on=offered_on,
        by=by,
    )
    _entry(by, row, "training-offered", offered_on, f"{row.title}, as a step to: {row.towards}")
    record_event(by=by, action="work.training_offered", person=person, subject=f"training {row.ref}")
    return row


@act()
def begin_training(*, by: User, training: Training, on: date) -> Training:
    """What a programme asks for is met by it. Raises Hidden, Forbidden, LearningError."""
    row = _locked(by, training)
    if row.began_on or row.ended_on:
        raise LearningError("Somebody has noted this already. Look at it again.")
    check_began(row.offered_on, on, today())
    row.began_on = on
    row.save(update_fields=["began_on"])
    _entry(by, row, "training", on, row.title)
    record_event(by=by, action="work.training_began", person=row.person, subject=f"training {row.ref}")
    return row


@act()
def end_training(*, by: User, training: Training, on: date, because: str) -> Training:
    """Raises Hidden, Forbidden, LearningError."""
    row = _locked(by, training)
    if row.ended_on:
        raise LearningError("Somebody has noted this already. Look at it again.")
    if because not in Ended.values:
        raise LearningError("Choose how it ended", "because")
    begins = row.began_on or row.offered_on
    check_ended(begins, on, today(), began=bool(row.began_on), needs_begun=because in BEGUN)
    row.ended_on, row.ended_because, row.ended_at, row.ended_by = on, because, timezone.now(), by
    row.save(update_fields=["ended_on", "ended_because", "ended_at", "ended_by"])
    _entry(by, row, "training-ended", on, f"{row.title}: {Ended(because).label}")
    event = {"subject": f"training {row.ref}", "because": because}
    record_event(by=by, action="work.training_ended", person=row.person, **event)
    return row


@act()
def add_certificate(
    *,
    by: User,
    person: Person,
    title: str,
    got_on: date,
    until: date | None = None,
    training: Training | None = None,
    renews: Certificate | None = None,
) -> Certificate:
    """One that ends is promised to be renewed before. `renews` is the one whose place it takes.

    Raises Hidden, Forbidden, LearningError.
    """
    lock_person(by, Action.RECORD, person)
    check_certificate(title, got_on, until, today())
    row = Certificate.objects.create(
        person=person, training=training, title=title.strip()[:120], got_on=got_on, until=until, by=by
    )
    entry = write_entry(by=by, person=person, kind="certificate", on=got_on, summary=row.title, row_id=row.pk)
    if renews:
        _take_place_of(by, renews, entry)
    row.promise = _promise_to_renew(by, row)
    row.save(update_fields=["promise"])
    record_event(by=by, action="work.certificate_added", person=person, subject=f"certificate {row.ref}")
    return row


def _take_place_of(by: User, old: Certificate, entry: Entry) -> None:
    old.refresh_from_db(from_queryset=Certificate.objects.select_related("person__site", "promise__person"))
    check(by, Action.RECORD, old)
    if old.superseded_at or old.withdrawn_at:
        raise LearningError("This certificate was renewed or taken back meanwhile. Look at it again.")
    old.superseded_at = timezone.now()
    old.save(update_fields=["superseded_at"])
    if old.promise and old.promise.withdrawn_on is None:
        keep_promise(by=by, promise=old.promise, on=today(), entry=entry)


def _promise_to_renew(by: User, row: Certificate) -> Promise | None:
    day = renew_from(row.until, today()) if row.until else None
    if day is None:
        return None
    return make_promise(
        by=by,
        person=row.person,
        source=PromiseSource.WORK,
        title="Renew a certificate for work, before it ends",
        worker=by,
        by_on=day,
    )


@act()
def withdraw_certificate(*, by: User, certificate: Certificate) -> Certificate:
    """It was noted wrongly: it stays as a row and counts no more. Raises Hidden, Forbidden."""
    lock_person(by, Action.RECORD, certificate.person)
    row = Certificate.objects.select_related("person__site", "promise__person").get(pk=certificate.pk)
    check(by, Action.RECORD, row)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = timezone.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        if row.promise:
            withdraw_promise(by=by, promise=row.promise, because="The certificate was noted by mistake")
        event = {"subject": f"certificate {row.ref}"}
        record_event(by=by, action="work.certificate_withdrawn", person=row.person, **event)
    return row


def _locked(by: User, row: Training) -> Training:
    person = lock_person(by, Action.RECORD, row.person)
    row.refresh_from_db()
    row.person = person
    return check(by, Action.RECORD, row)


def _entry(by: User, row: Training, kind: str, on: date, summary: str) -> Entry:
    return write_entry(by=by, person=row.person, kind=kind, on=on, summary=summary[:200], row_id=row.pk)
