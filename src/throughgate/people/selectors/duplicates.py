"""Records that may be one person's. A pair is shown only to those who may see both."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from throughgate.access.policy import Action, visible
from throughgate.accounts.models import User
from throughgate.people.models import DuplicateSearch, Identifier, Likeness, Person, PossibleDuplicate, SearchWord
from throughgate.people.rules.alike import days_like, names_like
from throughgate.people.rules.duplicates import Frequencies, Identity, Verdict, compare, identity_of
from throughgate.people.rules.searching import words_of_name

BATCH = 5_000
MOST_CANDIDATES = 500
NAMES = ("given_name", "family_name", "preferred_name", "born_on", "gender")


@dataclass(frozen=True)
class Alike:
    """A person who may be the one asked about."""

    person: Person
    verdict: Verdict


@dataclass(frozen=True)
class KnownAlready:
    """`people` may be shown to the asker. `hidden` are others, of whom nothing may be said but to ask a manager."""

    people: Sequence[Person] = ()
    hidden: Sequence[Person] = ()


def read_identities(people: QuerySet[Person] | None = None) -> list[Identity]:
    """Who everybody's record says they are: a few strings each. Two queries, streamed."""
    everybody = Person.objects.all() if people is None else people
    numbers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    held = Identifier.objects.filter(withdrawn_at__isnull=True).order_by()
    if people is not None:
        held = held.filter(person__in=people.order_by().values("pk"))
    for person_id, kind, value in held.values_list("person_id", "kind", "value").iterator(chunk_size=BATCH):
        numbers[person_id].append((kind, value))
    rows = everybody.order_by("pk").values_list("pk", *NAMES).iterator(chunk_size=BATCH)
    return [
        identity_of(pk, given, family, preferred, born_on, gender, numbers.get(pk, ()))
        for pk, given, family, preferred, born_on, gender in rows
    ]


def list_alike(asked: Identity, *, also: Iterable[int] = ()) -> list[tuple[int, Verdict]]:
    """Ids of the people who may be the one described, the most alike first; people with the ids `also` are compared
    too. Seven queries at most, however many people.
    """
    known = _frequencies(asked)
    found = [(one.key, compare(asked, one, known)) for one in _candidates(asked, also) if one.key != asked.key]
    return sorted((row for row in found if row[1].likeness), key=lambda row: (-row[1].weight, row[0]))


def list_pairs(user: User, *, decided: bool = False) -> QuerySet[PossibleDuplicate]:
    """Suggested pairs of which the user may put both records together; with `decided`, those that were said to be two
    people.
    """
    mine = visible(user, Person.objects.all(), Action.MERGE).order_by().values("pk")
    pairs = PossibleDuplicate.objects.filter(one__in=mine, other__in=mine, different_at__isnull=not decided)
    return pairs.select_related("one__site", "other__site", "different_by")


def pair_between(one: Person, other: Person) -> PossibleDuplicate | None:
    first, second = sorted((one.pk, other.pk))
    return PossibleDuplicate.objects.filter(one=first, other=second).first()


def find_record(user: User, ref: str, numbers: Collection[str]) -> Person | None:
    """The record with this reference or one of these numbers, if the user may put it together with another."""
    held = Identifier.objects.filter(value__in=numbers, withdrawn_at__isnull=True).values("person")
    people = Person.objects.filter(Q(ref=ref) | Q(pk__in=held))
    return visible(user, people, Action.MERGE).order_by("pk").first()


def last_search() -> DuplicateSearch | None:
    """The last look through everybody that was begun."""
    return DuplicateSearch.objects.select_related("asked_by").first()


def known_already(user: User, asked: Identity, *, names: Collection[str]) -> KnownAlready:
    """Before somebody is added: who may be the same, of those the user may see; and whether somebody who is almost
    certainly the same is known to others here. `names` as typed: whoever has exactly those is asked about too, unless
    born on quite another day.
    """
    found = dict(list_alike(asked))
    namesakes = _namesakes(asked, names)
    seen = visible(user, Person.objects.filter(pk__in=[*found, *namesakes]).select_related("site"))
    people = sorted(seen, key=lambda person: (-_weight(found, person), person.pk))
    shown = {person.pk for person in people}
    same = [pk for pk, verdict in found.items() if verdict.likeness == Likeness.SAME and pk not in shown]
    return KnownAlready(people, list(Person.objects.filter(pk__in=same)) if same else ())


def identity_of_person(person: Person) -> Identity:
    """One query."""
    held = Identifier.objects.filter(person=person, withdrawn_at__isnull=True).values_list("kind", "value")
    return identity_of(
        person.pk,
        person.given_name,
        person.family_name,
        person.preferred_name,
        person.born_on,
        person.gender,
        held,
    )


def _weight(found: dict[int, Verdict], person: Person) -> float:
    return found[person.pk].weight if person.pk in found else float("-inf")


def _namesakes(asked: Identity, names: Collection[str]) -> list[int]:
    people = Person.objects.all()
    for words in map(words_of_name, names):
        for word in words:
            people = people.filter(pk__in=SearchWord.objects.filter(word=word).values("person"))
    if asked.born_on:
        people = people.filter(Q(born_on__isnull=True) | Q(born_on__in=days_like(asked.born_on)))
    return list(people.order_by("pk").values_list("pk", flat=True)[:MOST_CANDIDATES])


def _candidates(asked: Identity, also: Iterable[int]) -> list[Identity]:
    """Whoever shares a number, a day of birth (or one a slip away), or both names in some form. They are found through
    the words of the search, which are indexed.
    """
    found = {*also, *_holders(asked.numbers)}
    if asked.born_on:
        days = [day.isoformat() for day in days_like(asked.born_on)]
        found.update(_having(days).values_list("person_id", flat=True)[: MOST_CANDIDATES * 4])
    given = {name for form in asked.givens for name in names_like(form)} - {""}
    by_family = _having([asked.family, *asked.words]).filter(person__in=_having(given).values("person"))
    found.update(by_family.values_list("person_id", flat=True)[:MOST_CANDIDATES])
    return read_identities(Person.objects.filter(pk__in=found)) if found else []


def _having(words: Iterable[str]) -> QuerySet[SearchWord]:
    return SearchWord.objects.filter(word__in=sorted(set(words) - {""})).order_by()


def _holders(numbers: Iterable[tuple[str, str]]) -> Iterable[int]:
    wanted = Q()
    for kind, value in numbers:
        wanted |= Q(kind=kind, value=value)
    if not wanted:
        return ()
    return Identifier.objects.filter(wanted, withdrawn_at__isnull=True).values_list("person_id", flat=True)


def _frequencies(asked: Identity) -> Frequencies:
    """How common the names asked about are here, read from the words of the search. Two queries."""
    names = {asked.given, asked.family} - {""}
    counted: dict[str, Any] = dict(_having(names).values("word").annotate(n=Count("pk")).values_list("word", "n"))
    return Frequencies(Person.objects.count(), counted, counted)


def pairs_standing() -> dict[tuple[int, int], PossibleDuplicate]:
    return {(row.one_id, row.other_id): row for row in PossibleDuplicate.objects.order_by()}


def pairs_of_person(person: Person) -> QuerySet[PossibleDuplicate]:
    return PossibleDuplicate.objects.filter(Q(one=person) | Q(other=person))
