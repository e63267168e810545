"""How many were still in work after 4, 13 and 26 weeks, and who."""

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet

from throughgate.access.policy import Ability, require, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.sustained import CHECK_WEEKS
from throughgate.work.models import JobCheck, Left
from throughgate.work.rules.applying import Lasted, lasted_of


def in_work(user: User, today: date) -> dict[int, Lasted]:
    """By weeks, of the checks that are due. One query."""
    by_weeks: dict[int, list[str]] = defaultdict(list)
    for weeks, answer in _due(user, today).order_by().values_list("weeks", "answer"):
        by_weeks[weeks].append(answer)
    record_event(by=user, action="work_figures.read")
    return {weeks: lasted_of(by_weeks[weeks]) for weeks in CHECK_WEEKS}


def behind(user: User, weeks: int, today: date) -> list[JobCheck]:
    """The same checks, each with its job and person: whoever is counted for this reader is somebody they may open.
    Those that nobody has asked stand first. One query.
    """
    rows = list(_due(user, today).filter(weeks=weeks).select_related("job__person__site").order_by("-due_on", "pk"))
    record_event(by=user, action="work_figures.listed", weeks=weeks, people=len({one.job.person_id for one in rows}))
    return sorted(rows, key=lambda one: bool(one.answer))


def _due(user: User, today: date) -> QuerySet[JobCheck]:
    require(user, Ability.SEE_PEOPLE)
    return visible(user, JobCheck.objects.filter(due_on__lte=today)).exclude(job__ended_because=Left.MISTAKE)
