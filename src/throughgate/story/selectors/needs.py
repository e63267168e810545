"""Needs and strengths of one person, for this room's pages and for others."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughgate.access.policy import Action, Hidden, check
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.story.models import PersonNeed, PersonStrength, SetAside, Status
from throughgate.story.selectors.need_lines import NeedLine, StrengthLine, Suggestion
from throughgate.story.selectors.need_reading import Reading

SHOWN_ON_PERSON = 4


def needs_of(user: User, person: Person) -> list[NeedLine]:
    """Those that stand, in the order of the pathways: met and declined ones too."""
    return Reading(user, person).needs


def strengths_of(user: User, person: Person) -> list[StrengthLine]:
    return Reading(user, person).strengths


def suggestions_for(user: User, person: Person) -> list[Suggestion]:
    """Needs and strengths that answers speak for and nobody has settled with the person yet."""
    reading = Reading(user, person)
    return [*reading.suggested_strengths, *reading.suggested_needs]


# -- one row, for acting on it --------------------------------------------------------------------------------------


def access_need(user: User, person: Person, ref: str, *, action: Action = Action.VIEW) -> PersonNeed:
    """Raises Hidden, Forbidden."""
    row = PersonNeed.objects.select_related("person__site").filter(person=person, ref=ref).first()
    if row is None:
        raise Hidden()
    return check(user, action, row)


def access_strength(user: User, person: Person, ref: str, *, action: Action = Action.VIEW) -> PersonStrength:
    """Raises Hidden, Forbidden."""
    row = PersonStrength.objects.select_related("person__site").filter(person=person, ref=ref).first()
    if row is None:
        raise Hidden()
    return check(user, action, row)


def access_set_aside(user: User, person: Person, pk: int) -> SetAside:
    """Raises Hidden, Forbidden."""
    row = SetAside.objects.select_related("person__site").filter(person=person, pk=pk).first()
    if row is None:
        raise Hidden()
    return check(user, Action.RECORD, row)


@dataclass(frozen=True)
class OnPerson:
    """What a person's page shows of this. `to_talk_about`: how many suggestions wait."""

    person: Person
    strengths: Sequence[StrengthLine]
    more_strengths: int
    needs: Sequence[NeedLine]
    more_needs: int
    met: int
    to_talk_about: int


def needs_on_person_page(user: User, person: Person) -> OnPerson:
    """Four strengths and four open needs, what is in progress first, in five queries."""
    reading = Reading(user, person)
    opened = sorted((line for line in reading.needs if line.is_open), key=_in_progress_first)
    return OnPerson(
        person=person,
        strengths=reading.strengths[:SHOWN_ON_PERSON],
        more_strengths=max(0, len(reading.strengths) - SHOWN_ON_PERSON),
        needs=opened[:SHOWN_ON_PERSON],
        more_needs=max(0, len(opened) - SHOWN_ON_PERSON),
        met=len(reading.needs_in(Status.MET)),
        to_talk_about=sum(one.can_note for one in reading.suggested_needs + reading.suggested_strengths),
    )


def _in_progress_first(line: NeedLine) -> bool:
    return line.now.status != Status.IN_PROGRESS
