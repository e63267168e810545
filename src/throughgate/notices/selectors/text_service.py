"""What sends texts here, and in which words."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from throughgate.common.own_files import own_else_shipped, own_place
from throughgate.notices.text_words import TextsFile, own_texts, shipped_texts
from throughgate.notices.texts.contract import TextService

FILE = "texts.yaml"


@lru_cache(maxsize=4)
def service_at(dotted: str) -> TextService:
    """What stands at the dotted path: a class or a function that takes nothing. Raises ImportError."""
    made: Callable[[], TextService] = import_string(dotted)
    return made()


def text_service() -> TextService | None:
    return service_at(settings.TEXT_SERVICE) if settings.TEXT_SERVICE else None


def has_service() -> bool:
    return bool(settings.TEXT_SERVICE)


def own_file() -> Path:
    return own_place(FILE)


def text_words() -> TextsFile:
    """A faulty file of the organisation's must not stop reminders: the shipped words hold, and the check says so."""
    return own_else_shipped(
        lambda: own_texts(own_file(), settings.ORGANISATION), shipped_texts, name=FILE, command="manage.py check"
    )
