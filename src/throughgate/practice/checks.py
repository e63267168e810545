from typing import Any

from django.core.checks import CheckMessage, Error

from throughgate.common.own_files import own_place
from throughgate.practice.loading import OBSERVATION, TRAINING, own_sheet, own_trainings

HINT = "Until then what is shipped holds."


def check_files(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The organisation's own trainings and what it looks for in an observation can be read."""
    faults = (*own_trainings(own_place(TRAINING))[1], *own_sheet(own_place(OBSERVATION))[1])
    return [Error(str(fault), hint=HINT, id="practice.E001") for fault in faults]
