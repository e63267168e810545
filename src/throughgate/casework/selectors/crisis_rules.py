"""The rules for a crisis that hold here: the organisation’s own file, else the one that comes with Throughgate."""

import logging
from pathlib import Path

from django.conf import settings

from throughgate.casework.crisis_file import CrisisFileError, CrisisRules, own_crisis_rules, shipped_crisis_rules

FILE = "crisis.yaml"


def own_file() -> Path:
    return Path(settings.VAR) / FILE


def crisis_rules() -> CrisisRules:
    """A faulty file of the organisation’s must not stand between a person and help: the shipped rules hold then.

    `manage.py check` tells of the faults, and so does the command `check_crisis_rules`.
    """
    try:
        return own_crisis_rules(own_file()) or shipped_crisis_rules()
    except (CrisisFileError, OSError, UnicodeDecodeError):
        logging.getLogger(__name__).error(
            "The crisis.yaml of this organisation cannot be used. Run check_crisis_rules."
        )
        return shipped_crisis_rules()
