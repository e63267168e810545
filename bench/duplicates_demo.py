"""The people of the demonstration charity, as `throughgate.demo` makes them: `python -m bench.duplicates_demo PEOPLE`
fills empty tables with them and prints them as JSON. The few it knows twice by itself are left out: once each here.
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from bench import database
from bench.duplicates_people import Made


def main(people: int) -> None:
    from throughgate.demo.charity import load_charity
    from throughgate.demo.identity import KNOWN_TWICE
    from throughgate.people.models import Person

    load_charity(people=people)
    known = Person.objects.filter(merged_into=None).exclude(phone=KNOWN_TWICE)
    people = [asdict(_made(person)) for person in known.prefetch_related("identifiers").order_by("pk")]
    json.dump(people, sys.stdout, default=str)  # a day of birth


def _made(person: Any) -> Made:
    numbers = {one.kind: one.value for one in person.identifiers.all() if one.withdrawn_at is None}
    names = (person.given_name, person.family_name, person.preferred_name)
    return Made(0, person.pk, *names, person.born_on, person.gender, numbers)


if __name__ == "__main__":
    database.set_up_django()
    main(int(sys.argv[1]))
