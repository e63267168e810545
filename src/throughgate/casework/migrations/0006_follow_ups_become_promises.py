"""Every follow-up becomes a promise with its line of what is due, as `settle_promises` would write it.

The promise takes over the reference of the follow-up, so that links and the trail still lead to it. Where the contact
was taken out meanwhile, the promise is withdrawn by whoever took it out. A merge that can still be undone knows the
promise from now on.
"""

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils import timezone

AT_ONCE = 500
TAKEN_OUT = "The contact it was promised in should not have been recorded"


def make_promises(apps, schema_editor):
    using = schema_editor.connection.alias
    FollowUp = apps.get_model("casework", "FollowUp")
    open_rows = FollowUp.objects.using(using).filter(promise=None).select_related("contact").order_by("pk")
    while rows := list(open_rows[:AT_ONCE]):
        parts = _parts_of(apps, using, rows)
        _write(apps, using, rows, [_promise_of(apps, row, parts.get((row.contact_id, row.person_id))) for row in rows])


def _parts_of(apps, using, rows):
    """By contact and person, the part of the contact, with whoever said later that it does not hold."""
    parts = apps.get_model("casework", "ContactPerson").objects.using(using)
    found = parts.filter(contact__in=[row.contact_id for row in rows]).select_related("entry__corrected_by")
    return {(part.contact_id, part.person_id): part for part in found}


def _promise_of(apps, row, part):
    promise = apps.get_model("programmes", "Promise")(
        ref=row.ref,
        person_id=row.person_id,
        enrolment_id=part.enrolment_id if part else None,
        source="follow-up",
        title=row.what,
        who="staff",
        worker_id=row.who_id,
        by_on=row.by_on,
        sensitivity=row.sensitivity,
        made_by_id=row.contact.by_id,
    )
    later = getattr(part.entry, "corrected_by", None) if part else None
    if later or part is None:
        promise.withdrawn_on = timezone.localdate(later.recorded_at if later else row.added_at)
        promise.withdrawn_because, promise.withdrawn_by_id = TAKEN_OUT, later.by_id if later else row.contact.by_id
    elif row.done_at:
        promise.met_on, promise.kept_at, promise.kept_by_id = (
            timezone.localdate(row.done_at),
            row.done_at,
            row.done_by_id,
        )
    return promise


def _write(apps, using, rows, promises):
    FollowUp, Promise, MergedRow = (
        apps.get_model(*name) for name in (("casework", "FollowUp"), ("programmes", "Promise"), ("people", "MergedRow"))
    )
    written = Promise.objects.using(using).bulk_create(promises)
    ids = [promise.pk for promise in written]
    for row, promise in zip(rows, written, strict=True):
        row.promise = promise
    FollowUp.objects.using(using).bulk_update(rows, ["promise"])
    # The moment is set by itself when a row is written; the promise is as old as the follow-up was.
    added = FollowUp.objects.filter(promise=OuterRef("pk")).values("added_at")
    Promise.objects.using(using).filter(pk__in=ids).update(made_at=Subquery(added))
    _write_due(apps, using, written)
    by_row = {row.pk: row.promise_id for row in rows}
    moved = MergedRow.objects.using(using).filter(model="casework.FollowUp", row_id__in=by_row)
    for one in moved:
        one.model, one.row_id = "programmes.Promise", by_row[one.row_id]
        one.save(using=using, update_fields=["model", "row_id"])


def _write_due(apps, using, promises):
    Commitment = apps.get_model("programmes", "Commitment")
    Commitment.objects.using(using).bulk_create(
        Commitment(
            promise_id=promise.pk,
            person_id=promise.person_id,
            element="promise",
            spell=0,
            ordinal=1,
            who=promise.who,
            worker_id=promise.worker_id,
            by_on=promise.by_on,
            met_on=promise.met_on,
            is_next=promise.met_on is None,
            sensitivity=promise.sensitivity,
        )
        for promise in promises
        if promise.withdrawn_on is None
    )


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0005_followup_promise"),
        ("people", "0002_caseloadimport_consent_contactrestriction_and_more"),
        ("programmes", "0002_commitment_sensitivity_commitment_worker_and_more"),
        ("record", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_promises)]
