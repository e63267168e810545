"""A short name, a slip of the pen or a word for what they are to the person is a doubt: never silent, never a bar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate.people.rules.alike import may_be_spelt
from throughgate.people.rules.restrictions import Booking, Restriction, Setting, Someone, bars
from throughgate.people.rules.same_words import Match, is_home, is_one_place

ON = date(2026, 11, 20)
letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=9)


def against(full="Maggie Foster", called=(), circle=None, member_id=None, **fields):
    one = Restriction(
        id=1, kind="no_contact", source="court", from_on=ON, name=full, called=called, member_id=member_id,
        relation=called[0] if called else "", reach="any",
    )  # fmt: skip
    return [bar.refuses for bar in bars([one], Booking("family-meeting", ON, **fields), Setting(circle or {}))]


@pytest.mark.parametrize(
    "typed",
    ["Margaret Foster", "Mags Foster", "Magie Foster", "Mrs Margaret Foster", "maggie forster", "M. Forster",
     "Margaret", "Magie", "his mate Margaret", "Auntie Peggy", "Lee and Mags Foster", "Margaret’s mum", "M.F.",
     "m. f.", "Madge", "Mgt Foster"],
)  # fmt: skip
def test_a_short_name_or_a_slip_is_a_doubt(typed):
    assert against(other_names=typed) == [False]


@pytest.mark.parametrize(
    "typed",
    ["Mark Foster", "Margaret Patel", "Alice Foster", "Martin Forge", "Mags Patel", "John Foster", "Marge Simpson"],
)
def test_somebody_else_stays_free(typed):
    assert against(other_names=typed) == []


@pytest.mark.parametrize(
    ("full", "typed"),
    [("Kate Pike", "Katherine Pike"), ("Bob Elm", "Robert Elm"), ("Kerry Costa", "Kez"), ("Dafydd Rees", "Dai"),
     ("David Rees", "Dafydd"), ("Ffion Rees", "Fi Rees"), ("Rhiannon Rees", "Rhi Rees"), ("Katarzyna Nowak", "Kasia"),
     ("Siobhan Daly", "Shivaun"), ("Eoin Daly", "Owen Daly"), ("Tadhg Daly", "Tim Daly")],
)  # fmt: skip
def test_of_one_family_of_names(full, typed):
    assert against(full, other_names=typed) == [False] and against(typed, other_names=full) == [False]


@given(letters, letters, st.integers(0, 4))
def test_a_letter_left_out_is_never_silent(first, last, at):
    assert against(f"{first.title()} {last.title()}", other_names=f"{first[:at]}{first[at + 1 :]} {last}")


@pytest.mark.parametrize("field", ["words", "told"])
@pytest.mark.parametrize("said", ["Take him to see Margaret Foster", "Ring Mags", "tea with Magie Forster at four"])
def test_in_running_text(field, said):
    assert against(other_names="Lee Ash", **{field: said}) == [False]


@pytest.mark.parametrize("said", ["Advice on rent", "Market day", "Coffee with Margaret Patel", "The cost of it"])
def test_running_text_about_something_else(said):
    assert (
        against(other_names="Lee Ash", words=said) == [] and against("Kerry Costa", other_names="Lee", told=said) == []
    )


@pytest.mark.parametrize(("member", "found"), [(2, []), (None, [False])])
def test_somebody_else_of_the_circle_is_not_them_if_they_are_in_it_too(member, found):
    circle = {2: Someone("Maggie Foster", "family"), 3: Someone("Margaret Foster", "parent")}
    assert against(member_id=member, circle=circle, other_names="Margaret Foster") == found


@pytest.mark.parametrize(
    "said",
    ["the missus", "his girlfriend", "ex", "the children’s mum", "her other half", "mother of his kids", "his woman"],
)
def test_other_words_for_a_wife(said):
    assert against(called=("wife", "Partner"), other_names=said) == [False]


@pytest.mark.parametrize(
    "said",
    ["two bairns", "the wean", "his wee one", "our Jayden, 9", "Mia (4)", "the Y6 lot", "Leo 5yrs", "little ’un",
     "baby bump", "mother and bub"],
)  # fmt: skip
def test_other_words_for_a_child(said):
    one = Restriction(id=1, kind="child_contact", source="court", from_on=ON, child_level="none", all_children=True)
    assert bars([one], Booking("one-to-one", ON, other_names=said), Setting())


def test_a_name_they_had_before():
    one = Restriction(
        id=1, kind="no_contact", source="court", from_on=ON, name="Katherine Pike", earlier=("Katherine Costa",),
        member_id=4, reach="any",
    )  # fmt: skip
    typed = ("Katherine Costa", "Mrs Costa", "Katherine Moss")
    found = [bars([one], Booking("family-meeting", ON, other_names=name), Setting()) for name in typed]
    assert [[bar.refuses for bar in of_one] for of_one in found] == [[True], [False], []]


@given(letters)
def test_spelt_nearly_the_same_is_so_both_ways(one):
    other = one[1] + one[0] + one[2:]
    assert may_be_spelt(one, other) and may_be_spelt(other, one)


@pytest.mark.parametrize("place", ["at home", "Home", "their home", "His own home", "home address"])
def test_home(place):
    assert is_home(place) is Match.YES


@pytest.mark.parametrize(
    "place", ["Not at home, the pub", "Home Bargains, High Street", "Kerry’s home", "Funeral home"]
)
def test_the_word_alone_makes_no_home(place):
    assert is_home(place) is Match.MAYBE


def curfew(**fields):
    one = Restriction(1, "curfew", "licence", ON, curfew_from=time(19), curfew_to=time(7))
    return [bar.refuses for bar in bars([one], Booking("one-to-one", ON, **fields), Setting(inside=False))]


def test_a_curfew_is_asked_of_every_place():
    assert curfew(at=time(20, 30), place="Home Bargains") == [False] and curfew(at=time(20, 30), place="at home") == []
    assert curfew(at=time(20, 30), place="Library") == [True] and curfew(at=time(12), place="Library") == []


def test_a_zone_is_asked_of_a_place_called_home():
    one = Restriction(1, "licence_within", "licence", ON, town="Woking")
    asked = [Booking("one-to-one", ON, place=place) for place in ("Funeral home, Leeds", "at home")]
    assert [len(bars([one], booking, Setting(inside=False))) for booking in asked] == [1, 0]


@pytest.mark.parametrize(
    "other",
    ["Room 4 Probation office", "Probation office, Room 4", "Rm 4, Probation office", "rm. 4 - probation office"],
)
def test_the_same_words_are_one_place(other):
    assert is_one_place("Room 4, Probation office", other) and is_one_place(other, "Room 4, Probation office")


@pytest.mark.parametrize("other", ["Room 5, Probation office", "Probation hostel", "Room 4, Library", "Probation"])
def test_other_words_are_another(other):
    assert not is_one_place("Room 4, Probation office", other)


@pytest.mark.parametrize("typed", ["Mrs F", "MF", "Kez", "his Mrs", "our lass", "wifey", "his daughter’s mother"])
def test_initials_and_other_words_for_a_wife(typed):
    assert against(full="Kerry Foster" if typed == "Kez" else "Maggie Foster", called=("wife",), other_names=typed)


@pytest.mark.parametrize(("full", "typed"), [("Gwen Pike", "Gwenllïan Pike"), ("Tony Elm", "Antony Elm")])
def test_more_families_of_names(full, typed):
    assert against(full, other_names=typed) == [False]


@pytest.mark.parametrize("said", ["Mr Ash", "the Mrs Patel", "PC", "3 years clean, Lee Ash"])
def test_neither_initials_nor_a_wife_of_theirs(said):
    assert against(called=("wife",), other_names=said) == []


@pytest.mark.parametrize(
    "said",
    ["little man", "his eldest", "half-sister aged 6", "his 6 year old", "a 7yo", "sprog", "lass", "wee man",
     "school run", "nursery", "the six-year-old", "18 months old"],
)  # fmt: skip
def test_more_words_for_a_child(said):
    one = Restriction(id=1, kind="child_contact", source="court", from_on=ON, child_level="none", all_children=True)
    assert bars([one], Booking("one-to-one", ON, other_names=said), Setting())
    assert not bars([one], Booking("one-to-one", ON, other_names="Lee, 5 years clean, aged 60"), Setting())


@pytest.mark.parametrize(("at", "minutes", "found"), [(time(23, 45), 120, [True]), (time(23, 45), 30, [])])
def test_a_booking_that_goes_on_into_the_curfew_of_the_next_day(at, minutes, found):
    one = Restriction(1, "curfew", "licence", ON, curfew_from=time(0, 30), curfew_to=time(6))
    booking = Booking("one-to-one", ON, at=at, minutes=minutes, place="The pub")
    assert [bar.refuses for bar in bars([one], booking, Setting(inside=False))] == found


@pytest.mark.parametrize(("minutes", "found"), [(1, [False]), (-1, [])])
def test_of_a_name_nearly_the_same_only_who_came_after_the_bar_is_a_doubt(minutes, found):
    said = datetime(2026, 11, 19, 12, tzinfo=UTC)
    one = Restriction(1, "no_contact", "court", ON, member_id=2, name="Kerry Costa", reach="any", added_at=said)
    later = Someone("Kez Costa", "partner", said + timedelta(minutes=minutes))
    setting = Setting({2: Someone("Kerry Costa", "partner", said - timedelta(1)), 3: later})
    booked = [Booking("visit", ON, circle_member_ids=(3,)), Booking("visit", ON, other_names="Kez Costa")]
    assert [[bar.refuses for bar in bars([one], booking, setting)] for booking in booked] == [found, found]


@pytest.mark.parametrize("said", ["Ravi Mann (neighbour, at 4)", "Lee Ash, Ravi Mann", "Ann Field (75)"])
def test_a_number_that_is_no_age_of_a_child(said):
    one = Restriction(id=1, kind="child_contact", source="court", from_on=ON, child_level="none", all_children=True)
    assert not bars([one], Booking("one-to-one", ON, other_names=said), Setting())


@pytest.mark.parametrize(("minutes", "found"), [(120, [True]), (20, [])])
def test_what_goes_on_past_midnight_meets_what_begins_on_the_next_day(minutes, found):
    one = Restriction(1, "no_contact", "court", ON + timedelta(days=1), name="Kerry Costa", reach="any")
    there = Booking("one-to-one", ON, at=time(23, 30), minutes=minutes, other_names="Kerry Costa")
    assert [bar.refuses for bar in bars([one], there, Setting())] == found
