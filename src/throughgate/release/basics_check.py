from typing import Any

from django.core.checks import CheckMessage, Error

from throughgate.record.kinds import all_kinds
from throughgate.release.basics_file import BasicsFileError, own_basics, shipped_basics
from throughgate.release.selectors.known_basics import own_file
from throughgate.web.icons import ICONS

HINT = "Until then the shipped basics hold."


def check_basics_file(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The organisation’s own basics, if there are any, can be read, and name kinds and icons that exist."""
    try:
        basics = own_basics(own_file()) or shipped_basics()
    except BasicsFileError as refused:
        return [Error(str(fault), hint=HINT, id="release.E001") for fault in refused.errors]
    except (OSError, UnicodeDecodeError):
        return [Error(f"{own_file().name} cannot be read as text.", hint=HINT, id="release.E001")]
    faults: list[CheckMessage] = []
    for code, item in basics.items.items():
        if item.entry not in all_kinds():
            faults.append(Error(f"The basic “{code}” names “{item.entry}”, no kind of entry.", id="release.E002"))
        if item.icon not in ICONS:
            faults.append(Error(f"The basic “{code}” names “{item.icon}”, no icon.", id="release.E003"))
    return faults
