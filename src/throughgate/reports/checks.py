from typing import Any

from django.core.checks import CheckMessage, Error

from throughgate.reports.selectors.drafting import RISK
from throughgate.story.shipping import shipped_questions

HINT = "Name it as the bank does, in reports/selectors/drafting.py."


def check_risk(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What a report tells of risk is asked by the question bank."""
    known = shipped_questions().items
    words = "Reports tell of “{}” as a risk, and the question bank does not ask it."
    return [Error(words.format(item), hint=HINT, id="reports.E001") for item in sorted(RISK - set(known))]
