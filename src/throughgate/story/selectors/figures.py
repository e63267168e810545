"""What is spared: questions that did not have to be asked again, and those asked twice by mistake.

Counted over the people and the answers that the reader may see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.story.models import Answer, FormRun
from throughgate.story.terms import CameBy

OF_RUNS: dict[str, Any] = {"forms": Count("pk"), "asked": Sum("asked"), "spared": Sum("not_asked_again")}
OF_ANSWERS: dict[str, Any] = {"answers": Count("pk"), "twice": Count("pk", filter=Q(came_by=CameBy.AGAIN))}


@dataclass(frozen=True)
class Figures:
    """`forms` were finished, and in them `asked` questions asked and `spared` known and left alone.

    `twice`: answers that were known when they were asked for, in a form or outside one, of `answers` written down.
    """

    forms: int = 0
    asked: int = 0
    spared: int = 0
    twice: int = 0
    answers: int = 0
    name: str = ""

    @property
    def questions(self) -> int:
        return self.asked + self.spared

    @property
    def share_spared(self) -> int | None:
        """Per cent of the questions of these forms; None where there were none."""
        return round(100 * self.spared / self.questions) if self.questions else None

    @property
    def has_any(self) -> bool:
        return bool(self.forms or self.answers)


def figures_of(
    user: User,
    *,
    person: Person | None = None,
    worker: User | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Figures:
    """Of one person, of what one worker finished and wrote down, or of all the reader may see. Both days count."""
    runs, answers = _runs(user, from_on, to_on), _answers(user, from_on, to_on)
    if person:
        runs, answers = runs.filter(person=person), answers.filter(person=person)
    if worker:
        runs, answers = runs.filter(finished_by=worker), answers.filter(recorded_by=worker)
    return _figures(runs.aggregate(**OF_RUNS) | answers.aggregate(**OF_ANSWERS))


def spared_since(user: User, from_on: date) -> int:
    """How many questions were not asked again since, of all whom the reader may see: one query, for the front page."""
    return _runs(user, from_on, None).aggregate(spared=Sum("not_asked_again"))["spared"] or 0


def figures_by_worker(user: User, *, from_on: date | None = None, to_on: date | None = None) -> Sequence[Figures]:
    """Whoever finished a form or wrote down an answer, by name. Two queries."""
    found: dict[int, dict[str, int | None]] = {}
    names: dict[int, str] = {}
    runs = _runs(user, from_on, to_on).order_by().values(worker=F("finished_by"), called=F("finished_by__name"))
    answers = _answers(user, from_on, to_on).order_by().values(worker=F("recorded_by"), called=F("recorded_by__name"))
    rows: list[dict[str, Any]] = [*map(dict, runs.annotate(**OF_RUNS)), *map(dict, answers.annotate(**OF_ANSWERS))]
    for row in rows:
        worker = row.pop("worker")
        names[worker] = row.pop("called")
        found.setdefault(worker, {}).update(row)
    return sorted((_figures(counts, names[worker]) for worker, counts in found.items()), key=lambda one: one.name)


def _figures(counts: Mapping[str, int | None], name: str = "") -> Figures:
    return Figures(**{key: count or 0 for key, count in counts.items()}, name=name)


def _runs(user: User, from_on: date | None, to_on: date | None) -> QuerySet[FormRun]:
    return visible(user, FormRun.objects.filter(_between("finished_at", from_on, to_on), entry__isnull=False))


def _answers(user: User, from_on: date | None, to_on: date | None) -> QuerySet[Answer]:
    rows = Answer.objects.filter(_between("recorded_at", from_on, to_on)).exclude(came_by=CameBy.TAKEN_BACK)
    return visible(user, rows)


def _between(moment: str, from_on: date | None, to_on: date | None) -> Q:
    asked = {f"{moment}__date__gte": from_on, f"{moment}__date__lte": to_on}
    return Q(**{name: on for name, on in asked.items() if on})
