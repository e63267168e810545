"""When two names, days or numbers are nearly the same. Pure; names are given folded (lower case, no accents)."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files

# Letters that sound alike share a figure; vowels and h, w, y are not heard at all after the first letter.
_SOUNDS = {
    letter: figure
    for figure, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), start=1)
    for letter in letters
}
_SPELLINGS = (
    *(("ph", "f"), ("gh", "g"), ("kn", "n"), ("wr", "r"), ("wh", "w"), ("ck", "k"), ("dge", "j"), ("tch", "ch")),
    *(("sch", "sh"), ("x", "ks"), ("mc", "mac"), ("ough", "o")),
)


@lru_cache(maxsize=200_000)
def sound_of(name: str) -> str:
    """A short code that names which sound alike share: Clarke and Clark, Philips and Fillips, Reid and Reed."""
    if not name.isascii():
        return name
    for spelling, heard in _SPELLINGS:
        name = name.replace(spelling, heard)
    first = "k" if name[:1] in ("c", "q") and name[1:2] not in ("e", "i", "y", "h") else name[:1]
    first = "j" if name[:1] == "g" and name[1:2] in ("e", "i", "y") else first
    first = {"e": "a", "i": "a", "o": "a", "u": "a", "z": "s"}.get(first, first)
    code, last = first, _SOUNDS.get(name[:1])
    for letter in name[1:]:
        figure = _SOUNDS.get(letter)
        if figure is not None and figure != last:
            code += str(figure)
        if letter not in "hw":
            last = figure
    return code[:5]


def is_close(one: str, other: str) -> bool:
    """One slip: a letter left out, added, taken for another or exchanged with its neighbour; in a long name two.

    Names of three letters and fewer are close only when they are the same.
    """
    shorter = min(len(one), len(other))
    if one == other:
        return True
    if shorter <= 3 or abs(len(one) - len(other)) > 2:
        return False
    return within_slips(one, other, 2 if shorter >= 8 else 1)


def may_be_spelt(one: str, other: str) -> bool:
    """Whether a slip of the pen, or writing it as it sounds, makes one of the other."""
    if is_close(one, other):
        return True
    return min(len(one), len(other)) > 3 and sound_of(one) == sound_of(other) and within_slips(one, other, 2)


def within_slips(one: str, other: str, most: int) -> bool:
    """Whether at most `most` slips lead from one to the other (an optimal string alignment)."""
    if abs(len(one) - len(other)) > most:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    if max(len(one), len(other)) <= most:
        return True
    return _slips(one, other) <= most


def _slips(one: str, other: str) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


@lru_cache(maxsize=1)
def _families_of_names() -> Mapping[str, frozenset[int]]:
    text = (files("throughgate.people") / "data" / "nicknames.toml").read_text(encoding="utf-8")
    found: dict[str, set[int]] = {}
    for place, group in enumerate(tomllib.loads(text)["groups"]):
        for name in group.split():
            found.setdefault(name, set()).add(place)
    return {name: frozenset(places) for name, places in found.items()}


def name_families(name: str) -> frozenset[int]:
    """The families of first names that this one belongs to: see data/nicknames.toml."""
    return _families_of_names().get(name, frozenset())


def names_like(name: str) -> frozenset[str]:
    """Every first name that may stand for this one, itself included."""
    mine = name_families(name)
    return frozenset({name, *(other for other, theirs in _families_of_names().items() if theirs & mine)})


def is_swapped_day(one: date, other: date) -> bool:
    return one != other and (one.year, one.month, one.day) == (other.year, other.day, other.month)


def is_slipped_day(one: date, other: date) -> bool:
    """One of its eight figures is another, or two neighbours changed places: 12 and 21, 1978 and 1987."""
    left, right = f"{one:%Y%m%d}", f"{other:%Y%m%d}"
    apart = [at for at in range(8) if left[at] != right[at]]
    if len(apart) == 1:
        return True
    if len(apart) != 2 or apart[1] - apart[0] != 1:
        return False
    first, second = apart
    return left[first] == right[second] and left[second] == right[first]


def is_near_day(one: date, other: date) -> bool:
    """Day and month agree, or month and year do."""
    return (one.day, one.month) == (other.day, other.month) or (one.month, one.year) == (other.month, other.year)


def days_like(day: date) -> frozenset[date]:
    """The day itself and every one that is a swap or a slip away from it."""
    found = {day}
    text = f"{day:%Y%m%d}"
    written = [text[:at] + figure + text[at + 1 :] for at in range(8) for figure in "0123456789"]
    written += [text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(7)]
    written.append(text[:4] + text[6:] + text[4:6])
    for other in written:
        try:
            found.add(date(int(other[:4]), int(other[4:6]), int(other[6:])))
        except ValueError:
            continue
    return frozenset(found)
