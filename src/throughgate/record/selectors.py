from datetime import datetime

from django.db.models import QuerySet

from throughgate.access.policy import Action, Hidden, can, check, visible
from throughgate.accounts.models import User
from throughgate.people.changes import Written
from throughgate.people.models import Person
from throughgate.record.models import Draft, Entry


def effective() -> QuerySet[Entry]:
    """Entries that hold: not corrected by a later one, and not void. For settling, which sees every sensitivity."""
    return Entry.objects.filter(corrected_by__isnull=True, voids=False)


def timeline_of(user: User, person: Person) -> QuerySet[Entry]:
    """What this user may read of what happened with this person, newest first, each in its latest wording."""
    return visible(user, effective().filter(person=person)).select_related("by", "person", "corrects")


def written_after(user: User, person: Person, moment: datetime) -> list[Written]:
    """What was written about this person after a moment, as far as the user may read it, the latest first."""
    rows = timeline_of(user, person).filter(recorded_at__gt=moment).exclude(kind__in=("records-merged", "merge-undone"))
    return [Written(row.on, row.summary, row.by.name) for row in rows.order_by("-recorded_at", "-pk")]


def access_entry(user: User, entry_id: int, *, action: Action = Action.VIEW) -> Entry:
    """The entry, if the user may do `action` to it *and* to its latest wording.

    An entry may have been corrected because it was open to too many: who may read it now is what the latest says.
    Raises Hidden, Forbidden.
    """
    rows = Entry.objects.select_related("person__site", "by", "enrolment")
    entry: Entry | None = rows.filter(pk=entry_id).first()
    if entry is None:
        raise Hidden()
    check(user, action, latest_of(entry))
    return check(user, action, entry)


def latest_of(entry: Entry) -> Entry:
    rows = Entry.objects.select_related("person__site", "by", "enrolment")
    later: Entry | None = rows.filter(corrects=entry).first()
    return latest_of(later) if later else entry


def wordings_of(user: User, entry: Entry) -> list[Entry]:
    """Every wording of this entry that the user may read, the latest first; none where the latest is closed to them."""
    latest = latest_of(entry)
    if not can(user, Action.VIEW, latest):
        return []
    wording: Entry | None = latest
    rows = Entry.objects.select_related("person__site", "by")
    found = []
    while wording:
        found.append(wording)
        wording = rows.filter(pk=wording.corrects_id).first() if wording.corrects_id else None
    return [one for one in found if can(user, Action.VIEW, one)]


def draft_of(user: User, form: str) -> Draft | None:
    return Draft.objects.filter(user=user, form=form).first()


def drafts_of(user: User, *, about: str = "") -> QuerySet[Draft]:
    """The user's own unfinished forms, the latest first; `about` is the first word of the forms wanted (`contact`)."""
    drafts = Draft.objects.filter(user=user).order_by("-saved_at", "-pk")
    return drafts.filter(form__startswith=about) if about else drafts
