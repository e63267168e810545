"""A commitment as one reads it: what it is, of whom, by when, who does it, and the form that records it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.desk.rules.today import Worker, doer_words
from throughgate.people.models import Assignment, Person
from throughgate.people.selectors import current_on
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.models import Commitment
from throughgate.programmes.settling import State, state_on
from throughgate.record.kinds import kind_of

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
    forms = {True: reverse("casework:record"), False: reverse("casework:done")}
    return [_line_of(user, commitment, workers, today, forms) for commitment in commitments]


def _line_of(user: User, commitment: Commitment, workers: Workers, today: date, forms: Mapping[bool, str]) -> Line:
    person = commitment.person
    part = part_of(compiled_model(commitment.enrolment.model), commitment.element)
    return Line(
        person=person,
        title=part.title,
        note=f"{commitment.ordinal} of {part.count}" if (part.count or 1) > 1 else "",
        by_on=commitment.by_on,
        state=state_on(
            today,
            by_on=commitment.by_on,
            met_on=commitment.met_on,
            waived_on=commitment.waived_on,
            closed_on=commitment.closed_on,
        ),
        icon=kind_of(part.kinds[0]).icon if part.kinds else "clock",
        doer=doer_words(commitment.who, workers.get(person.pk, ()), user.pk, person.first_name),
        record_url=_record_url(person, part, commitment.enrolment.ref, forms)
        if can(user, Action.RECORD, person)
        else "",
    )


@dataclass(frozen=True)
class Part:
    """What of a model a commitment stands for, whether an element or a measure."""

    title: str
    kinds: tuple[str, ...]
    subject: str
    count: int | None  # None: it recurs without end, or as needed
    core: bool


def part_of(model: ProgrammeModel, key: str) -> Part:
    """A row projected from another text of the model keeps its key for a title: it must not hide the others."""
    name = key.removeprefix("measure:")
    if name != key and name in model.measures:
        return Part(model.measures[name].title, ("measure",), name, 1, False)
    element = model.elements.get(key)
    if element is None:
        return Part(name.replace("-", " ").capitalize(), (), "", None, False)
    endless = element.as_needed or (element.every is not None and element.count is None)
    count = None if endless else element.count or 1
    return Part(element.title, element.kinds, element.subject or "", count, element.core)


def _record_url(person: Person, part: Part, enrolment_ref: str, forms: Mapping[bool, str]) -> str:
    """The form that records it, filled in for this person: a contact where people meet, else a step done by hand."""
    kinds = [kind_of(code) for code in part.kinds]
    kind = next((kind for kind in kinds if kind.contact), kinds[0] if kinds else None)
    asked = {
        "person": person.ref,
        "kind": kind.code if kind else "",
        "subject": part.subject,
        "enrolment": enrolment_ref,
    }
    return f"{forms[kind is None or kind.contact]}?{urlencode({key: value for key, value in asked.items() if value})}"
