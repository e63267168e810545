"""Names as people write them: what never makes somebody another person, and who stays free."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate.people.rules.same_words import (
    Match,
    is_one_place,
    is_same_name,
    may_be_same_name,
    may_be_same_place,
    mentions_name,
    mentions_words,
)

word = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9).filter(lambda w: w not in {"the", "mrs", "miss"})
name = st.lists(word, min_size=2, max_size=3).map(" ".join)
ACCENTS = str.maketrans({"a": "á", "e": "ê", "o": "ö", "u": "ù", "c": "ç", "n": "ñ"})


def written(change: str, text: str) -> str:
    return {
        "together": text.replace(" ", ""),
        "hyphens": text.replace(" ", "-"),
        "spaces": f"  {text.replace(' ', '   ')} ",
        "capitals": text.upper(),
        "title": text.title(),
        "accents": text.translate(ACCENTS),
        "apart": unicodedata.normalize("NFD", text.translate(ACCENTS)),
        "brackets": f"{text} (step-mum)",
        "square": f"[{text}]",
        "open": f"{text} (her",
        "nickname": text.replace(" ", " (Kez) ", 1),
        "mrs": f"Mrs {text}",
    }[change]


CHANGES = (
    "together", "hyphens", "spaces", "capitals", "title", "accents", "apart", "brackets", "square", "open",
    "nickname", "mrs",
)  # fmt: skip


@given(name, st.sampled_from(CHANGES), st.sampled_from(CHANGES[:7]))
def test_however_it_is_written_it_is_the_same_name(full, change, also):
    assert is_same_name(written(change, written(also, full)), full)


@given(name, st.sampled_from(CHANGES))
def test_a_part_of_it_may_be_them(full, change):
    assert may_be_same_name(written(change, full), full) and may_be_same_name(full.split()[0], full)


@given(name, name, st.sampled_from(CHANGES[:7]))
def test_an_unrelated_name_stays_free(full, other, change):
    letters = str.maketrans("abcdefghijklm", "nopqrstuvwxyz")
    first, second = full.translate(letters), "".join(c for c in other if c in "abcdefghijklm ").strip()
    if len(second.split()) > 1 and min(map(len, second.split())) > 1:
        assert not may_be_same_name(written(change, second), first) and not is_same_name(second, first)


@given(name, st.sampled_from(["", "’s flat", "'s", ", 4 Mill Road"]))
def test_running_text_names_them(full, more):
    assert mentions_name(f"Tea with {full}{more} at four", full)


@pytest.mark.parametrize(
    "typed", ["Kerry", "K. Costa", "Mrs Costa", "Costa Kerry", "Kerry Anne Costa", "Kerry Costa step-mum"]
)
def test_what_may_be_them_is_no_more_than_a_doubt(typed):
    assert may_be_same_name(typed, "Kerry Costa") and not is_same_name(typed, "Kerry Costa")


@pytest.mark.parametrize("typed", ["step-mum", "Stepmum", "his step mum", "STEP–MUM"])
def test_what_they_are_to_them_is_found_however_it_is_written(typed):
    assert mentions_words(typed, "step-mum")


@pytest.mark.parametrize("typed", ["Costa Coffee", "Kerry Street", "Darren Pike", ""])
def test_a_place_that_shares_a_word_names_nobody(typed):
    assert not mentions_name(typed, "Kerry Costa")


@pytest.mark.parametrize("other", ["the hub", "The Hub, Guildford", "Hub, 4 High Street, Guildford"])
def test_one_place_however_it_is_written(other):
    assert is_one_place("The Hub, Guildford", other) and is_one_place(other, "The Hub, Guildford")


@pytest.mark.parametrize(
    ("one", "other"), [("The gate, Send", "The gate, Downview"), ("At home", "home"), ("", ""), ("Hub", "Library")]
)
def test_two_places(one, other):
    assert not is_one_place(one, other)


@pytest.mark.parametrize("asked", ["Westgate", "Westgate Ctr", "the Westgate"])
def test_a_shorter_name_of_an_excluded_place_is_a_doubt(asked):
    place = {"place": "Westgate Centre, Guildford", "town": "Guildford", "postcode_areas": ""}
    assert may_be_same_place(asked, **place) is not Match.NO
    assert may_be_same_place("Library, Woking", **place) is Match.NO


def test_a_postcode_written_apart_lies_in_its_area():
    assert may_be_same_place("12 High Street, GU 1 4AA", place="", town="", postcode_areas="GU1") is Match.YES
