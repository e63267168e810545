from typing import Any

from django.core.checks import CheckMessage, Error

from throughgate.story.shipping import own_folder, questions_with

HINT = "Until then only the questions that come with Throughgate are asked."


def check_questions(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What the organisation adds to the question bank can be read, and fits what is there."""
    return [Error(str(fault), hint=HINT, id="story.E001") for fault in questions_with(own_folder())[1]]
