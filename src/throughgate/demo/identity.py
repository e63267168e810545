"""Some people of the demonstration stand on record twice, as it happens: for a manager to find and put together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from throughgate.people.models import Person
from throughgate.people.rules.alike import names_like
from throughgate.people.services import add_person
from throughgate.people.services.merging import merge_people

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

TWICE = 4
KNOWN_TWICE = "01632 960000"  # the phone of every second record; kept for fiction
AT = "SDI"


def know_some_twice(charity: Charity) -> None:
    """Each second record went wrong in its own way; the last pair has been put together."""
    people = Person.objects.filter(site__code=AT, born_on__isnull=False).order_by("pk")[:TWICE]
    seconds = [_second(charity, person, number) for number, person in enumerate(people)]
    if len(seconds) == TWICE:
        manager = charity.users["manager"]
        merge_people(by=manager, kept=people[TWICE - 1], gone=seconds[-1], why="Her sister told us of both names")


def _second(charity: Charity, person: Person, number: int) -> Person:
    said: dict[str, Any] = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "born_on": person.born_on,
        "gender": person.gender,
    }
    if number == 0:
        short = sorted(names_like(person.given_name.lower()) - {person.given_name.lower()})
        said["given_name"] = short[0].capitalize() if short else person.given_name[:-1]
    elif number == 1 and person.born_on:
        said["born_on"] = person.born_on + timedelta(days=10)
    elif number == 2:
        said["given_name"], said["family_name"] = person.family_name, person.given_name
    return add_person(by=charity.users["manager"], site=person.site, phone=KNOWN_TWICE, **said)
