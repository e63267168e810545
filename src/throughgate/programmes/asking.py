"""What a commitment asks for, in the words of its model, and the form that records it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.people.models import Person
from throughgate.programmes.grammar import Element, ProgrammeModel
from throughgate.record.kinds import Kind, kind_of


@dataclass(frozen=True)
class Asked:
    """What of a model a commitment stands for, whether an element or a measure."""

    title: str
    kinds: tuple[str, ...] = ()
    subject: str = ""
    count: int | None = None  # None: it recurs without end, or as needed
    core: bool = False

    @property
    def kind(self) -> Kind | None:
        """The kind of entry that is offered: a contact where there is a choice."""
        known = [kind_of(code) for code in self.kinds]
        return next((one for one in known if one.contact), known[0] if known else None)

    @property
    def icon(self) -> str:
        return kind_of(self.kinds[0]).icon if self.kinds else "clock"


def asked_by(model: ProgrammeModel, key: str) -> Asked:
    """A row projected from another text of the model keeps its key for a title: it must not hide the others."""
    part = model.part_of(key)
    name = key.removeprefix("measure:")
    if part is None:
        return Asked(name.replace("-", " ").capitalize())
    if not isinstance(part, Element):
        return Asked(part.title, ("measure",), name, 1)
    endless = part.as_needed or (part.every is not None and part.count is None)
    return Asked(part.title, part.kinds, part.subject or "", None if endless else part.count or 1, part.core)


def record_url(person: Person, asked: Asked, enrolment_ref: str) -> str:
    """The form that records it, filled in for this person: a contact where people meet, else a step done by hand."""
    kind = asked.kind
    known = {
        "person": person.ref,
        "kind": kind.code if kind else "",
        "subject": asked.subject,
        "enrolment": enrolment_ref,
    }
    form = "casework:record" if kind is None or kind.contact else "casework:done"
    return f"{reverse(form)}?{urlencode({name: value for name, value in known.items() if value})}"
