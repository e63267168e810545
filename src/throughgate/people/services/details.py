from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F

from throughgate.access.policy import Ability, Action, Forbidden, check, forget_reach, reach_of, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import Happening, announce
from throughgate.people.models import Assignment, Person
from throughgate.people.rules.around import OWN_ROLE
from throughgate.people.services.duplicates import look_for_duplicates_of
from throughgate.people.services.identifiers import keep_identifier
from throughgate.people.services.writing import clean, refuse_moved
from throughgate.sites.models import Site

# The details that may be changed, and how they are called.
FIELD_WORDS: Mapping[str, str] = {
    "given_name": "first name",
    "family_name": "family name",
    "preferred_name": "what they like to be called",
    "born_on": "date of birth",
    "gender": "gender",
    "phone": "phone",
    "first_language": "first language",
    "access_needs": "what helps when meeting",
    "site": "site",
}
CHANGEABLE = tuple(FIELD_WORDS)
# What records are compared on.
IDENTIFYING = frozenset({"given_name", "family_name", "preferred_name", "born_on", "gender"})


class ChangedMeanwhileError(Exception):
    """Somebody else saved first.

    Nothing was changed; here is what they left, for the form to show beside what was typed.
    """

    def __init__(self, *, current: Mapping[str, Any], version: int, who: str, at: datetime | None):
        self.current, self.version, self.who, self.at = current, version, who, at
        super().__init__("The details were changed by somebody else in the meantime.")


@act()
def add_person(
    *,
    by: User,
    given_name: str,
    family_name: str,
    site: Site,
    preferred_name: str = "",
    born_on: date | None = None,
    gender: str = "",
    phone: str = "",
    first_language: str = "",
    access_needs: str = "",
    identifiers: Iterable[tuple[str, str]] = (),
    from_on: date | None = None,
    ref: str = "",
) -> Person:
    """Open a record at one of the adder's own sites. A caseworker or counsellor who adds becomes the person's worker
    from `from_on`.

    `identifiers` are (kind, text as typed). `ref` may be one that a form reserved, so that sending it twice adds
    nobody twice. Raises Forbidden, django's ValidationError, IdentifierError, HeldElsewhereError.
    """
    require(by, Ability.ADD_PERSON)
    if site.pk not in reach_of(by).sites:
        raise Forbidden(Ability.ADD_PERSON)
    person = Person(
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        preferred_name=preferred_name.strip(),
        born_on=born_on,
        gender=gender,
        phone=phone,
        first_language=first_language,
        access_needs=access_needs,
        site=site,
        created_by=by,
        **({"ref": ref} if ref else {}),
    )
    clean(person)
    _save(person, by)
    kinds = [keep_identifier(by=by, person=person, kind=kind, text=text)[0].kind for kind, text in identifiers]
    on = from_on or today()
    worker = _assign_adder(person, by, on)
    look_for_duplicates_of(person)
    record_event(by=by, action="person.added", person=person, site=site.code, identifiers=kinds, worker=worker)
    announce(Happening(person, "person-added", on, by, f"Record opened at {site.name}", person.pk))
    return person


@act()
def change_details(*, by: User, person: Person, version: int, changes: Mapping[str, Any]) -> Person:
    """Save `changes` (names of CHANGEABLE with their new values) to the details as they were at `version`.

    Raises ChangedMeanwhileError where somebody saved since, and then changes nothing. Raises Hidden, Forbidden,
    ValidationError.
    """
    check(by, Action.EDIT, person)
    if unknown := set(changes) - set(CHANGEABLE):
        raise ValueError(f"Not details of a person: {', '.join(sorted(unknown))}")
    person.refresh_from_db(from_queryset=Person.everyone.select_related("site"))
    if person.merged_into_id:
        refuse_moved(by, person)
    changed = sorted(name for name, value in changes.items() if getattr(person, name) != value)
    if person.version == version and not changed:
        return person
    # The condition and the update are one statement: of two who save at once, one finds no row.
    if not Person.objects.filter(pk=person.pk, version=version).update(version=F("version") + 1):
        person.refresh_from_db(from_queryset=Person.everyone.select_related("site"))
        refuse_moved(by, person)
        raise _changed_meanwhile(person)
    person.version = version + 1
    for name in changed:
        setattr(person, name, changes[name])
    clean(person)
    _save(person, by, changed)
    if IDENTIFYING & set(changed):
        look_for_duplicates_of(person)
    record_event(by=by, action="person.changed", person=person, fields=changed)
    announce(Happening(person, "details-changed", today(), by, f"Changed: {_field_words(changed)}", person.pk))
    return person


def move_to_site(*, by: User, person: Person, site: Site) -> None:
    """The team at `site` sees the record from now on. Part of another write: neither checked nor announced here."""
    person.site = site
    person.version += 1
    _save(person, by, ["site", "version"])


def _save(person: Person, by: User, fields: list[str] | None = None) -> None:
    person._history_user = by  # type: ignore[attr-defined]  # how django-simple-history is told who
    person.save(update_fields=fields)


def _assign_adder(person: Person, by: User, on: date) -> bool:
    role = OWN_ROLE.get(by.role)
    if role is None:
        return False
    Assignment.objects.create(person=person, worker=by, role=role, from_on=on, added_by=by)
    forget_reach(by)
    return True


def _changed_meanwhile(person: Person) -> ChangedMeanwhileError:
    last = person.history.select_related("history_user").first()
    return ChangedMeanwhileError(
        current={name: getattr(person, name) for name in CHANGEABLE},
        version=person.version,
        who=last.history_user.name if last and last.history_user else "",
        at=last.history_date if last else None,
    )


def _field_words(names: list[str]) -> str:
    return ", ".join(FIELD_WORDS[name] for name in names)
