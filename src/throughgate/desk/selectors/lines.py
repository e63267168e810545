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
from throughgate.programmes.asking import asked_by, record_url
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment
from throughgate.programmes.settling import State, state_on

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

    @property
    def tone(self) -> str:
        return {State.OVERDUE: "overdue", State.DUE: "due"}.get(self.state, "quiet")


OWN = ("element", "ordinal", "who", "by_on", "met_on", "waived_on", "closed_on")
OF_PERSON = ("ref", "given_name", "preferred_name", "family_name", "site_id")
OF_MODEL = ("slug", "version", "sha256")


def with_model(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Joined to what a line needs and no more. The model's text is left behind: it is read once per process."""
    return commitments.select_related("person", "enrolment__model").only(
        *OWN,
        "enrolment__ref",
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


def lines_of(user: User, commitments: Iterable[Commitment], workers: Workers, today: date) -> list[Line]:
    return [_line_of(user, commitment, workers, today) for commitment in commitments]


def _line_of(user: User, commitment: Commitment, workers: Workers, today: date) -> Line:
    person = commitment.person
    asked = asked_by(compiled_model(commitment.enrolment.model), commitment.element)
    return Line(
        person=person,
        title=asked.title,
        note=f"{commitment.ordinal} of {asked.count}" if (asked.count or 1) > 1 else "",
        by_on=commitment.by_on,
        state=state_on(
            today,
            by_on=commitment.by_on,
            met_on=commitment.met_on,
            waived_on=commitment.waived_on,
            closed_on=commitment.closed_on,
        ),
        icon=asked.icon,
        doer=doer_words(commitment.who, workers.get(person.pk, ()), user.pk, person.first_name),
        record_url=record_url(person, asked, commitment.enrolment.ref) if can(user, Action.RECORD, person) else "",
    )
