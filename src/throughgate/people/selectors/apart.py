"""Whether two records, or two of a circle, may be the two whom a restriction keeps apart."""

from collections.abc import Iterable
from datetime import date

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.people.models import CircleMember, Consent, ConsentEnding, ContactRestriction, Person
from throughgate.people.rules.company import may_be_meant
from throughgate.people.rules.restrictions import BETWEEN_PEOPLE, Restriction
from throughgate.people.rules.same_words import is_same_name
from throughgate.people.rules.sharing import APART
from throughgate.people.selectors.names import load_names, member_names
from throughgate.people.selectors.restrictions import all_restrictions, as_rule

TWO_PEOPLE = (
    "A restriction says that these two must be kept apart: so they are two people. If it is about somebody else of "
    "that name, end it and add it again with what tells them apart."
)
TWO_PEOPLE_CLOSED = "Something that you may not read says that these are two people. Ask a manager."


def two_people_words(user: User, one: Person, other: Person, today: date) -> str:
    """Why the two cannot be one person, as this reader may know it; empty where nothing says so. Three queries."""
    load_names([one, other])
    rows = all_restrictions().filter(person__in=[one.pk, other.pk], kind__in=BETWEEN_PEOPLE)
    names = member_names(row.member_id for row in rows if row.member_id)
    people = {one.pk: (one, other), other.pk: (other, one)}
    found = [row for row in rows if _is_about(as_rule(row, names), *people[row.person_id], today)]
    if not found:
        return ""
    return TWO_PEOPLE if any(can(user, Action.VIEW, row) for row in found) else TWO_PEOPLE_CLOSED


def _is_about(rule: Restriction, theirs: Person, other: Person, today: date) -> bool:
    """By a name that is the other’s and not their own as well: of a father and a son of one name it tells nothing."""
    if rule.until is not None and rule.until < today:
        return False
    called = (rule.name, *rule.earlier)
    return _is_one_of(called, other.full_names) and not _is_one_of(called, theirs.full_names)


def _is_one_of(names: Iterable[str], full: Iterable[str]) -> bool:
    full = tuple(full)
    return any(is_same_name(name, known) for name in names for known in full)


def is_nearly_another(member: CircleMember, today: date) -> bool:
    """Whether somebody of the circle is nearly called as one who is to be told nothing: whoever recorded that did not
    tell the two apart, if this one came later, or if a name was all that was written. Three queries.
    """
    rows = [row for row in all_restrictions().filter(person=member.person_id, kind__in=APART) if _holds(row, today)]
    back = Consent.objects.filter(person=member.person_id, ending=ConsentEnding.WITHDRAWN, member__isnull=False)
    since = [(row.member_id, row.added_at) for row in rows] + [(row.member_id, row.ended_at) for row in back]
    later = {id for id, at in since if id and id != member.pk and at and at < member.added_at}
    names = [row.other_name for row in rows if not row.member_id]
    names += [name for theirs in member_names(later).values() for name in theirs]
    return any(may_be_meant([member.name], name, (), ()) for name in names if name)


def _holds(row: ContactRestriction, today: date) -> bool:
    return as_rule(row).holds_on(today)
