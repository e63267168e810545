"""To which spell a home belongs: what was arranged, asked for or lived in before somebody came back into custody says
nothing of where they go afterwards, until somebody says that it holds still.
"""

from django.db.models import Exists, OuterRef, Q

from throughgate.people.models import CustodyMove
from throughgate.people.rules.custody import BACK_INTO_CUSTODY


def back_since(person: str, on: str, noted_at: str, until: str = "") -> Exists:
    """Names of fields: they came back into custody after that was so, by the day `until` if one is named. On the same
    day it counts what was noted first.
    """
    later = Q(on__gt=OuterRef(on)) | Q(on=OuterRef(on), added_at__gt=OuterRef(noted_at))
    rows = CustodyMove.objects.filter(later, person=OuterRef(person), kind__in=BACK_INTO_CUSTODY)
    return Exists(rows.filter(on__lte=OuterRef(until)) if until else rows)


def place_before(prefix: str = "") -> Exists:
    """Of a living place: they came to it before they last came back into custody."""
    return back_since(f"{prefix}person", f"{prefix}from_on", f"{prefix}noted_at")


def step_before() -> Exists:
    """Of a step of an application: it was said before they last came back into custody."""
    return back_since("application__person", "on", "noted_at")
