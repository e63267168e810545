"""Noting needs and strengths with a person. Nothing here happens by itself."""

from collections.abc import Iterable
from datetime import date

from throughgate.access.policy import Action, Forbidden, Sensitivity
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.story.models import About, Answer, FoundBy, NeedStatus, Owner, PersonNeed, PersonStrength, Status
from throughgate.story.rules.needing import NeedError, check_noted_day, check_owners, check_words
from throughgate.story.selectors.need_reading import Reading
from throughgate.story.services.need_writing import check_level, tell, write_status
from throughgate.story.services.setting_aside import NoLongerSuggestedError
from throughgate.story.shipping import current_questions

US = (Owner.CHARITY,)


@act()
def take_up(*, by: User, person: Person, about: str, key: str, on: date | None = None) -> PersonNeed | PersonStrength:
    """They want help with what their answers suggest, or it is a strength of theirs. Taken up twice it stays one.

    As closed as the answer it rests on. Raises Hidden, Forbidden, NeedError, NoLongerSuggestedError.
    """
    lock_person(by, Action.RECORD, person)
    day = on or today()
    check_noted_day(day, today())
    reading = Reading(by, person)
    suggestion = reading.suggestion(about, key)
    if suggestion is None:
        return _noted_already(reading, about, key)
    if not suggestion.can_note:
        raise Forbidden(Action.RECORD)
    if about == About.STRENGTH:
        return _save_strength(
            by, person, key, suggestion.title.staff, suggestion.level, today(), suggestion.from_answer
        )
    if suggestion.again:
        return _open_again(by, suggestion.again.row, suggestion.from_answer, day)
    return _save_need(
        by,
        PersonNeed(
            person=person,
            key=key,
            words=suggestion.title.staff,
            pathway=current_questions().needs.needs[key].pathway,
            owners=list(US),
            sensitivity=suggestion.level,
            noted_on=day,
        ),
        suggestion.from_answer,
    )


def _noted_already(reading: Reading, about: str, key: str) -> PersonNeed | PersonStrength:
    lines = reading.needs if about == About.NEED else reading.strengths
    for line in lines:
        if line.row.key == key:
            return line.row
    raise NoLongerSuggestedError()


def _open_again(by: User, need: PersonNeed, answer: Answer, on: date) -> PersonNeed:
    need.from_answer, need.held_against = answer, None
    need.save(update_fields=["from_answer", "held_against"])
    write_status(by, need, Status.NOT_STARTED, on, "")
    return need


@act()
def note_need(
    *,
    by: User,
    person: Person,
    key: str = "",
    words: str = "",
    pathway: str = "",
    owners: Iterable[str] = US,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
    on: date | None = None,
) -> PersonNeed:
    """A need of the list by its `key`, or in own `words` under a `pathway`. Noted twice it stays one.

    Raises Hidden, Forbidden, NeedError.
    """
    lock_person(by, Action.RECORD, person)
    check_level(by, person, sensitivity)
    listed = current_questions().needs
    if key:
        if key not in listed.needs:
            raise NeedError("what", "Choose a need from the list")
        words, pathway = listed.needs[key].title.staff, listed.needs[key].pathway
    elif pathway not in listed.pathways:
        raise NeedError("pathway", "Choose what it belongs to")
    need = PersonNeed(
        person=person,
        key=key,
        words=check_words(words),
        pathway=pathway,
        owners=check_owners(owners),
        sensitivity=sensitivity,
        noted_on=on or today(),
    )
    check_noted_day(need.noted_on, today())
    return _save_need(by, need)


@act()
def note_strength(
    *,
    by: User,
    person: Person,
    key: str = "",
    words: str = "",
    sensitivity: Sensitivity = Sensitivity.STANDARD,
    on: date | None = None,
) -> PersonStrength:
    """A strength of the list by its `key`, or in own `words`. Noted twice it stays one.

    Raises Hidden, Forbidden, NeedError.
    """
    lock_person(by, Action.RECORD, person)
    check_level(by, person, sensitivity)
    listed = current_questions().needs.strengths
    if key and key not in listed:
        raise NeedError("what", "Choose a strength from the list")
    words = listed[key].title.staff if key else check_words(words)
    check_noted_day(on or today(), today())
    return _save_strength(by, person, key, words, sensitivity, on or today())


def _save_need(by: User, need: PersonNeed, answer: Answer | None = None) -> PersonNeed:
    same = PersonNeed.objects.filter(person=need.person, sensitivity=need.sensitivity, ended_on__isnull=True)
    same = same.filter(key=need.key) if need.key else same.filter(key="", pathway=need.pathway, words=need.words)
    if noted := same.first():
        return noted
    _say_who_found(by, need, answer)
    need.save()
    NeedStatus.objects.create(need=need, status=Status.NOT_STARTED, on=need.noted_on, by=by)
    tell(by, need, "need-noted", need.noted_on, need.words, need.pk)
    record_event(by=by, action="need.noted", person=need.person, subject=f"need {need.ref}", found_by=need.found_by)
    return need


def _save_strength(
    by: User, person: Person, key: str, words: str, level: Sensitivity, on: date, answer: Answer | None = None
) -> PersonStrength:
    same = PersonStrength.objects.filter(person=person, sensitivity=level, ended_on__isnull=True)
    if noted := same.filter(key=key).first() if key else same.filter(key="", words=words).first():
        return noted
    strength = PersonStrength(person=person, key=key, words=words, sensitivity=level, noted_on=on)
    _say_who_found(by, strength, answer)
    strength.save()
    tell(by, strength, "strength-noted", on, words, strength.pk)
    record_event(
        by=by, action="strength.noted", person=person, subject=f"strength {strength.ref}", found_by=strength.found_by
    )
    return strength


def _say_who_found(by: User, row: PersonNeed | PersonStrength, answer: Answer | None) -> None:
    row.noted_by, row.from_answer = by, answer
    row.found_by = FoundBy.ANSWER if answer else FoundBy.HAND
