"""One way in to every method of matching."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..progress import Progress, no_progress
from .cells import match_cem, match_exact
from .checks import check_found, check_spec, check_units
from .full import match_full
from .nearest import match_nearest
from .optimal import match_optimal
from .radius_rows import match_radius_rows
from .subclass import match_subclass
from .units import Matching, MatchSpec, Units

METHODS: Mapping[str, Callable[[Units, MatchSpec, Progress], Matching]] = {
    "radius": match_radius_rows,
    "nearest": match_nearest,
    "optimal": match_optimal,
    "full": match_full,
    "exact": match_exact,
    "cem": match_cem,
    "subclass": match_subclass,
}


def match(units: Units, spec: MatchSpec, progress: Progress = no_progress) -> Matching:
    """Who is compared with whom, and how much each person counts.

    `units` holds n people with everybody in memory. `progress` is called with the share done and a message. Raises
    EvidenceInputError, with what to do about it, for a specification that cannot be carried out, for numbers that are
    not finite, and where nobody is matched.
    """
    check_spec(spec)
    check_units(units, spec)
    matching = check_found(METHODS[spec.method](units, spec, progress))
    progress(1.0, "Matched")
    return matching
