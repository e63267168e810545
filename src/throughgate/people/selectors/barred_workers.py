"""Whether somebody who works here is who a person must be kept apart from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.people.models import ContactRestriction, Person
from throughgate.people.rules.restriction_words import headline
from throughgate.people.rules.restrictions import BETWEEN_PEOPLE, Restriction
from throughgate.people.rules.same_words import is_same_name
from throughgate.people.selectors.names import member_names
from throughgate.people.selectors.restrictions import all_restrictions, as_rule

BARRED = (
    "{name} cannot work with them: {because}. Choose somebody else. If it is about another of that name, end the "
    "restriction and add it again with what tells the two apart."
)
BARRED_CLOSED = "{name} cannot work with them: something that you may not read stands against it. Choose somebody else."


def barred_worker_words(user: User, person: Person, worker: User, on: date) -> str:
    """Why `worker` cannot work with them from that day on, as this reader may know it; empty where nothing is against
    it. A bar that only begins later counts too. Two queries, one where nobody is to be kept apart from them.
    """
    return barred_workers_words(user, [person.pk], {worker.pk: worker.name}, on).get((person.pk, worker.pk), "")


def barred_workers_words(
    user: User, people: Iterable[int], workers: Mapping[int, str], on: date
) -> dict[tuple[int, int], str]:
    """The same of many, by person and worker; `workers` are names by id. Two queries, however many."""
    rows = list(all_restrictions().filter(person__in=list(people), kind__in=BETWEEN_PEOPLE))
    if not rows:
        return {}
    names = member_names({row.member_id for row in rows if row.member_id})
    found: dict[tuple[int, int], list[ContactRestriction]] = defaultdict(list)
    for row in rows:
        rule = as_rule(row, names)
        for worker, name in workers.items():
            if _stands(rule, on) and _is_about(rule, name):
                found[row.person_id, worker].append(row)
    return {key: _words(user, workers[key[1]], about) for key, about in found.items()}


def _stands(rule: Restriction, on: date) -> bool:
    return rule.until is None or rule.until >= on


def _is_about(rule: Restriction, name: str) -> bool:
    return any(is_same_name(known, name) for known in (rule.name, *rule.earlier) if known)


def _words(user: User, name: str, rows: Iterable[ContactRestriction]) -> str:
    seen = next((row for row in rows if can(user, Action.VIEW, row)), None)
    if seen is None:
        return BARRED_CLOSED.format(name=name)
    said = headline(as_rule(seen))
    return BARRED.format(name=name, because=said[:1].lower() + said[1:])
