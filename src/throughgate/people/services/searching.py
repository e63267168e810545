"""Keeps the words people are found by in step with their names and numbers."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from throughgate.people.models import Identifier, Person, SearchWord
from throughgate.people.rules.searching import words_of_person

BATCH = 2000


@transaction.atomic
def index_people(people: Iterable[Person]) -> int:
    """Write the search words of these people anew and return how many rows changed.

    For one person, or for all after a bulk load.
    """
    people = list(people)
    wanted = {(person.pk, word) for person, numbers in _with_numbers(people) for word in _words(person, numbers)}
    wanted |= _words_of_merged(people)
    kept = {(row.person_id, row.word): row.pk for row in SearchWord.objects.filter(person__in=people)}
    gone = [pk for pair, pk in kept.items() if pair not in wanted]
    new = sorted(wanted - kept.keys())
    if gone:
        SearchWord.objects.filter(pk__in=gone).delete()
    SearchWord.objects.bulk_create(
        [SearchWord(person_id=pk, word=word) for pk, word in new], batch_size=BATCH, ignore_conflicts=True
    )
    return len(gone) + len(new)


def rebuild_search_words() -> int:
    """For everybody; afterwards every person is found by exactly their present names and numbers."""
    changed, batch = 0, []
    for person in Person.objects.order_by("pk").iterator(chunk_size=BATCH):
        batch.append(person)
        if len(batch) == 500:
            changed += index_people(batch)
            batch = []
    return changed + (index_people(batch) if batch else 0)


def index_saved(sender: Any, instance: Person | Identifier, raw: bool = False, **kwargs: Any) -> None:
    """Listens to saved people and identifiers, so that whoever adds one cannot forget it.

    Bulk loads call `index_people`.
    """
    if not raw and not (isinstance(instance, Person) and instance.merged_into_id):
        index_people([instance if isinstance(instance, Person) else instance.person])


def _with_numbers(people: list[Person]) -> list[tuple[Person, list[str]]]:
    numbers: dict[int, list[str]] = defaultdict(list)
    held = Identifier.objects.filter(person__in=people, withdrawn_at__isnull=True)
    for person_id, value in held.values_list("person_id", "value"):
        numbers[person_id].append(value)
    return [(person, numbers[person.pk]) for person in people]


def _words(person: Person, numbers: list[str]) -> frozenset[str]:
    names = (person.given_name, person.family_name, person.preferred_name)
    return words_of_person(names, ref=person.ref, born_on=person.born_on, numbers=numbers)


def _words_of_merged(people: list[Person]) -> set[tuple[int, str]]:
    """Whoever was put together with another is found by the names and the reference they had before, too."""
    rows = Person.everyone.filter(merged_into__in=people).order_by()
    return {(row.merged_into_id, word) for row in rows for word in _words(row, []) if row.merged_into_id}
