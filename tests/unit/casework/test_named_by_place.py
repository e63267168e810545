"""The bar stands in another's record: naming them by whose place it is, or nearly, is a doubt all the same."""

from datetime import date

import pytest

from tests.unit.people.merging_people import make_person
from throughgate.people.rules.restrictions import Booking
from throughgate.people.selectors.beside import findings_between
from throughgate.people.services.restrictions import add_restriction

ON = date(2026, 11, 20)


@pytest.fixture
def patience(mona, send, person):
    other = make_person(mona, send, "Patience", "Ahmed")
    terms = {"kind": "no_contact", "source": "court", "from_on": ON, "reach": "any"}
    add_restriction(by=mona, person=other, other_name=f"{person.given_name} {person.family_name}", **terms)
    return other


@pytest.mark.parametrize(
    "fields",
    [{"place": "Patience Ahmed’s flat"}, {"place": "Patience’s flat"}, {"place": "at Patience Ahmed"},
     {"other_names": "P Ahmed"}, {"other_names": "Pat Ahmed"}, {"told": "Ring Patience about the room"},
     {"told": "Visit Patience’s flat"}],
)  # fmt: skip
def test_it_is_asked_about(mona, person, patience, fields):
    assert findings_between(mona, person, Booking("one-to-one", ON, words="A visit", **fields))


@pytest.mark.parametrize("fields", [{"place": "Ahmed Road"}, {"other_names": "Lee Ash"}, {"told": "Have patience"}])
def test_other_words_are_free(mona, person, patience, fields):
    assert not findings_between(mona, person, Booking("one-to-one", ON, words="A visit", **fields))
