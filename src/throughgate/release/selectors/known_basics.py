"""The basics that hold here: the organisation’s own file, else the one that comes with Throughgate."""

from pathlib import Path

from throughgate.common.own_files import own_else_shipped, own_place
from throughgate.release.basics_file import Basics, own_basics, shipped_basics

FILE = "basics.yaml"


def own_file() -> Path:
    return own_place(FILE)


def known_basics() -> Basics:
    """A faulty file of the organisation’s does not hide who is to be released: the shipped one holds then.

    `manage.py check` tells of the faults.
    """
    return own_else_shipped(lambda: own_basics(own_file()), shipped_basics, name=FILE, command="manage.py check")
