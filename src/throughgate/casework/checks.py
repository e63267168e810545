from typing import Any

from django.core.checks import CheckMessage, Error

from throughgate.casework.crisis_file import CrisisFileError, own_crisis_rules
from throughgate.casework.selectors.crisis_rules import own_file


def check_crisis_file(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The organisation’s own rules for a crisis, if there are any, can be read."""
    try:
        own_crisis_rules(own_file())
    except CrisisFileError as refused:
        return [
            Error(str(fault), hint="Until then the shipped rules hold.", id="casework.E001") for fault in refused.errors
        ]
    except (OSError, UnicodeDecodeError):
        return [Error(f"{own_file().name} cannot be read as text.", id="casework.E001")]
    return []
