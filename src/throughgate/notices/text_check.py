from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from throughgate.notices.rules.letters import working_days_problem
from throughgate.notices.selectors.text_service import own_file, service_at
from throughgate.notices.text_words import TextsFileError, own_texts
from throughgate.notices.texts.contract import broken_promises

HINT = "See “Texts” in docs/how-to/reminders.md. Without the setting, nobody is texted."
FILE_HINT = "Until then the shipped words hold."


def check_text_service(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The service that sends texts, if one is named, is there and is one. Nothing is sent."""
    if not settings.TEXT_SERVICE:
        return []
    try:
        broken = list(broken_promises(service_at(settings.TEXT_SERVICE)))
    except Exception as error:
        words = f"The service for texts {settings.TEXT_SERVICE} does not work: {type(error).__name__}: {error}"
        return [Error(words, hint=HINT, id="notices.E001")]
    return [
        Error(f"The service for texts breaks a promise: {words}.", hint=HINT, id="notices.E002") for words in broken
    ]


def check_text_words(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The organisation's own words for texts, if there are any, can be used."""
    try:
        own_texts(own_file(), settings.ORGANISATION)
    except TextsFileError as refused:
        return [Error(str(fault), hint=FILE_HINT, id="notices.E003") for fault in refused.errors]
    except (OSError, UnicodeDecodeError):
        return [Error(f"{own_file().name} cannot be read as text.", hint=FILE_HINT, id="notices.E003")]
    return []


def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The days of the morning letter are days."""
    problem = working_days_problem(settings.WORKING_DAYS)
    hint = "Write them as mon,tue,wed,thu,fri."
    return [Error(f"THROUGHGATE_WORKING_DAYS: {problem}.", hint=hint, id="notices.E004")] if problem else []
