from typing import Any

from django.core.checks import CheckMessage, Error

from throughgate.release.alarms_file import AlarmsFileError, own_alarms
from throughgate.release.selectors.known_alarms import own_file


def check_alarms_file(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The organisation’s own alarms, if there are any, can be read."""
    try:
        own_alarms(own_file())
    except AlarmsFileError as refused:
        hint = "Until then the shipped alarms hold."
        return [Error(str(fault), hint=hint, id="release.E020") for fault in refused.errors]
    except (OSError, UnicodeDecodeError):
        return [Error(f"{own_file().name} cannot be read as text.", id="release.E020")]
    return []
