"""What was asked of people, and what they said to whoever may read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from throughgate.access.policy import Ability, Action, Hidden, check, reach_of, require, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.learning.models import Answer, Feedback, KeptAnswer, OpenAnswer
from throughgate.people.models import Person
from throughgate.programmes.asking import asked_by
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Enrolment


@dataclass(frozen=True)
class Given:
    """One asking, with the answers that this reader may read."""

    feedback: Feedback
    answers: list[OpenAnswer]


def feedback_of(user: User, person: Person) -> list[Given]:
    """Newest first. Words are for the person's own workers: they were told that managers read them without a name. What
    is kept from the workers is here for nobody. Three queries at most.
    """
    rows = visible(user, Feedback.objects.filter(person=person)).select_related("opened_by", "enrolment__model")
    found = list(rows)
    said: dict[int, list[OpenAnswer]] = {}
    told = OpenAnswer.objects.filter(feedback__in=found, feedback__finished_at__isnull=False)
    for one in visible(user, told) if works_with(user, person) else ():
        said.setdefault(one.feedback_id, []).append(one)
    return [Given(row, sorted(said.get(row.pk, []), key=lambda one: one.pk)) for row in found]


def access_feedback(user: User, person: Person, ref: str) -> Feedback:
    """One that is written in. Raises Hidden, Forbidden."""
    row = Feedback.objects.filter(ref=ref, person=person).select_related("enrolment").first()
    if row is None:
        raise Hidden()
    row.person = person
    return check(user, Action.RECORD, row)


def works_with(user: User, person: Person) -> bool:
    return person.pk in reach_of(user).caseload


def moments_of(user: User, person: Person) -> list[tuple[Enrolment, str]]:
    """The enrolments whose programme asks for feedback, each with what it calls that."""
    rows = visible(user, Enrolment.objects.filter(person=person, left_on__isnull=True)).select_related("model")
    found = []
    for row in rows:
        model = compiled_model(row.model)
        titles = [one.title for key in model.elements if "feedback" in (one := asked_by(model, key)).kinds]
        if titles:
            found.append((row, titles[0]))
    return found


def given_so_far(feedback: Feedback) -> Mapping[str, Answer]:
    """By question, to show them again while they answer. Of what is kept nothing is shown: the screen goes back to a
    worker.
    """
    if feedback.is_kept:
        return {}
    return {one.question: one for one in OpenAnswer.objects.filter(feedback=feedback)}


def answers_in(feedback: Feedback) -> int:
    rows: QuerySet[Any] = (KeptAnswer if feedback.is_kept else OpenAnswer).objects.filter(feedback=feedback)
    return rows.count()


VOICE = ("ref", "question", "wording", "said", "feedback__on", "feedback__site__name", "feedback__moment", "item__ref")


def voices_for(user: User, *, question: str = "") -> QuerySet[Any, Any]:
    """What people said in their own words, without whose it is, for managers. Newest first.

    Raises Forbidden. Of finished ones alone: half an answer is still theirs.
    """
    require(user, Ability.KEEP_LEARNING)
    found: list[QuerySet[Any, Any]] = []
    for model in (OpenAnswer, KeptAnswer):
        rows = model.objects.filter(
            choice="", feedback__finished_at__isnull=False, feedback__site__in=reach_of(user).sites
        )
        if question:
            rows = rows.filter(question=question)
        found.append(visible(user, rows).order_by().values(*VOICE))
    together: QuerySet[Any, Any] = found[0].union(found[1], all=True)
    return together.order_by("-feedback__on", "ref")


def read_voices(user: User, count: int) -> None:
    record_event(by=user, action="learning.voices_read", subject="what people said", count=count)


def voice_for(user: User, ref: str) -> OpenAnswer | KeptAnswer:
    """Raises Forbidden, Hidden."""
    require(user, Ability.KEEP_LEARNING)
    also = ("feedback__site", "feedback__enrolment__model")
    said = {"ref": ref, "feedback__finished_at__isnull": False, "feedback__site__in": reach_of(user).sites}
    found = visible(user, OpenAnswer.objects.filter(**said)).select_related(*also).first()
    kept = found or visible(user, KeptAnswer.objects.filter(**said)).select_related(*also).first()
    if kept is None:
        raise Hidden()
    return kept
