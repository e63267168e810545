"""What programme models ask of a plan: which there should be, and when it is looked at again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.casework.models import Plan
from throughgate.casework.plan_kinds import PLAN, REVIEW
from throughgate.casework.selectors.contacts import open_enrolments
from throughgate.people.models import Person
from throughgate.programmes.asking import Asked, asked_by
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, Enrolment


@dataclass(frozen=True)
class Wanted:
    """A plan that a programme of this person asks for."""

    subject: str
    title: str
    enrolment: Enrolment


@dataclass(frozen=True)
class LookAgain:
    """When a plan is looked at again. `by_programme`: a model asks for it, so nobody sets a day of their own."""

    by_programme: bool
    by_on: date | None


def plans_wanted(user: User, person: Person) -> list[Wanted]:
    """In the order of the programmes, each subject once."""
    found: dict[str, Wanted] = {}
    for enrolment, _, asked in _asked(user, person):
        if asked.kinds == (PLAN,) and asked.subject:
            found.setdefault(asked.subject, Wanted(asked.subject, asked.title, enrolment))
    return list(found.values())


def look_again(user: User, plan: Plan) -> LookAgain:
    keys = [
        (enrolment.pk, key)
        for enrolment, key, asked in _asked(user, plan.person)
        if asked.kinds == (REVIEW,) and asked.subject in ("", plan.subject)
    ]
    if not keys:
        standing = plan.review_promise
        is_open = standing is not None and standing.met_on is None and standing.withdrawn_on is None
        return LookAgain(False, standing.by_on if standing and is_open else None)
    open_rows = visible(user, Commitment.objects.filter(person=plan.person, promise=None, is_next=True))
    days = open_rows.values_list("enrolment_id", "element", "by_on")
    return LookAgain(True, min((by_on for pk, key, by_on in days if by_on and (pk, key) in keys), default=None))


def _asked(user: User, person: Person) -> Iterator[tuple[Enrolment, str, Asked]]:
    for enrolment in open_enrolments(user, [person]):
        model = compiled_model(enrolment.model)
        for key in model.elements:
            yield enrolment, key, asked_by(model, key)
