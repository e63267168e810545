"""What a start of the application looks at: an organisation's own plans of sessions, and that none is missing."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from throughgate.groups.kinds import SESSIONS
from throughgate.groups.loading import own_folder, own_plans, plans

HINT = "Until then the shipped one of that name holds, if there is one."


def check_plans(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The organisation’s own plans can be read, and are of a kind for which a register is kept."""
    found, faults = own_plans(own_folder())
    told: list[CheckMessage] = [Error(str(fault), hint=HINT, id="groups.E001") for fault in faults]
    for slug, one in found.items():
        if one.kind not in SESSIONS:
            words = f"{slug}: no register is kept for “{one.kind}”. Known: {', '.join(SESSIONS)}."
            told.append(Error(words, id="groups.E002"))
    return told


def check_followed(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Every group that runs has its plan. Looked at where the database is, as on `migrate`."""
    from django.db import connection

    from throughgate.groups.models import Cohort

    if not databases or Cohort._meta.db_table not in connection.introspection.table_names():
        return []
    followed = set(Cohort.objects.order_by().values_list("plan", flat=True).distinct())
    words = "A group follows the plan “{}”, and there is no file of it. Put it back into the folder session-plans."
    return [Error(words.format(slug), id="groups.E003") for slug in sorted(followed - set(plans()))]
