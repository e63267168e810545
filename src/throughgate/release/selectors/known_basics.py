"""The basics that hold here: the organisation’s own file, else the one that comes with Throughgate."""

import logging
from pathlib import Path

from django.conf import settings

from throughgate.release.basics_file import Basics, BasicsFileError, own_basics, shipped_basics

FILE = "basics.yaml"


def own_file() -> Path:
    return Path(settings.VAR) / FILE


def known_basics() -> Basics:
    """A faulty file of the organisation’s does not hide who is to be released: the shipped one holds then.

    `manage.py check` tells of the faults.
    """
    try:
        return own_basics(own_file()) or shipped_basics()
    except (BasicsFileError, OSError, UnicodeDecodeError):
        logging.getLogger(__name__).error("The basics.yaml of this organisation cannot be used. Run manage.py check.")
        return shipped_basics()
