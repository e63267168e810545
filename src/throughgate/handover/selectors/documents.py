"""Reads of hand-overs. Of a frozen document, each reader has the parts that stand at a sensitivity open to them, and of
these the lines that still stand and were not closed further since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from throughgate.access.policy import Action, Hidden, can, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.handover.models import HandedPromise, HandedRole, HandOver, HandOverNote, HandOverSection, Prompt
from throughgate.handover.rules.document import HEADINGS, LIVE, Part, Section, freeze, leave_out, read_sections
from throughgate.handover.selectors.pieces import live_pieces_for
from throughgate.handover.selectors.standing import levels_now, promises_that_stand
from throughgate.people.models import Person
from throughgate.programmes.models import Promise

WITH = (
    "person__site",
    "giver",
    "receiver",
    "written_by",
    "given_by",
    "told_by",
    "undone_by",
    "promise_read",
    "promise_tell",
    "promise_meet",
    "promise_stays",
)


FROZEN = frozenset(heading.code for heading in HEADINGS) - LIVE


def hand_overs() -> QuerySet[HandOver]:
    return HandOver.objects.select_related(*WITH).prefetch_related(
        Prefetch("roles", HandedRole.objects.select_related("ends", "begins").order_by("pk"))
    )


def access_hand_over(
    user: User, ref: str, *, action: Action = Action.VIEW, page: str = "hand-over", audit: bool = True
) -> HandOver:
    """The hand-over with this reference, if the user may do `action` with the person; the read is audited.

    Raises Hidden, Forbidden.
    """
    found = hand_overs().filter(ref=ref).first()
    if found is None:
        raise Hidden()
    check(user, action, found)
    if audit:
        record_event(by=user, action="person.read", person=found.person, subject=page)
    return found


def written_on(hand_over: HandOver) -> date:
    """The day on which it was begun: nobody was told of it, or met because of it, before."""
    return timezone.localdate(hand_over.written_at)


def hand_overs_of(user: User, person: Person) -> QuerySet[HandOver]:
    """Newest first, those taken back too."""
    return visible(user, hand_overs().filter(person=person))


def sections_for(user: User, hand_over: HandOver) -> tuple[Section, ...]:
    """The document as it was frozen, for this reader, without what was taken out or closed since and without what is
    read as it stands today. Constant queries.
    """
    rows = visible(user, HandOverSection.objects.filter(hand_over=hand_over).exclude(code__in=LIVE))
    parts = [Part(row.place, row.code, row.sensitivity, row.lines) for row in rows]
    now = levels_now(user, hand_over.person, {line.get("of", "") for part in parts for line in part.lines})
    return read_sections((leave_out(part, now) for part in parts), FROZEN)


def live_sections_for(user: User, person: Person, today: date) -> tuple[Section, ...]:
    """Restrictions, and what each may be told, as they stand today for this reader."""
    return read_sections(freeze(live_pieces_for(user, person, today)), LIVE)


def notes_for(user: User, hand_over: HandOver) -> list[HandOverNote]:
    """What the giver and others added, and what the person said, in the order it was written."""
    return list(visible(user, HandOverNote.objects.filter(hand_over=hand_over)).select_related("by"))


def added_by_giver(notes: Sequence[HandOverNote]) -> list[HandOverNote]:
    return [note for note in notes if note.prompt != Prompt.SAID]


@dataclass(frozen=True)
class Passed:
    """What the giver had promised: what is the receiver's now, and what is still the giver's. Each as far as this
    reader may see.
    """

    handed: Sequence[HandedPromise]
    left: Sequence[Promise]


def passed_on(user: User, hand_over: HandOver, today: date) -> Passed:
    """To tell the person is nobody's leftover before the day of change: it stands among what happens now."""
    coming = hand_over.from_on is None or hand_over.from_on > today
    own = hand_over.promise_tell_id if coming else None
    # As closed as it was, and as it is: what was promised may have been closed, withdrawn or taken out since.
    stands = visible(user, promises_that_stand())
    handed = visible(user, HandedPromise.objects.filter(hand_over=hand_over)).filter(promise__in=stands)
    return Passed(
        list(handed.select_related("promise").order_by("pk")),
        [
            row
            for row in open_promises(hand_over.person, hand_over.giver)
            if can(user, Action.VIEW, row) and row.pk != own
        ],
    )


def open_promises(person: Person, worker: User) -> list[Promise]:
    """What a worker promised to do for a person and has not done yet, whoever may read it. One query."""
    promises = promises_that_stand().filter(person=person, worker=worker, met_on__isnull=True)
    found = list(promises.select_related("booking").order_by("by_on", "pk"))
    for row in found:
        row.person = person
    return found


def open_hand_over_of(person: Person, giver: User) -> HandOver | None:
    """The one that this giver has begun to write, for a person and a giver that the caller may see."""
    return hand_overs().filter(person=person, giver=giver, given_at__isnull=True, undone_at__isnull=True).first()


def hand_over_built_on(hand_over: HandOver) -> HandOver | None:
    """The one in which the receiver gave on what they have from this one, if it stands. One query."""
    stands = HandOver.objects.filter(given_at__isnull=False, undone_at__isnull=True).select_related("giver", "receiver")
    return stands.filter(roles__ends__taken_over__hand_over=hand_over).order_by("-pk").first()


def hand_over_of_promise(ref: str) -> HandOver | None:
    """For a link; who may follow it, `access_hand_over` says."""
    ours = ("promise_read", "promise_tell", "promise_meet", "promise_stays")
    theirs = [Q(**{f"{name}__ref": ref}) for name in ours]
    return HandOver.objects.filter(reduce(or_, theirs)).first()


@dataclass(frozen=True)
class OnPersonPage:
    """For `handover/_on_person_page.html`: hand-overs that are not finished, or were in the last two weeks."""

    person: Person
    rows: Sequence[HandOver]
    today: date


LATELY = timedelta(days=14)


def hand_overs_on_person_page(user: User, person: Person, today: date) -> OnPersonPage:
    """One query, and one more where there is a hand-over."""
    waiting = Q(acknowledged_at__isnull=True) | Q(told_on__isnull=True) | Q(from_on__gte=today - LATELY)
    rows = hand_overs_of(user, person).filter(waiting, undone_at__isnull=True)
    return OnPersonPage(person, list(rows[:2]), today)
