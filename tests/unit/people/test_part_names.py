"""One part of a barred name alone is them; whatever stands around the whole name, it is never passed over."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.people.test_same_words import CHANGES, name, word, written
from throughgate.people.rules.part_names import another_words, is_part_alone, name_parts, words_of_data
from throughgate.people.rules.restrictions import Booking, Restriction, Setting, Someone, bars

ON = date(2026, 11, 20)
FIELDS = ("other_names", "words", "told", "place")
around = st.text("abcdeKLMNO áÉ’'-,.;:()/&\n0123456789", max_size=20)


def against(full, **fields):
    one = Restriction(id=1, kind="no_contact", source="court", from_on=ON, name=full, reach="any")
    return bars([one], Booking("one-to-one", ON, **fields), Setting())


@given(name, around, around, st.sampled_from(FIELDS), st.sampled_from(CHANGES[:7]))
def test_words_around_a_full_name_never_make_it_pass(full, before, after, field, change):
    assert against(full, **{field: f"{before} {written(change, full)} {after}"})


@given(name, st.sampled_from(("before", "after")), word, st.sampled_from(FIELDS))
def test_nor_words_that_are_a_name(full, side, other, field):
    words = (other.title(), full) if side == "before" else (full, other.title())
    assert against(full, **{field: " ".join(words)})


@given(name, st.sampled_from(CHANGES), st.integers(0, 1))
def test_a_part_alone_in_a_field_for_names_bars(full, change, at):
    part = full.split()[-at]
    assert [one.refuses for one in against(full, other_names=written(change, part))] == [True]


@given(name, word, word)
def test_another_full_name_is_free(full, first, last):
    if {first, last}.isdisjoint(full.split()) and last not in words_of_data()["no_names"] | words_of_data()["titles"]:
        typed = f"{full.split()[0].title()} {last.title()}"
        assert not is_part_alone(typed, full)


@given(word)
def test_somebody_known_by_one_name_is_found(only):
    assert [one.refuses for one in against(only.title(), other_names=only)] == [True]
    assert against(only.title(), words=f"Tea with {only.title()}")


@given(
    name.map(lambda full: f"{full} abcdefg hijklmn opqrstu vwxyzab cdefghi jklmnop qrstuvw"), st.sampled_from(FIELDS)
)
def test_a_name_of_many_words_is_found(full, field):
    assert against(full, **{field: full.replace(" ", "-")})


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Anne-Marie O’Neill", {"annemarie", "anne", "marie", "oneill"}),
        ("Maria de la Cruz", {"maria", "cruz"}),
        ("Al Green", {"al", "green"}),
        ("Séan Ó Briain", {"sean", "briain"}),
        ("Darren Pike (brother)", {"darren", "pike"}),
    ],
)
def test_what_somebody_may_be_called_alone(full, parts):
    assert set(name_parts(full)) == parts


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("kim", " If this is another Kim, write their surname as well."),
        ("Mr Shaw", " If this is another Shaw, write their first name as well."),
        ("Kim Shaw", ""),
    ],
)
def test_the_refusal_says_how_to_mend_it(typed, words):
    assert another_words([typed], "Kim Shaw") == words
    (bar,) = against("Kim Shaw", other_names=typed)
    assert words in bar.reason


def test_a_child_by_one_name_says_it_too():
    one = Restriction(id=1, kind="child_contact", source="court", from_on=ON, child_level="none", all_children=True)
    (bar,) = bars([one], Booking("one-to-one", ON, other_names="Mia"), Setting({2: Someone("Mia Vale", "child")}))
    assert bar.refuses and "another Mia, write their surname" in bar.reason


@pytest.mark.parametrize("word", sorted(words_of_data()["children"]))
@pytest.mark.parametrize("field", FIELDS)
def test_every_word_for_a_child_is_looked_at(word, field):
    one = Restriction(id=1, kind="child_contact", source="court", from_on=ON, child_level="none", all_children=True)
    for said in (word, f"two {word}s", f"the {word}’s mum", word.upper()):
        assert bars([one], Booking("one-to-one", ON, **{field: said}), Setting())
