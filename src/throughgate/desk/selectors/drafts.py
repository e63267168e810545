"""The forms that the user began and did not save."""

from dataclasses import dataclass
from datetime import datetime

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.record.selectors import drafts_of

SHOWN_DRAFTS = 5
DRAFTS = {
    "contact": "A contact",
    "done": "Something done",
    "correct": "A correction",
    "plan": "A plan",
    "group": "A register",
}


@dataclass(frozen=True)
class OpenDraft:
    """A form begun and not saved; whom it is about where the user may still know of them."""

    pk: int
    form: str
    title: str
    person: Person | None
    saved_at: datetime


def open_drafts(user: User) -> list[OpenDraft]:
    """The newest first. What was typed is read only where the form is opened again."""
    drafts = list(drafts_of(user).only("form", "saved_at")[:SHOWN_DRAFTS])
    parts = [draft.form.partition("+")[0].partition(":") for draft in drafts]
    known = visible(user, Person.objects.filter(ref__in=[about for _, _, about in parts]))
    people = {person.ref: person for person in known}
    return [
        OpenDraft(draft.pk, draft.form, DRAFTS.get(kind, "A form"), people.get(about), draft.saved_at)
        for draft, (kind, _, about) in zip(drafts, parts, strict=True)
    ]
