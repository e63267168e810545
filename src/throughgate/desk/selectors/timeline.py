"""A person's timeline, a page at a time, as far as the reader may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from throughgate.access.policy import Action, Sensitivity, can
from throughgate.accounts.models import User
from throughgate.casework.models import Attended, ContactPerson
from throughgate.people.models import Person
from throughgate.record.kinds import GROUPS, Kind, all_kinds, kind_of
from throughgate.record.models import Entry
from throughgate.record.selectors import timeline_of

PER_PAGE = 12


@dataclass(frozen=True)
class Moment:
    """One entry with its kind and what was noted, where the reader may see it."""

    entry: Entry
    kind: Kind
    part: ContactPerson | None  # where it was a contact and the reader may read of it
    note: str

    @property
    def title(self) -> str:
        """What kind of thing it was and, where the kind says too little, which: the form, the plan, the measure."""
        subject = self.entry.subject.replace("-", " ")
        return f"{self.kind.label}: {subject}" if subject else self.kind.label

    @property
    def mark(self) -> str:
        """Where it was not as meant. That they did not come is another thing than that it did not take place."""
        if self.entry.happened:
            return "Came late" if self.part and self.part.attended == Attended.LATE else ""
        return "Did not come" if self.part and self.part.attended == Attended.NO else "Did not happen"

    @property
    def why(self) -> str:
        if self.part is None:
            return ""
        return self.part.reason or self.part.get_why_display() or self.part.contact.get_why_not_display()

    @property
    def tone(self) -> str:
        return "action" if self.kind.contact else "done"

    @property
    def closed(self) -> str:
        """Who else may read it, where not everybody who works with the person may."""
        return {Sensitivity.SENSITIVE: "Sensitive", Sensitivity.CLINICAL: "Clinical"}.get(
            Sensitivity(self.entry.sensitivity), ""
        )


@dataclass(frozen=True)
class TimelinePage:
    """`older`, `newer`: the number of the page before and after this one, None where there is none."""

    moments: Sequence[Moment]
    group: str
    number: int
    older: int | None
    newer: int | None


def timeline_page(user: User, person: Person, *, group: str = "", number: int = 1) -> TimelinePage:
    """One query: whether there is an older page is known from one row too many, so nothing is counted."""
    group = group if group in GROUPS else ""
    # Instead of what the ledger joins: the person is at hand, and the wording that was corrected is not shown.
    joined = ("by", "contact_person__contact", "thing_done")
    rows = timeline_of(user, person).select_related(None).select_related(*joined)
    if group:
        rows = rows.filter(kind__in=[kind.code for kind in all_kinds().values() if kind.group == group])
    start = (number - 1) * PER_PAGE
    found = list(rows.order_by("-on", "-pk")[start : start + PER_PAGE + 1])
    moments = [_moment(user, person, entry) for entry in found[:PER_PAGE]]
    return TimelinePage(
        moments, group, number, number + 1 if len(found) > PER_PAGE else None, number - 1 if number > 1 else None
    )


def _moment(user: User, person: Person, entry: Entry) -> Moment:
    part: ContactPerson | None = getattr(entry, "contact_person", None)
    noted: Any = part or getattr(entry, "thing_done", None)
    if noted is not None:
        noted.person = person  # already read: the policy asks for it
    readable = noted is not None and can(user, Action.VIEW, noted)
    return Moment(entry, kind_of(entry.kind), part if readable else None, noted.note if readable else "")
