"""What of the story stands on the person's page."""

from dataclasses import dataclass
from datetime import date

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.story.selectors.answers import happenings_of, story_of
from throughgate.story.selectors.forms import Sheet, forms_for

SHOWN = 3


@dataclass(frozen=True)
class Glance:
    """Counted over the answers that the reader may see. `forms`: begun, or asked for by a programme."""

    known: int
    stale: int
    areas: int
    last_on: date | None
    forms: tuple[Sheet, ...]


def glance_of(user: User, person: Person, today: date) -> Glance:
    """For a person whom `access_person` has let the reader have; as many queries however much is known."""
    happenings = happenings_of(person)
    areas = story_of(user, person, today, happenings)
    told = [one for area in areas for one in area.told if one.row.known]
    sheets = forms_for(user, person, today, happenings) if can(user, Action.RECORD, person) else []
    return Glance(
        known=len(told),
        stale=len([one for one in told if one.stale]),
        areas=len(areas),
        last_on=max((one.row.answered_on for one in told), default=None),
        forms=tuple([sheet for sheet in sheets if sheet.run or sheet.asked_for][:SHOWN]),
    )
