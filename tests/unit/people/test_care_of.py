"""An address in somebody's care, and a number that rings somebody, are looked at like a name."""

from datetime import date

import pytest

from throughgate.people.rules.care_of import names_in_care, rings
from throughgate.people.rules.restrictions import Booking, Restriction, Setting, bars

ON = date(2026, 5, 4)
KERRY = Restriction(1, "no_contact", "court", ON, name="Kerry Costa", reach="any", phone="07700 900123")


def against(**fields):
    return bars([KERRY], Booking("visit", ON, **fields), Setting(inside=False))


@pytest.mark.parametrize(
    "place",
    [
        "c/o K. Costa, 4 High Street", "C/O K Costa", "c/o Mrs Costa, Leeds", "Flat 2, care of Kerry Costa",
        "at Kerry's", "at Costa’s", "at Mrs Costa’s, Leeds", "staying with Kerry", "FAO: K. Costa",
    ],
)  # fmt: skip
def test_an_address_in_their_care_is_a_doubt(place):
    (bar,) = against(place=place)
    assert not bar.refuses


@pytest.mark.parametrize(
    "place", ["c/o J. Smith, 4 High Street", "Costa Road 4", "at the library", "at Kim's", "Costa’s Cafe, Leeds"]
)
def test_another_address_is_none(place):
    assert against(place=place) == ()


@pytest.mark.parametrize("number", ["07700900123", "+44 7700 900123", "07700-900-123", "0044 7700 900 123"])
@pytest.mark.parametrize("field", ["told", "other_names"])
def test_a_number_that_rings_them_is_a_doubt(number, field):
    assert [bar.refuses for bar in against(**{field: f"ring {number}"})] == [False]


def test_another_number_is_none():
    assert against(told="ring 07700 900124") == ()
    assert not rings(["12"], "12")


def test_who_is_in_whose_care():
    assert names_in_care("c/o K. Costa, 4 High Street") == ("K. Costa",)
    assert names_in_care("4 High Street") == ()
