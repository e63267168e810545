"""Reads of sittings, as far as the reader may know of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from throughgate.access.policy import Action, Hidden, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.selectors.contacts import open_enrolments
from throughgate.measures.grammar import Instrument
from throughgate.measures.models import Given, Safeguard, SafeguardTold, Sitting
from throughgate.measures.rules.asking import Given as Answers
from throughgate.measures.selectors.instruments import instrument_called
from throughgate.people.models import Person
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, Promise


@dataclass(frozen=True)
class Asked:
    """A measure that one of the person's programmes takes; `by_on` where it is due next."""

    instrument: Instrument
    subject: str
    title: str
    programme: str
    enrolment_id: int
    by_on: date | None
    is_next: bool


def in_force() -> QuerySet[Sitting]:
    """Finished, and not corrected by a later one that is finished too."""
    later = Sitting.objects.filter(corrects=OuterRef("pk"), entry__isnull=False)
    return Sitting.objects.filter(~Exists(later), entry__isnull=False)


def asked_of(user: User, person: Person) -> list[Asked]:
    """What their programmes measure with an instrument that is here, what is due first comes first. Two queries."""
    enrolments = open_enrolments(user, [person])
    rows = Commitment.objects.filter(
        enrolment__in=enrolments, element__startswith="measure:", is_next=True, closed_on__isnull=True
    )
    due = {(row.enrolment_id, row.element): row.by_on for row in rows}
    found = []
    for enrolment in enrolments:
        for key, measure in compiled_model(enrolment.model).measures.items():
            if instrument := instrument_called(measure.tool):
                at = (enrolment.pk, f"measure:{key}")
                title = enrolment.model.title
                found.append(Asked(instrument, key, measure.title, title, enrolment.pk, due.get(at), is_next=at in due))
    return sorted(found, key=lambda one: (not one.is_next, one.by_on or date.max, one.title))


def access_sitting(user: User, person: Person, ref: str, *, action: Action = Action.VIEW) -> Sitting:
    """Raises Hidden, Forbidden; audited as a read."""
    joined = ("opened_by", "finished_by", "entry", "corrects")
    row = Sitting.objects.select_related(*joined).filter(person=person, ref=ref).first()
    if row is None:
        raise Hidden()
    row.person = person
    check(user, action, row)
    record_event(by=user, action="measure.read", person=person, subject=f"sitting {ref}")
    return row


def open_sittings(user: User, person: Person) -> list[Sitting]:
    rows = visible(user, Sitting.objects.filter(person=person, finished_at__isnull=True))
    return list(rows.select_related("opened_by").order_by("-opened_at"))


def results_of(user: User, person: Person, instrument: str = "") -> list[Sitting]:
    """Those in force that the reader may read, the earliest first."""
    rows = in_force().filter(person=person)
    if instrument:
        rows = rows.filter(instrument=instrument)
    return list(visible(user, rows).select_related("finished_by", "entry").order_by("on", "pk"))


def latest_of(user: User, person: Person) -> list[Sitting]:
    """The last result of each instrument, the newest first. One query."""
    last: dict[str, Sitting] = {}
    for row in results_of(user, person):
        last.pop(row.instrument, None)
        last[row.instrument] = row
    return list(reversed(last.values()))


def given_in(sitting: Sitting) -> Answers:
    """For whoever was let have the sitting."""
    return {(row.rater, row.item): row.points for row in rows_in(sitting)}


def rows_in(sitting: Sitting) -> list[Given]:
    return list(Given.objects.filter(sitting=sitting, superseded_at__isnull=True).select_related("by"))


def given_in_many(sittings: Sequence[Sitting]) -> dict[int, Answers]:
    """By sitting, in one query."""
    found: dict[int, dict[tuple[str, str], int | None]] = defaultdict(dict)
    for row in Given.objects.filter(sitting__in=sittings, superseded_at__isnull=True):
        found[row.sitting_id][row.rater, row.item] = row.points
    return {one.pk: found.get(one.pk, {}) for one in sittings}


def safeguards_in(sitting: Sitting) -> list[Safeguard]:
    rows = Safeguard.objects.filter(sitting=sitting).select_related("answered_by", "crisis", "promise")
    return list(rows.prefetch_related("told__user"))


def safeguard_of_promise(user: User, ref: str) -> tuple[Promise, Safeguard]:
    """Raises Hidden."""
    row = Safeguard.objects.select_related("promise", "sitting__person__site").filter(promise__ref=ref).first()
    if row is None:
        raise Hidden()
    return row.promise, check(user, Action.VIEW, row)


def access_safeguard(user: User, person: Person, pk: int, *, action: Action = Action.VIEW) -> Safeguard:
    row = Safeguard.objects.select_related("sitting", "promise", "crisis", "answered_by").filter(pk=pk).first()
    if row is None or row.sitting.person_id != person.pk:
        raise Hidden()
    row.sitting.person = person
    check(user, action, row)
    record_event(by=user, action="measure.read", person=person, subject=f"sitting {row.sitting.ref}")
    return row


def told_unseen(user: User) -> list[SafeguardTold]:
    """What this user was told of and has not yet said to have read."""
    rows = visible(user, SafeguardTold.objects.filter(user=user, seen_at__isnull=True))
    return list(rows.select_related("safeguard__sitting__person", "safeguard__answered_by").order_by("told_at"))
