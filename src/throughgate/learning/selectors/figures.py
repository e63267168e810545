"""Feedback counted by programme, site and moment; and the two questions of groups. Nobody's record is opened. The
number of queries grows with neither.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from throughgate.access.policy import Ability, reach_of, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.groups.models import Delivery
from throughgate.learning.models import Feedback, KeptAnswer, OpenAnswer
from throughgate.learning.rules.figures import Counts


class Cell(NamedTuple):
    programme: str  # its title; "" for none
    site: str
    moment: str


OF_CELL = ("enrolment__model__title", "site__name", "moment")


def counted(user: User, first: date, last: date) -> dict[Cell, Counts]:
    """Of sites that the user works at. Raises Forbidden. Three queries and the audit."""
    require(user, Ability.READ_LEARNING)
    within = {"site__in": reach_of(user).sites, "on__range": (first, last), "finished_at__isnull": False}
    rows = Feedback.objects.filter(**within).values(*OF_CELL).order_by()
    rows = rows.annotate(no=Count("pk", filter=Q(declined=True)), yes=Count("pk", filter=Q(declined=False)))
    said: dict[Cell, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    inside = {f"feedback__{name}": value for name, value in within.items()}
    for model in (OpenAnswer, KeptAnswer):
        given = model.objects.filter(**inside).exclude(choice="").order_by()
        grouped = given.values(*(f"feedback__{name}" for name in OF_CELL), "question", "choice").annotate(n=Count("pk"))
        for title, site, moment, question, choice, number in grouped.values_list(
            *(f"feedback__{name}" for name in OF_CELL), "question", "choice", "n"
        ):
            said[_cell(title, site, moment)][question][choice] += number
    found = {}
    for row in rows:
        cell = _cell(*(row[name] for name in OF_CELL))
        found[cell] = Counts(row["yes"], row["no"], said.get(cell, {}))
    record_event(
        by=user, action="learning.figures_read", subject="feedback", first=first.isoformat(), last=last.isoformat()
    )
    return found


def _cell(title: str | None, site: str, moment: str) -> Cell:
    return Cell(title or "", site, moment)


def of_groups(user: User, first: date, last: date) -> Mapping[str, Mapping[str, int]]:
    """Answers to the two questions on slips after sessions, by question. They hold no names. One query."""
    require(user, Ability.READ_LEARNING)
    rows = Delivery.objects.filter(
        superseded_at__isnull=True, session__cohort__site__in=reach_of(user).sites, session__on__range=(first, last),
        session__superseded_at__isnull=True, session__cancelled_at__isnull=True,
    )  # fmt: skip
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for said in rows.values_list("feedback", flat=True):
        for question, counts in said.items():
            found[question].update(counts)
    return found
