from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import Person
from throughgate.people.rules.identifiers import readings_of
from throughgate.people.selectors import PersonSummary, search_people, summaries_of

MOST_FOUND = 50


@dataclass(frozen=True)
class Search:
    """`exact`: the one person whose number or reference was typed in full. `is_cut`: more were found than are given."""

    found: Sequence[PersonSummary]
    is_cut: bool
    exact: Person | None


def search(*, by: User, words: str, on: date) -> Search:
    """People the user may see whose names or numbers begin with the words.

    The search is audited with how many were found, never with what was typed: names do not belong in the audit trail.
    """
    require(by, Ability.SEE_PEOPLE)
    found = list(search_people(by, words, on)[: MOST_FOUND + 1])
    record_event(by=by, action="people.searched", found=min(len(found), MOST_FOUND), is_cut=len(found) > MOST_FOUND)
    exact = found[0] if len(found) == 1 and _is_number_of(found[0], words, on) else None
    return Search(() if exact else summaries_of(found[:MOST_FOUND], on), len(found) > MOST_FOUND, exact)


def _is_number_of(person: Person, words: str, on: date) -> bool:
    return words.strip().upper() == person.ref or bool(readings_of(words, today=on))
