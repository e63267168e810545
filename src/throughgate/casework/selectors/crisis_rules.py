"""The rules for a crisis that hold here: the organisation’s own file, else the one that comes with Throughgate."""

from pathlib import Path

from throughgate.casework.crisis_file import CrisisRules, own_crisis_rules, shipped_crisis_rules
from throughgate.common.own_files import own_else_shipped, own_place

FILE = "crisis.yaml"


def own_file() -> Path:
    return own_place(FILE)


def crisis_rules() -> CrisisRules:
    """A faulty file of the organisation’s must not stand between a person and help: the shipped rules hold then.

    `manage.py check` tells of the faults, and so does the command `check_crisis_rules`.
    """
    return own_else_shipped(
        lambda: own_crisis_rules(own_file()), shipped_crisis_rules, name=FILE, command="check_crisis_rules"
    )
