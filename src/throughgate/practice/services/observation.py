"""An observation is planned, noted by the observer, answered by the practitioner and read by the observer."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils import timezone

from throughgate.access.policy import Ability, Forbidden, Hidden
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.groups.models import GroupSession
from throughgate.practice.loading import sheet
from throughgate.practice.models import Observation
from throughgate.practice.rules.observation import State, check_observed, check_plan, state_of
from throughgate.practice.rules.training import PracticeError
from throughgate.practice.selectors.observation import (
    access_observation,
    leads_session,
    observers_for,
    practitioners_for,
    sessions_to_watch,
)

CLOSED = "Somebody has gone on with this meanwhile. Look again"


@act()
def plan_observation(
    *, by: User, practitioner: User, observer: User, on: date, session: GroupSession | None = None
) -> Observation:
    """Planned twice, it is one. Raises Forbidden, Hidden, PracticeError."""
    if practitioner.pk not in {one.pk for one in practitioners_for(by)}:
        raise Forbidden(Ability.KEEP_TRAINING)
    if observer.pk not in {one.pk for one in observers_for(by)}:
        raise Hidden()
    on = session.on if session else on
    check_plan(
        practitioner=practitioner.pk, observer=observer.pk, on=on, today=min(today(), on) if session else today()
    )
    if session is not None:
        if session.pk not in {one.pk for one in sessions_to_watch(by, today())}:
            raise Hidden()
        if not leads_session(practitioner, session):
            raise PracticeError(f"{practitioner.name} does not lead that session", "session")
    known = {"practitioner": practitioner, "observer": observer, "on": on, "session": session}
    there = Observation.objects.filter(observed_at__isnull=True, dropped_at__isnull=True, **known).first()
    if there is not None:
        return there
    row = Observation.objects.create(planned_by=by, **known)
    record_event(by=by, action="observation.planned", subject=f"observation {row.ref}")
    return row


@act()
def note_observation(
    *, by: User, observation: Observation, told_how: str, ratings: Mapping[str, str], went_well: str, to_try: str,
    steps: Collection[str] = (),
) -> Observation:  # fmt: skip
    """Raises Forbidden, Hidden, PracticeError."""
    row = _locked(by, observation, State.PLANNED)
    if by.pk != row.observer_id:
        raise Forbidden(Ability.READ_LEARNING, "Only whoever watched can note this.")
    check_observed(
        on=row.on, told_how=told_how, ratings=ratings, looks=list(sheet().looks), went_well=went_well, to_try=to_try,
        today=today(),
    )  # fmt: skip
    row.told_how, row.went_well, row.to_try = told_how.strip()[:200], went_well.strip(), to_try.strip()
    row.ratings, row.steps, row.observed_at = dict(ratings), sorted(steps), timezone.now()
    row.save(update_fields=["told_how", "went_well", "to_try", "ratings", "steps", "observed_at"])
    record_event(by=by, action="observation.noted", subject=f"observation {row.ref}")
    return row


@act()
def answer_observation(*, by: User, observation: Observation, answer: str) -> Observation:
    """In the practitioner's own words. Raises Forbidden, Hidden, PracticeError."""
    row = _locked(by, observation, State.OBSERVED)
    if by.pk != row.practitioner_id:
        raise Forbidden(Ability.READ_LEARNING, "Only whoever was watched can answer.")
    if not answer.strip():
        raise PracticeError("Say what you take from it", "answer")
    row.answer, row.answered_at = answer.strip(), timezone.now()
    row.save(update_fields=["answer", "answered_at"])
    record_event(by=by, action="observation.answered", subject=f"observation {row.ref}")
    return row


@act()
def close_observation(*, by: User, observation: Observation) -> Observation:
    """The observer has read the answer. Raises Forbidden, Hidden, PracticeError."""
    row = _locked(by, observation, State.ANSWERED)
    if by.pk != row.observer_id:
        raise Forbidden(Ability.READ_LEARNING, "Only whoever watched can do this.")
    row.read_at = timezone.now()
    row.save(update_fields=["read_at"])
    record_event(by=by, action="observation.read", subject=f"observation {row.ref}")
    return row


@act()
def drop_observation(*, by: User, observation: Observation, because: str) -> Observation:
    """It does not take place. Raises Hidden, PracticeError."""
    row = _locked(by, observation, State.PLANNED)
    if not because.strip():
        raise PracticeError("Say why it does not take place", "because")
    row.dropped_at, row.dropped_by, row.dropped_because = timezone.now(), by, because.strip()[:200]
    row.save(update_fields=["dropped_at", "dropped_by", "dropped_because"])
    record_event(by=by, action="observation.dropped", subject=f"observation {row.ref}")
    return row


def _locked(by: User, observation: Observation, state: State) -> Observation:
    row = access_observation(by, observation.ref)
    Observation.objects.select_for_update().get(pk=row.pk)
    row.refresh_from_db(fields=["observed_at", "answered_at", "read_at", "dropped_at"])
    if state_of(row) is not state:
        raise PracticeError(CLOSED)
    return row
