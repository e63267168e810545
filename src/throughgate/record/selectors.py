from collections import defaultdict
from datetime import date, datetime

from django.db.models import QuerySet

from throughgate.access.policy import Action, Hidden, can, check, visible
from throughgate.accounts.models import User
from throughgate.people.changes import Written
from throughgate.people.merge_followers import Twice
from throughgate.people.models import Merge, Person
from throughgate.record.kinds import all_kinds, kind_of
from throughgate.record.models import Draft, Entry

OF_MERGING = ("records-merged", "merge-undone")


def effective() -> QuerySet[Entry]:
    """Entries that hold: not corrected by a later one, and not void. For settling, which sees every sensitivity."""
    return Entry.objects.filter(corrected_by__isnull=True, voids=False)


def timeline_of(user: User, person: Person) -> QuerySet[Entry]:
    """What this user may read of what happened with this person, newest first, each in its latest wording."""
    return visible(user, effective().filter(person=person)).select_related("by", "person", "corrects")


def written_after(user: User, person: Person, moment: datetime) -> list[Written]:
    """What was written about this person after a moment, as far as the user may read it, the latest first."""
    rows = timeline_of(user, person).filter(recorded_at__gt=moment).exclude(kind__in=OF_MERGING)
    return [Written(row.on, row.summary, row.by.name) for row in rows.order_by("-recorded_at", "-pk")]


def written_in_both(user: User, kept: Person, gone: Person, merge: Merge | None) -> list[Twice]:
    """What was done on one day, of one kind, by one worker in both records, as far as the user may read it."""
    done = [kind.code for kind in all_kinds().values() if kind.contact or kind.by_hand]
    rows = visible(user, effective().filter(person__in=(kept, gone), happened=True, kind__in=done))
    came = set(
        merge.rows.filter(model=Entry._meta.label, moved=True).values_list("row_id", flat=True)
        if merge
        else rows.filter(person=gone).values_list("pk", flat=True)
    )
    sides: dict[tuple[date, str, str, int], dict[bool, Entry]] = defaultdict(dict)
    for row in rows.select_related("by").order_by("on", "pk"):
        sides[row.on, row.kind, row.subject, row.by_id][row.pk in came] = row
    twice = [both[True] for both in sides.values() if len(both) == 2]
    return [Twice(row.on, kind_of(row.kind).label, row.by.name, row.pk) for row in twice]


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
