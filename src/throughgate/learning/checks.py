from typing import Any

from django.core.checks import CheckMessage, Error

from throughgate.learning.loading import own_file, own_questions

HINT = "Until then the shipped questions hold."


def check_questions(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The organisation’s own feedback questions can be read."""
    return [Error(str(fault), hint=HINT, id="learning.E001") for fault in own_questions(own_file())[1]]
