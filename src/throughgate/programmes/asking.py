"""What a commitment asks for, in the words of its model or of the promise, and the page that records it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.people.models import Person
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.doors import door_of, promise_door_of
from throughgate.programmes.grammar import Element, ProgrammeModel
from throughgate.programmes.models import Commitment, Promise, PromiseSource
from throughgate.record.kinds import Kind, kind_of


@dataclass(frozen=True)
class Asked:
    """What a commitment stands for: an element or a measure of a model, or a promise."""

    title: str
    kinds: tuple[str, ...] = ()
    subject: str = ""
    count: int | None = None  # None: it recurs without end, or as needed
    core: bool = False
    source: str = ""  # of a promise: where it was made, in words
    own_icon: str = ""
    tool: str = ""  # of a measure: with what it is taken

    @property
    def kind(self) -> Kind | None:
        """The kind of entry that is offered: a contact where there is a choice."""
        known = [kind_of(code) for code in self.kinds]
        return next((one for one in known if one.contact), known[0] if known else None)

    @property
    def icon(self) -> str:
        return self.own_icon or (kind_of(self.kinds[0]).icon if self.kinds else "clock")


def asked_by(model: ProgrammeModel, key: str) -> Asked:
    """A row projected from another text of the model keeps its key for a title: it must not hide the others."""
    part = model.part_of(key)
    name = key.removeprefix("measure:")
    if part is None:
        return Asked(name.replace("-", " ").capitalize())
    if not isinstance(part, Element):
        return Asked(part.title, ("measure",), name, 1, tool=part.tool)
    endless = part.as_needed or (part.every is not None and part.count is None)
    return Asked(part.title, part.kinds, part.subject or "", None if endless else part.count or 1, part.core)


def asked_of(commitment: Commitment) -> Asked:
    """What this commitment asks for; its promise, or its enrolment with the model, must be at hand."""
    if commitment.promise is not None:
        return asked_in(commitment.promise)
    if commitment.enrolment is None:
        raise ValueError("A commitment is of an enrolment or of a promise.")
    return asked_by(compiled_model(commitment.enrolment.model), commitment.element)


def asked_in(promise: Promise) -> Asked:
    door = promise_door_of(promise.source)
    return Asked(
        promise.title, count=1, source=PromiseSource(promise.source).label, own_icon=door.icon if door else "check"
    )


def commitment_url(commitment: Commitment) -> str:
    """The page on which what this commitment asks for is recorded, or its promise stands; "" where there is none."""
    if commitment.promise is not None:
        door = promise_door_of(commitment.promise.source)
        return door.url(commitment.promise) if door else ""
    ref = commitment.enrolment.ref if commitment.enrolment else ""
    return record_url(commitment.person, asked_of(commitment), ref)


def done_url(commitment: Commitment) -> str:
    """Where one POST says that a promise was kept; "" where its page must be opened for that."""
    door = promise_door_of(commitment.promise.source) if commitment.promise else None
    if commitment.promise is None or door is None or door.done_url is None:
        return ""
    return door.done_url(commitment.promise)


def record_url(person: Person, asked: Asked, enrolment_ref: str) -> str:
    """The page that records it: the door that a room has registered for its kind, else casework’s form, filled in for
    this person: a contact where people meet, else a step done by hand.
    """
    kind = asked.kind
    door = door_of(kind.code) if kind else None
    if door and (url := door(person, asked, enrolment_ref)):
        return url
    known = {
        "person": person.ref,
        "kind": kind.code if kind else "",
        "subject": asked.subject,
        "enrolment": enrolment_ref,
    }
    form = "casework:record" if kind is None or kind.contact else "casework:done"
    return f"{reverse(form)}?{urlencode({name: value for name, value in known.items() if value})}"
