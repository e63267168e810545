"""How many were still in work after 4, 13 and 26 weeks."""

from collections import defaultdict
from datetime import date

from throughgate.access.policy import Ability, require, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.sustained import CHECK_WEEKS
from throughgate.work.models import JobCheck, Left
from throughgate.work.rules.applying import Lasted, lasted_of


def in_work(user: User, today: date) -> dict[int, Lasted]:
    """By weeks, of the checks that are due. One query."""
    require(user, Ability.SEE_PEOPLE)
    rows = visible(user, JobCheck.objects.filter(due_on__lte=today)).exclude(job__ended_because=Left.MISTAKE)
    by_weeks: dict[int, list[str]] = defaultdict(list)
    for weeks, answer in rows.order_by().values_list("weeks", "answer"):
        by_weeks[weeks].append(answer)
    record_event(by=user, action="work_figures.read")
    return {weeks: lasted_of(by_weeks[weeks]) for weeks in CHECK_WEEKS}
