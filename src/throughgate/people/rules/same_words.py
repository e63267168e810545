"""Whether two things that people wrote may name the same somebody, or the same place. Pure."""

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache

from throughgate.people.rules.alike import is_close
from throughgate.people.rules.searching import fold

TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "rev", "the"})
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
# Written either way; St is a street and a saint, which is why both become the same.
SHORT = {
    "street": "st",
    "saint": "st",
    "road": "rd",
    "avenue": "ave",
    "lane": "ln",
    "square": "sq",
    "close": "cl",
    "court": "ct",
    "drive": "dr",
    "gardens": "gdns",
    "upper": "up",
    "lower": "lr",
    "room": "rm",
    "building": "bldg",
    "ctr": "centre",
    "cntr": "centre",
    "center": "centre",
    "doctor": "gp",
    "doctors": "gp",
    "nps": "probation",
    **{word: str(number) for number, word in enumerate(_NUMBERS.split(), start=1)},
    **{word: str(number) for number, word in enumerate(_ORDINALS.split(), start=1)},
}
# What many places are called by, so that it tells of none.
_OF_MANY_PLACES = frozenset(
    {
        "probation", "prison", "hospital", "library", "community", "church", "school", "college", "health",
        "family", "north", "south", "central", "grand", "great", "green", "white", "black", "market", "station",
        "railway", "jobcentre", "leisure", "sports", "shopping", "public", "county", "crown", "royal", "queens",
        "kings", "victoria", "house", "hostel", "hotel", "flats", "parks", "street", "playground", "primary",
        "young", "youth", "police",
    }
)  # fmt: skip
_NO_PLACE = frozenset({"the", "and", "plus"})
_NUMBERED = re.compile(r"\b(room|rm|suite|floor|flat|unit|desk|bay|office|ward|block)(\d)", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
# What a place that is their home may be called, with nothing else.
_HOME = frozenset({"home", "at", "their", "his", "her", "own", "address", "visit"})
_OUTWARD = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)(?:\s*\d[a-z]{2})?\b", re.IGNORECASE)
_SPLIT_POSTCODE = re.compile(r"\b([a-z]{1,2})\s(\d[a-z\d]?)(?=\s+\d[a-z]{2}\b)", re.IGNORECASE)  # GU 1 4AA
_IN_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
LONGEST_NAME = 8  # words
_BETWEEN_NAMES = re.compile(r"[,;/\n&+]|\band\b|\bwith\b", re.IGNORECASE)


class Match(IntEnum):
    """How surely two writings mean the same."""

    NO = 0
    MAYBE = 1
    YES = 2


def names_in(text: str) -> tuple[str, ...]:
    """`Sam Pike, Lee and nan` are three."""
    return tuple(part.strip() for part in _BETWEEN_NAMES.split(text) if part.strip())


def names_and_who(text: str) -> tuple[tuple[str, bool], ...]:
    """Each name, and whether it says in brackets who that is: `Ravi Mann (neighbour, at 4)` is one that does."""
    found = names_in(_IN_BRACKETS.sub(lambda said: " ()" if re.search(r"[^\W_]", said.group()) else " ", text))
    return tuple((name.replace("()", "").strip(), "()" in name) for name in found)


def name_words(name: str) -> tuple[str, ...]:
    return tuple(
        word for word in re.findall(r"[^\W_]+", fold(name.replace("’", "").replace("'", ""))) if word not in TITLES
    )


def is_same_name(typed: str, name: str) -> bool:
    """Whether the full name is what was typed, be it without spaces, hyphens or accents, or with more in brackets."""
    wanted = {"".join(words) for words in _readings(name) if len(words) > 1}
    return any("".join(words) in wanted for words in _readings(typed))


def _readings(name: str) -> tuple[tuple[str, ...], ...]:
    """As it stands, and without what is added in brackets: `Kerry Costa (step-mum)`."""
    return name_words(name), name_words(without_brackets(name))


def without_brackets(text: str) -> str:
    return _IN_BRACKETS.sub(" ", text)


def may_be_same_name(one: str, other: str) -> bool:
    """The same words, or all of the shorter name within the longer; an initial stands for a word that it begins, and
    words may be written together.
    """
    short, long = sorted((name_words(one), name_words(other)), key=len)
    together = _runs(long)
    if "".join(short) in together or "".join(long) in _runs(short):
        return bool(short)
    if not any(len(word) > 1 and word in together for word in short):
        return False
    return all(word in together or any(1 in (len(word), len(w)) and word[0] == w[0] for w in long) for word in short)


def mentions_name(text: str, name: str) -> bool:
    """Whether the whole name stands in running text, its words apart or together."""
    wanted = name_words(name)
    return len(wanted) > 1 and mentions_words(text, name)


def mentions_words(text: str, words: str) -> bool:
    """Whether these words stand there, also as whose something is: `Kerry Costa’s flat`."""
    return mentions_any(text, (words,))


def mentions_any(text: str, wanted: Iterable[str]) -> bool:
    """Whether any of these stands there, be it of several words, as many (“nieces”) or as whose something is."""
    looked_for = [_looked_for(words) for words in wanted]
    runs = _runs(name_words(text), max((len(words) for words in looked_for), default=0))
    together = ("".join(words) for words in looked_for)
    return any(words and ({words, f"{words}s"} & runs) for words in together)


@lru_cache(maxsize=2000)
def _looked_for(words: str) -> tuple[str, ...]:
    return name_words(words)


def _runs(words: Sequence[str], longest: int = 0) -> frozenset[str]:
    """Every run of words, written together; of more than LONGEST_NAME only where what is looked for is `longest`."""
    sizes = range(1, max(LONGEST_NAME, longest) + 1)
    return frozenset("".join(words[first : first + size]) for first in range(len(words)) for size in sizes)


def may_be_same_place(asked: str, *, place: str, town: str, postcode_areas: str) -> Match:
    """Whether `asked`, as somebody typed it, lies where an exclusion says.

    Sure where the named place is named (in the town, if one is given), or where a whole town or postcode area is
    excluded and the place lies in it. Anything that only overlaps is for somebody to look at.
    """
    here = place_words(asked)
    if not here:
        return Match.NO
    in_town = bool(town) and _within(place_words(town), here)
    coded = bool(postcode_areas) and bool(_outward(asked) & set(_areas(postcode_areas)) or _wide(asked, postcode_areas))
    named = _named(here, place)
    if place:
        if named:
            elsewhere = (town or postcode_areas) and not (in_town or coded)
            return Match.MAYBE if elsewhere else Match.YES
        first = place_words(place.split(",")[0])
        nearly = lies_among(first, here) or bool(_telling(first) & set(here))
        return Match.MAYBE if in_town or coded or nearly else Match.NO
    if coded:
        return Match.YES
    if in_town:
        return Match.YES if _ends_in(asked, town) else Match.MAYBE
    return Match.NO


def is_one_place(one: str, other: str) -> bool:
    """Whether two bookings are in the same place: by the same words in any order, or by the same words before the first
    comma, where what follows, which says where it is, is left out of one or differs in nothing.
    """
    here, there = _head_and_rest(one), _head_and_rest(other)
    if not here[0] or not there[0] or "home" in here[0]:
        return False
    if len(words := set(place_words(one))) > 1 and words == set(place_words(other)):
        return True
    return "".join(here[0]) == "".join(there[0]) and (here[1] <= there[1] or there[1] <= here[1])


def _head_and_rest(place: str) -> tuple[tuple[str, ...], set[str]]:
    head, _, rest = place.partition(",")
    return place_words(head), set(place_words(rest))


def is_home(place: str) -> Match:
    """Sure only where nothing else is said of it: “Funeral home” and “Not at home, the pub” are none of theirs."""
    words = set(place_words(place))
    if "home" not in words:
        return Match.NO
    return Match.YES if words <= _HOME else Match.MAYBE


def _named(here: Sequence[str], place: str) -> bool:
    """By the first part of the place, as far as the comma: what follows says where it is."""
    first = place_words(place.split(",")[0])
    if not first:
        return False
    return "".join(first) in _runs(here, len(first)) or (len(here) > 1 and _within(here, first))


def _telling(words: Sequence[str]) -> set[str]:
    """The first word of what a place is called, unless many are called by it: “Westgate” of Westgate Centre."""
    return {word for word in words[:1] if len(word) > 4 and word not in _OF_MANY_PLACES}


def _ends_in(asked: str, town: str) -> bool:
    return any(place_words(part) == place_words(town) for part in asked.split(","))


def place_words(text: str) -> tuple[str, ...]:
    """As they are compared: “Rm4, the A&E” is `rm 4 a e`, and so is “Room Four, A and E”."""
    said = _NUMBERED.sub(r"\1 \2", _ORDINAL.sub(r"\1", text.replace("’", "").replace("'", "")))
    return tuple(SHORT.get(word, word) for word in re.findall(r"[^\W_]+", fold(said)) if word not in _NO_PLACE)


def lies_among(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each of these stands among the others, be it written together there, or a long one with a slip."""
    together = _runs(others)
    return "".join(words) in together or all(
        word in together or (len(word) > 5 and any(len(o) > 4 and is_close(word, o) for o in others)) for word in words
    )


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    size = len(part)
    return bool(size) and any(tuple(whole[n : n + size]) == tuple(part) for n in range(len(whole) - size + 1))


def _areas(text: str) -> tuple[str, ...]:
    return tuple(part.upper() for part in re.findall(r"[A-Za-z]{1,2}\d[A-Za-z\d]?|[A-Za-z]{1,2}(?![A-Za-z\d])", text))


def _outward(text: str) -> set[str]:
    return {found.group(1).upper() for found in _OUTWARD.finditer(_SPLIT_POSTCODE.sub(r"\1\2", text))}


def _wide(asked: str, areas: str) -> bool:
    """`GU` is every GU1, GU2 …"""
    letters = {area for area in _areas(areas) if area.isalpha()}
    return any(re.sub(r"\d.*", "", code) in letters for code in _outward(asked))
