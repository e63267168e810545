"""What answers suggested and the person did not want, now or at all."""

from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.story.models import Said, SetAside
from throughgate.story.selectors.need_lines import Suggestion
from throughgate.story.selectors.need_reading import Reading


class NoLongerSuggestedError(Exception):
    """The answer changed, or a colleague settled it first: the page must be read again."""


@act()
def set_aside(*, by: User, person: Person, about: str, key: str, said: str) -> None:
    """They said not now, or no. It stays away until they answer otherwise. Said twice it is kept once.

    Raises Hidden, Forbidden, NoLongerSuggestedError.
    """
    lock_person(by, Action.RECORD, person)
    reading = Reading(by, person)
    suggestion = reading.suggestion(about, key)
    if suggestion is None:
        if any(line.row.key == key and line.row.about == about for line in reading.set_aside):
            return
        raise NoLongerSuggestedError()
    if not suggestion.can_note:
        raise Forbidden(Action.RECORD)
    put_aside(by, reading, suggestion, Said(said))


def put_aside(by: User, reading: Reading, suggestion: Suggestion, said: Said) -> None:
    """One row for each answer that speaks for it, as closed as that answer."""
    writable = writable_levels(by, reading.person)
    for answer in suggestion.answers:
        level = reading.level_of(answer)
        if level in writable:
            SetAside.objects.get_or_create(
                answer=answer,
                about=suggestion.about,
                key=suggestion.key,
                withdrawn_at=None,
                defaults={"person": reading.person, "said": said, "sensitivity": level, "on": today(), "by": by},
            )
    record_event(by=by, action="need.set_aside", person=reading.person, about=suggestion.about.value, said=said.value)


@act()
def bring_back(*, by: User, aside: SetAside) -> None:
    """Put it to them again. Raises Hidden, Forbidden."""
    person = lock_person(by, Action.RECORD, aside.person)
    check(by, Action.RECORD, aside)
    rows = SetAside.objects.filter(person=person, about=aside.about, key=aside.key, withdrawn_at__isnull=True)
    brought = rows.filter(sensitivity__in=writable_levels(by, person)).update(
        withdrawn_at=timezone.now(), withdrawn_by=by
    )
    if brought:
        record_event(by=by, action="need.brought_back", person=person, about=aside.about)
