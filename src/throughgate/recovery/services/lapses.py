"""A lapse is answered: soon after it somebody looks at the plan with them, unless support was stepped up."""

from datetime import date, timedelta

from django.db.models import Q

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Crisis
from throughgate.casework.plan_kinds import PLAN
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Promise, PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promise, reopen_promise, withdraw_promise
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.recovery.kinds import CRISIS, LAPSE, SESSION, TREATMENT
from throughgate.recovery.models import Answered, Lapse
from throughgate.recovery.rules.treatment import TreatmentError

LOOK_WITHIN = timedelta(days=7)
TITLE = "Look at the plan together, after a lapse"
BY_MISTAKE, STEPPED_UP = "The lapse was noted by mistake", "Support was stepped up"


def promise_to_look(by: User, person: Person) -> Promise | None:
    """By whoever noted it. Read by those alone who read therapy. None where support is stepped up already: that answers
    it. In the transaction of the lapse.
    """
    if Crisis.objects.filter(person=person, kind=CRISIS, stepped_down_at__isnull=True).exists():
        return None
    return make_promise(
        by=by, person=person, source=PromiseSource.RECOVERY, title=TITLE, worker=by, by_on=today() + LOOK_WITHIN,
        sensitivity=Sensitivity.CLINICAL,
    )  # fmt: skip


@act()
def answer_lapse(*, by: User, lapse: Lapse, how: str, on: date) -> Lapse:
    """Without a one-to-one. Raises Hidden, Forbidden, TreatmentError."""
    row = _locked(by, lapse)
    if how not in Answered.values:
        raise TreatmentError("Choose what became of it", "how")
    if on > today():
        raise TreatmentError("The day cannot be in the future", "on")
    if on < row.from_on:
        raise TreatmentError("It cannot be before the lapse", "on")
    if row.promise is None or row.promise.met_on or row.promise.withdrawn_on:
        return row
    if how == Answered.TALKED:
        keep_promise(by=by, promise=row.promise, on=on)
    else:
        withdraw_promise(by=by, promise=row.promise, because=Answered.NOT_NOW.label)
    record_event(by=by, action="recovery.lapse_answered", person=row.person, subject=f"lapse {row.ref}")
    return row


@act()
def reopen_lapse(*, by: User, lapse: Lapse) -> Lapse:
    """Undo of `answer_lapse`. Raises Hidden, Forbidden."""
    row = _locked(by, lapse)
    if row.promise and row.promise.met_by_id is None:
        reopen_promise(by=by, promise=row.promise)
        record_event(by=by, action="recovery.lapse_reopened", person=row.person, subject=f"lapse {row.ref}")
    return row


def _locked(by: User, lapse: Lapse) -> Lapse:
    person = lock_person(by, Action.RECORD, lapse.person)
    row = Lapse.objects.select_related("promise").get(pk=lapse.pk)
    row.person = person
    if row.promise:
        row.promise.person = person
    return check(by, Action.RECORD, row)


def heed_entry(entry: Entry) -> None:
    """A one-to-one or a new version of the plan answers the lapses before it, wherever it was recorded; taken out, they
    wait again unless another answers them. A lapse that was noted by mistake waits for nobody. In the transaction of
    the entry.
    """
    promises = Promise.objects.filter(lapse__person=entry.person_id).select_related("person__site", "lapse")
    if entry.kind == LAPSE:
        for promise in promises.filter(lapse__entry=entry.corrects_id) if entry.voids else ():
            withdraw_promise(by=entry.by, promise=promise, because=BY_MISTAKE)
        return
    again = list(promises.filter(met_by=entry.corrects_id)) if entry.corrects_id else []
    for promise in again:
        reopen_promise(by=entry.by, promise=promise)
        if other := _answer_after(promise):
            keep_promise(by=entry.by, promise=promise, on=other.on, entry=other)
    waiting = promises.filter(met_on=None, withdrawn_on=None, lapse__from_on__lte=entry.on)
    for promise in waiting if entry.happened and not entry.voids else ():
        keep_promise(by=entry.by, promise=promise, on=entry.on, entry=entry)


def _answer_after(promise: Promise) -> Entry | None:
    """The first that was recorded since the lapse was noted, and is not of before it."""
    kinds = Q(kind=SESSION) | Q(kind=PLAN, subject=TREATMENT)
    rows = effective().filter(kinds, person=promise.person_id, happened=True)
    rows = rows.filter(on__gte=promise.lapse.from_on, recorded_at__gt=promise.made_at)
    return rows.order_by("on", "pk").first()


def heed_crisis(crisis: Crisis) -> None:
    """Stepped up later, that answers what waits. In the transaction that raises it, or says that it is one."""
    if crisis.kind != CRISIS or not crisis.is_open:
        return
    waiting = Promise.objects.filter(lapse__person=crisis.person_id, met_on=None, withdrawn_on=None)
    for promise in waiting.select_related("person__site"):
        withdraw_promise(by=crisis.raised_by, promise=promise, because=STEPPED_UP)
