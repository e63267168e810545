"""Reads of people. A person can be had only through here: filtered by the policy, and audited where a record is
opened.
"""

from throughgate.people.selectors.around import (
    assignments_of,
    circle_of,
    continuity_for,
    list_alone_soon,
    list_assignable,
    list_unassigned,
    workers_around,
)
from throughgate.people.selectors.custody import (
    Release,
    conditions_of,
    dates_of,
    hdc_steps_of,
    moves_of,
    recall_to_reckon,
    releases_between,
    sentences_of,
)
from throughgate.people.selectors.heading import PersonHeading, PersonSummary, heading_of, lead_of, summaries_of
from throughgate.people.selectors.people import (
    RecordMovedError,
    Whose,
    access_person,
    caseload_of,
    current_on,
    former_refs_of,
    identifiers_of,
    list_people,
    list_people_for,
    list_refs_for,
    read_caseloads,
    search_people,
)

__all__ = [
    "PersonHeading",
    "PersonSummary",
    "RecordMovedError",
    "Release",
    "Whose",
    "access_person",
    "assignments_of",
    "caseload_of",
    "circle_of",
    "conditions_of",
    "continuity_for",
    "current_on",
    "dates_of",
    "former_refs_of",
    "hdc_steps_of",
    "heading_of",
    "identifiers_of",
    "lead_of",
    "list_assignable",
    "list_people",
    "list_people_for",
    "list_refs_for",
    "list_alone_soon",
    "list_unassigned",
    "moves_of",
    "read_caseloads",
    "recall_to_reckon",
    "releases_between",
    "search_people",
    "sentences_of",
    "summaries_of",
    "workers_around",
]
