"""Who is told when no word comes: the organisation’s own file, else the one that comes with Throughgate."""

from pathlib import Path

from throughgate.common.own_files import own_else_shipped, own_place
from throughgate.release.alarms_file import AlarmRules, own_alarms, shipped_alarms

FILE = "alarms.yaml"


def own_file() -> Path:
    return own_place(FILE)


def known_alarms() -> AlarmRules:
    """A faulty file of the organisation’s must not silence an alarm: the shipped one holds then. `manage.py check`
    tells of the faults.
    """
    return own_else_shipped(lambda: own_alarms(own_file()), shipped_alarms, name=FILE, command="manage.py check")
