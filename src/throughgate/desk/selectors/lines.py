"""A commitment as one reads it: what it is, of whom, by when, who does it, and the form that records it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.desk.rules.today import Worker, doer_words
from throughgate.people.models import Assignment, Person
from throughgate.people.selectors import current_on
from throughgate.programmes.asking import Asked, asked_of, commitment_url, done_url
from throughgate.programmes.models import Commitment
from throughgate.programmes.settling import State, state_on
from throughgate.release.selectors.at_gate import AtGate, Gates
from throughgate.release.selectors.day_asked import MEETING
from throughgate.web.words import in_passing

Workers = Mapping[int, list[Worker]]


@dataclass(frozen=True)
class Line:
    """One line of a list of what is due."""

    person: Person
    title: str
    note: str
    by_on: date | None
    state: State
    icon: str
    doer: str
    record_url: str
    done_url: str = ""  # of a promise that one tap may say was kept
    is_promise: bool = False

    @property
    def tone(self) -> str:
        return {State.OVERDUE: "overdue", State.DUE: "due"}.get(self.state, "quiet")


OWN = ("element", "ordinal", "who", "by_on", "met_on", "waived_on", "closed_on", "sensitivity")
OF_PERSON = ("ref", "given_name", "preferred_name", "family_name", "site_id")
OF_MODEL = ("slug", "version", "sha256")
OF_PROMISE = ("ref", "title", "source")


def with_model(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Joined to what a line needs and no more. The model's text is left behind: it is read once per process."""
    return commitments.select_related("person", "enrolment__model", "promise", "worker").only(
        *OWN,
        "enrolment__ref",
        "worker__name",
        *(f"promise__{name}" for name in OF_PROMISE),
        *(f"person__{name}" for name in OF_PERSON),
        *(f"enrolment__model__{name}" for name in OF_MODEL),
    )


def workers_of(person_ids: Iterable[int], today: date) -> dict[int, list[Worker]]:
    """Who of ours works with each of these people today, for people the caller may already see."""
    rows = Assignment.objects.filter(current_on(today), person_id__in=set(person_ids))
    found: dict[int, list[Worker]] = defaultdict(list)
    for person_id, user_id, name, role in rows.values_list("person_id", "worker_id", "worker__name", "role"):
        found[person_id].append(Worker(user_id, name, role))
    return found


def lines_of(
    user: User, commitments: Iterable[Commitment], workers: Workers, today: date, gates: Gates | None = None
) -> list[Line]:
    """One query more where one of them is a meeting at a gate: by whom, the release day says."""
    rows = [(commitment, asked_of(commitment)) for commitment in commitments]
    at_gate = [row for row, asked in rows if MEETING in asked.kinds and row.met_on is None]
    said = (gates or Gates(user)).of(row.person_id for row in at_gate)
    meets = {row.pk: said[row.person_id] for row in at_gate if row.person_id in said}
    return [_line_of(user, row, asked, meets.get(row.pk), workers, today) for row, asked in rows]


def _line_of(
    user: User, commitment: Commitment, asked: Asked, gate: AtGate | None, workers: Workers, today: date
) -> Line:
    person, promise = commitment.person, commitment.promise
    if promise is not None:
        promise.person = person  # already read: a door may ask for it
    may_record = can(user, Action.RECORD, commitment)
    return Line(
        person=person,
        title=asked.title,
        note=_note(commitment, asked, gate),
        by_on=commitment.by_on,
        state=state_on(
            today,
            by_on=commitment.by_on,
            met_on=commitment.met_on,
            waived_on=commitment.waived_on,
            closed_on=commitment.closed_on,
        ),
        icon=asked.icon,
        doer=gate.by if gate else _doer(user, commitment, workers),
        record_url=commitment_url(commitment) if may_record or promise is not None else "",
        done_url=done_url(commitment) if may_record else "",
        is_promise=promise is not None,
    )


def _note(commitment: Commitment, asked: Asked, gate: AtGate | None) -> str:
    if gate and gate.why_not:
        return gate.why_not
    return f"{commitment.ordinal} of {asked.count}" if (asked.count or 1) > 1 else in_passing(asked.source)


def _doer(user: User, commitment: Commitment, workers: Workers) -> str:
    """Whoever promised by name; else the one of the person’s own workers whose part it is."""
    if commitment.worker is not None:
        return "you" if commitment.worker_id == user.pk else commitment.worker.name
    person = commitment.person
    return doer_words(commitment.who, workers.get(person.pk, ()), user.pk, person.first_name)
