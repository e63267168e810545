"""Whether two records, or two of a circle, may be the two whom a restriction keeps apart."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.people.models import CircleMember, Consent, ConsentEnding, ContactRestriction, Decision, Person
from throughgate.people.rules.company import may_be_meant
from throughgate.people.rules.purposes import FAMILY
from throughgate.people.rules.restrictions import BETWEEN_PEOPLE, Restriction
from throughgate.people.rules.same_words import is_same_name
from throughgate.people.rules.sharing import APART, holds
from throughgate.people.selectors.names import called_since, load_names, member_names, with_name_since
from throughgate.people.selectors.restrictions import all_restrictions, as_rule

TWO_PEOPLE = (
    "A restriction says that these two must be kept apart: so they are two people. If it is about somebody else of "
    "that name, end it and add it again with what tells them apart."
)
TWO_PEOPLE_CLOSED = "Something that you may not read says that these are two people. Ask a manager."

NEARLY_TWO = (
    "A restriction keeps one of them apart from somebody of nearly the other’s name. Make sure that this is not about "
    "the two of them before you say that they are one person."
)
NEARLY_TWO_CLOSED = (
    "Something that you may not read may say that these are two people. Ask a manager before you say that they are one."
)


def two_people_words(user: User, one: Person, other: Person, today: date) -> str:
    """Why the two cannot be one person, as this reader may know it; empty where nothing says so. Three queries."""
    return _said_of_two(user, one, other, today, is_same_name, (TWO_PEOPLE, TWO_PEOPLE_CLOSED))


def nearly_two_words(user: User, one: Person, other: Person, today: date) -> str:
    """What to make sure of first: a restriction of one is about somebody nearly called as the other. Three queries."""
    return _said_of_two(user, one, other, today, _may_be_one, (NEARLY_TWO, NEARLY_TWO_CLOSED))


def _said_of_two(
    user: User, one: Person, other: Person, today: date, alike: Callable[[str, str], bool], words: tuple[str, str]
) -> str:
    load_names([one, other])
    rows = all_restrictions().filter(person__in=[one.pk, other.pk], kind__in=BETWEEN_PEOPLE)
    names = member_names(row.member_id for row in rows if row.member_id)
    people = {one.pk: (one, other), other.pk: (other, one)}
    found = [row for row in rows if _is_about(as_rule(row, names), *people[row.person_id], today, alike)]
    if not found:
        return ""
    return words[0] if any(can(user, Action.VIEW, row) for row in found) else words[1]


def _is_about(rule: Restriction, theirs: Person, other: Person, today: date, alike: Callable[[str, str], bool]) -> bool:
    """By a name that is the other’s and not their own as well: of a father and a son of one name it tells nothing."""
    if rule.until is not None and rule.until < today:
        return False
    called = [name for name in (rule.name, *rule.earlier) if name]
    return _is_one_of(called, other.full_names, alike) and not _is_one_of(called, theirs.full_names, alike)


def _is_one_of(names: Iterable[str], full: Iterable[str], alike: Callable[[str, str], bool]) -> bool:
    full = tuple(full)
    return any(alike(name, known) for name in names for known in full)


def _may_be_one(name: str, known: str) -> bool:
    return may_be_meant([name], known, (), ())


def is_nearly_another(member: CircleMember, today: date) -> bool:
    """Whether somebody of the circle is nearly called as one who is to be told nothing: whoever recorded that did not
    tell the two apart, if this one came later or was called anew, or if a name was all that was written. Four queries.
    """
    rows = [row for row in all_restrictions().filter(person=member.person_id, kind__in=APART) if _holds(row, today)]
    since = [(row.member_id, row.added_at) for row in rows] + told_nothing(member.person_id, today)
    named_at = called_since(with_name_since(CircleMember.objects.filter(pk=member.pk)).get())
    later = {id for id, at in since if id and id != member.pk and at and at < named_at}
    names = [row.other_name for row in rows if not row.member_id]
    names += [name for theirs in member_names(later).values() for name in theirs]
    return any(may_be_meant([member.name], name, (), ()) for name in names if name)


def told_nothing(person_id: int, today: date) -> list[tuple[int, datetime]]:
    """Who of the circle the person wants to be told nothing, and since when: a no, or a yes taken back. Who holds a yes
    to anything is none of them. One query.
    """
    rows = Consent.objects.filter(person=person_id, purpose=FAMILY, member__isnull=False)
    said: dict[int, list[Consent]] = defaultdict(list)
    for row in rows:
        said[row.member_id or 0].append(row)
    open_to = {id for id, theirs in said.items() if any(_is_yes(row, today) for row in theirs)}
    moments = [(id, _no_since(row)) for id, theirs in said.items() if id not in open_to for row in theirs]
    return [(id, at) for id, at in moments if at]


def _is_yes(row: Consent, today: date) -> bool:
    return row.ended_at is None and row.decision != Decision.NO and holds(row, today)


def _no_since(row: Consent) -> datetime | None:
    if row.ending == ConsentEnding.WITHDRAWN:
        return row.ended_at
    return row.written_at if row.ended_at is None and row.decision == Decision.NO else None


def _holds(row: ContactRestriction, today: date) -> bool:
    return as_rule(row).holds_on(today)
