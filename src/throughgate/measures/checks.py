from typing import Any

from django.core.checks import CheckMessage, Error

from throughgate.casework.selectors.crisis_rules import crisis_rules
from throughgate.measures.selectors.instruments import instruments, own_faults

HINT = "Until then the shipped one of that name holds, if there is one."


def check_instruments(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The organisation’s own instruments can be read, and every one names crises that exist."""
    faults: list[CheckMessage] = [Error(str(fault), hint=HINT, id="measures.E001") for fault in own_faults()]
    for slug, one in instruments().items():
        for item, safety in one.safety.items():
            if safety.crisis not in crisis_rules().kinds:
                words = f"{slug}: “{item}” names “{safety.crisis}”, a crisis that the rules do not have."
                faults.append(Error(words, id="measures.E002"))
    return faults
