"""Whether a short name or a slip of the pen may stand for a name: Mags, Margaret or Magie for Maggie Foster. Pure.

Each word that may stand for a part of the name is read as that part, and then the text is asked as any other.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from throughgate.people.rules.alike import may_be_spelt, name_families
from throughgate.people.rules.part_names import (
    is_named,
    mentions_part,
    name_parts,
    named_in_place,
    words_of_data,
)
from throughgate.people.rules.same_words import may_be_same_name, mentions_name, name_words, without_brackets

_WORD = re.compile(r"([^\W_]+)(['’ʼ`]s\b)?", re.IGNORECASE)
_BEGINS = re.compile(r"[.!?:;\n–—]\W*$")
# Words for somebody that are no slip of a name: a gran is not Grant.
_ROLES = ("titles", "no_names", "children", "partners", "mothers", "fathers", "grandmothers", "grandfathers")


def may_be_named(typed: Iterable[str], name: str) -> bool:
    """In a field for names."""
    for one in typed:
        if _is_initials(one, name):
            return True
        read = _read_as(one, name)
        if read != one and (
            is_named(read, name) or may_be_same_name(read, name) or mentions_part(read, name, of_names=True)
        ):
            return True
    return False


def _is_initials(typed: str, name: str) -> bool:
    """“MF” for Maggie Foster, and “Mrs F”."""
    said, full = name_words(typed), name_words(without_brackets(name))
    letters = "".join(word[0] for word in full)
    if len(full) > 1 and len(said) > 1 and all(len(word) == 1 for word in said):
        return "".join(said) == letters  # “M.F.”
    if len(said) != 1 or len(full) < 2:
        return False
    return said[0] == letters and typed.strip().isupper() or said[0] in (letters[0], letters[-1])


def may_be_told_of(texts: Iterable[str], place: str, name: str) -> bool:
    """In running text, and in what a place is called."""
    for text in texts:
        read = _read_as(text, name)
        if read != text and mentions_name(read, name):
            return True
        read = _read_as(text, name, in_text=True)
        if read != text and mentions_part(read, name):
            return True
    read = _read_as(place, name)
    return read != place and named_in_place(read, name)


def _read_as(text: str, name: str, *, in_text: bool = False) -> str:
    """`in_text`: a word of every day is none, nor is one with no capital or at the beginning a slip of the pen."""
    parts = name_parts(name)
    last = name_words(without_brackets(name))[-1:]
    firsts = tuple(part for part in parts if part not in last) or parts

    def _read(match: re.Match[str]) -> str:
        typed, owned = match.group(1), match.group(2) or ""
        word = "".join(name_words(typed))
        if word in parts or word in _no_names():
            return match.group()
        before = text[max(0, match.start() - 4) : match.start()]
        begins = not typed[0].isupper() or match.start() == 0 or bool(_BEGINS.search(before))
        if in_text and begins and word in words_of_data()["everyday"]:
            return match.group()
        part = _part_for(word, parts, firsts, by_slip=not (in_text and begins))
        if not part:
            return match.group()
        written = part.upper() if len(typed) > 1 and typed.isupper() else part
        return f"{written[0].upper() if typed[0].isupper() else written[0]}{written[1:]}{owned}"

    return _WORD.sub(_read, text)


@lru_cache(maxsize=20_000)
def _part_for(word: str, parts: tuple[str, ...], firsts: tuple[str, ...], *, by_slip: bool) -> str:
    for part in firsts:
        if name_families(word) & name_families(part):
            return part
    return next((part for part in parts if by_slip and may_be_spelt(word, part)), "")


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    data = words_of_data()
    return frozenset(word for key in _ROLES for words in data[key] for word in words.split())
