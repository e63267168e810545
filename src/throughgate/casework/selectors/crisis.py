"""Reads of crises: who may be told, what is open, and what a reader may see of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from throughgate.access.policy import Action, Hidden, can, check, visible
from throughgate.accounts.models import Role, User
from throughgate.audit.services import record_event
from throughgate.casework.models import Contact, Crisis, CrisisLearned, CrisisReview, CrisisTold
from throughgate.casework.rules.crisis import UNASKED
from throughgate.casework.selectors.contacts import latest_ref_of
from throughgate.common.clock import today
from throughgate.people.models import Assignment, AssignmentRole, Person
from throughgate.people.selectors import current_on
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Enrolment, Promise
from throughgate.programmes.rules import is_active

STEP_UP = "crisis-step-up"
HISTORY = timedelta(days=366)
SHOWN = 50


def candidates_for(person: Person, raised_by: User) -> dict[str, list[User]]:
    """Who stands where in line, whether or not they may read of it. Never whoever raised it: they know."""
    rows = Assignment.objects.filter(current_on(today()), person=person, worker__is_active=True)
    assigned = list(rows.select_related("worker__line_manager").order_by("from_on", "pk"))
    managers = [row.worker.line_manager for row in assigned] + [raised_by.line_manager]
    found: dict[str, Iterable[User | None]] = {
        "workers": [row.worker for row in assigned],
        "counsellor": [row.worker for row in assigned if row.role == AssignmentRole.COUNSELLOR],
        "line-managers": managers,
        "site-managers": User.objects.filter(role=Role.MANAGER, sites=person.site_id, is_active=True),
    }
    return {
        whom: [user for user in dict.fromkeys(users) if user and user.is_active and user != raised_by]
        for whom, users in found.items()
    }


def managers_to_ring(user: User, person: Person) -> list[User]:
    """Whom whoever stands before it may ring themselves: their own manager first, then those of the person's site."""
    found = Q(role=Role.MANAGER, sites=person.site_id) | Q(pk=user.line_manager_id)
    rows = User.objects.filter(found, is_active=True).exclude(pk=user.pk).distinct().order_by("name", "pk")
    return sorted(rows, key=lambda one: one.pk != user.line_manager_id)


def readers_among(crisis: Crisis, candidates: dict[str, list[User]]) -> dict[str, list[int]]:
    """Nobody is told of what they may not read."""
    everyone = {user.pk: user for users in candidates.values() for user in users}
    may = {pk for pk, user in everyone.items() if can(user, Action.VIEW, crisis)}
    return {whom: [user.pk for user in users if user.pk in may] for whom, users in candidates.items()}


def is_asked_by_a_programme(person: Person) -> bool:
    """Whether a programme they are on lays out what is to be done after a step up."""
    rows = Enrolment.objects.filter(person=person, left_on__isnull=True).select_related("model").defer("model__source")
    models = (compiled_model(row.model) for row in rows if is_active(row.stage))
    return any(STEP_UP in element.kinds for model in models for element in model.elements.values())


def _whole(rows: QuerySet[Crisis]) -> QuerySet[Crisis]:
    told = CrisisTold.objects.select_related("user").order_by("told_at", "pk")
    reviews, learned = CrisisReview.objects.select_related("by"), CrisisLearned.objects.select_related("by")
    return rows.select_related(
        "person__site", "raised_by", "stepped_down_by", "contact", "review_promise"
    ).prefetch_related(Prefetch("told", told), Prefetch("reviews", reviews), Prefetch("learned_since", learned))


def access_crisis(user: User, ref: str, *, action: Action = Action.VIEW) -> Crisis:
    """Raises Hidden, Forbidden; audited as a read."""
    crisis = _whole(Crisis.objects.filter(ref=ref)).first()
    if crisis is None:
        raise Hidden()
    check(user, action, crisis)
    record_event(by=user, action="crisis.read", person=crisis.person, subject=f"crisis {ref}")
    return crisis


def access_receipt(user: User, ref: str) -> tuple[Crisis, bool]:
    """For whoever may read it, and for whoever raised it: the second is False where they may know only that much.

    Somebody may raise what they may not read afterwards (a volunteer, a colleague who covers). They learn what to do
    and whether it was seen, never what others add.
    """
    crisis = _whole(Crisis.objects.filter(ref=ref)).first()
    if crisis is None:
        raise Hidden()
    if not can(user, Action.VIEW, crisis):
        if crisis.raised_by_id != user.pk or not can(user, Action.VIEW, crisis.person):
            raise Hidden()
        return crisis, False
    record_event(by=user, action="crisis.read", person=crisis.person, subject=f"crisis {ref}")
    return crisis, True


def open_contact_ref(user: User, contact: Contact | None) -> str | None:
    """The contact that a crisis was raised from, as far as the reader of the crisis may open that too."""
    return latest_ref_of(user, contact.ref) if contact else None


def open_crises_of(user: User, person: Person) -> list[Crisis]:
    """The open ones that this reader may know of, the latest first."""
    rows = Crisis.objects.filter(person=person, stepped_down_at__isnull=True)
    return list(visible(user, rows).select_related("raised_by", "person"))


def raised_unread(user: User) -> QuerySet[Crisis]:
    """Open ones that this user raised and may not read: the way back to the receipt."""
    rows = Crisis.objects.filter(raised_by=user, stepped_down_at__isnull=True)
    near = visible(user, Person.objects.all()).order_by().values("pk")
    return rows.filter(person__in=near).exclude(pk__in=visible(user, rows).order_by().values("pk"))


def open_for_raising(user: User, person: Person) -> list[Crisis]:
    """What is open already, as far as this user knows of it: by reading it, or because they raised it."""
    theirs = raised_unread(user).filter(person=person).select_related("raised_by", "person")
    return [*open_crises_of(user, person), *theirs]


def crises_of(user: User, person: Person) -> list[Crisis]:
    return list(_whole(visible(user, Crisis.objects.filter(person=person)))[:SHOWN])


def _waiting_for(user: User, now: datetime) -> QuerySet[CrisisTold]:
    """Those who saw it before it got worse are asked again; who only looked unasked neither waits nor counts."""
    told = CrisisTold.objects.exclude(whom=UNASKED)
    seen = told.filter(crisis=OuterRef("crisis"), seen_at__gte=OuterRef("since"))
    mine = told.filter(user=user, told_at__lte=now, crisis__stepped_down_at__isnull=True)
    mine = mine.annotate(since=Coalesce("crisis__escalated_at", "crisis__raised_at"))
    not_seen = Q(seen_at__isnull=True) | Q(seen_at__lt=F("since"))
    return mine.filter(not_seen).filter(Q(told_at__lte=F("since")) | ~Exists(seen))


def marks_of_waiting(user: User, now: datetime) -> QuerySet[CrisisTold, str]:
    """`crisis` for each that may wait for this user: to be asked in one query with what else may."""
    return _waiting_for(user, now).order_by().annotate(mark=Value("crisis")).values_list("mark", flat=True)


def unseen_by(user: User, now: datetime) -> list[Crisis]:
    """What waits for this user to say that they have seen it, the oldest first. One query where nothing does.

    Those next in line are told by the clock alone: their row begins to count once nobody has seen it in time.
    """
    waiting = list(_waiting_for(user, now).values_list("crisis_id", flat=True))
    if not waiting:
        return []
    rows = visible(user, Crisis.objects.filter(pk__in=waiting))
    return list(rows.select_related("person", "raised_by").order_by("raised_at", "pk"))


@dataclass(frozen=True)
class Board:
    """`past`: those of the last year; `raised`: by the reader, who may not read them; `learned`: what was learned, by
    kind and the latest first.
    """

    open: Sequence[Crisis]
    past: Sequence[Crisis]
    raised: Sequence[Crisis]

    @property
    def learned(self) -> list[Crisis]:
        return sorted(self.past, key=lambda one: one.kind)


def board_of(user: User, now: datetime) -> Board:
    """Everything the reader may know of. The number of queries does not grow with the rows."""
    mine = visible(user, Crisis.objects.all())
    running = _whole(mine.filter(stepped_down_at__isnull=True)).order_by("review_on", "-raised_at")
    past = mine.filter(stepped_down_at__gte=now - HISTORY).order_by("-stepped_down_at", "-pk")
    return Board(list(running[:SHOWN]), list(_whole(past)[:SHOWN]), list(_whole(raised_unread(user))[:SHOWN]))


def crisis_of_promise(promise_ref: str) -> tuple[Promise, Crisis]:
    """Which crisis a promise was made for. Raises Hidden; the caller checks the policy."""
    promise = Promise.objects.select_related("person__site").filter(ref=promise_ref).first()
    by_promise = Q(review_promise=promise) | Q(promises=promise)
    crisis = Crisis.objects.select_related("person__site").filter(by_promise).first() if promise else None
    if promise is None or crisis is None:
        raise Hidden()
    return promise, crisis


def promises_for(crisis: Crisis) -> list[Promise]:
    """What was promised besides the review, for a reader who may read the crisis."""
    return list(crisis.promises.select_related("worker", "kept_by").order_by("by_on", "pk"))


def told_rows(crisis: Crisis) -> list[Any]:
    return list(crisis.told.all())
