"""Who is told when no word comes: the organisation’s own file, else the one that comes with Throughgate."""

import logging
from pathlib import Path

from django.conf import settings

from throughgate.release.alarms_file import AlarmRules, AlarmsFileError, own_alarms, shipped_alarms

FILE = "alarms.yaml"


def own_file() -> Path:
    return Path(settings.VAR) / FILE


def known_alarms() -> AlarmRules:
    """A faulty file of the organisation’s must not silence an alarm: the shipped one holds then. `manage.py check`
    tells of the faults.
    """
    try:
        return own_alarms(own_file()) or shipped_alarms()
    except (AlarmsFileError, OSError, UnicodeDecodeError):
        logging.getLogger(__name__).error("The alarms.yaml of this organisation cannot be used. Run manage.py check.")
        return shipped_alarms()
