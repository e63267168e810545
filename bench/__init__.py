"""What is timed, and against whom. `python -m bench`, or `make bench`; see README.md beside this file."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
if str(SOURCE) not in sys.path:  # as manage.py does: the bench runs from a checkout, installed or not
    sys.path.insert(0, str(SOURCE))
