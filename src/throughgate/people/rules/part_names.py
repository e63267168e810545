"""Whether one part of a name, written alone, names somebody: “Kim”, where it is Kim Shaw who is looked for. Pure."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from throughgate.people.rules.care_of import is_in_care_of
from throughgate.people.rules.same_words import is_same_name, mentions_name, name_words, names_in, without_brackets
from throughgate.people.rules.searching import fold

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")
_OWNED = re.compile(r"(?:['’ʼ`]s|['’ʼ`])$", re.IGNORECASE)
_SIDE_BY_SIDE = re.compile(r"[ \t\u00a0‐‑-]*")
_ENDS_SENTENCE = re.compile(r"[.!?:;\n–—]")


@lru_cache(maxsize=1)
def words_of_data() -> Mapping[str, frozenset[str]]:
    """The lists of data/kept_apart.toml."""
    text = (files("throughgate.people") / "data" / "kept_apart.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


@lru_cache(maxsize=2000)
def name_parts(name: str) -> tuple[str, ...]:
    """What somebody may be called alone, folded, in the order of the name: Anne-Marie O’Neill is annemarie, anne, marie
    and oneill. What joins the parts (“de la”) is none.
    """
    data = words_of_data()
    found: list[str] = []
    tokens = [words for token in without_brackets(name).split() if (words := name_words(token))]
    for place, words in enumerate(tokens):
        inside = 0 < place < len(tokens) - 1
        found += [word for word in ("".join(words), *words) if not (inside and word in data["particles"])]
    return tuple(dict.fromkeys(word for word in found if len(word) > 1))


def is_part_alone(typed: str, name: str) -> bool:
    """Whether what was typed as a name is no more than one part of this name: “Kim”, “Auntie Kim”, “kim’s”."""
    parts, titles = set(name_parts(name)), words_of_data()["titles"]
    for reading in (typed, without_brackets(typed), _OWNED.sub("", typed.strip())):
        words = list(name_words(reading))
        while len(words) > 1 and words[0] in titles:
            words.pop(0)
        if words and "".join(words) in parts:
            return True
    return False


def is_named(typed: str, name: str) -> bool:
    """In a field for names: the full name, or one part of it and no other name."""
    return is_same_name(typed, name) or is_part_alone(typed, name)


def another_words(typed: Iterable[str], name: str) -> str:
    """How to say that somebody else is meant, where only a part of the name was typed; else empty."""
    typed = tuple(typed)
    if any(is_same_name(one, name) for one in typed):
        return ""
    alone = next((one for one in typed if is_part_alone(one, name)), "")
    if not alone or len(name_words(name)) < 2:
        return ""
    called = without_brackets(name).split()
    meant = next((one for one in called if is_part_alone(alone, one)), called[0])
    also = "first name" if meant == called[-1] else "surname"
    return f" If this is another {meant}, write their {also} as well."


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a text: folded, and what stands around it."""

    plain: str  # without what makes it a possessive
    whole: str
    is_owned: bool
    is_capital: bool
    is_first: bool
    joined: bool  # with the word before, by a blank or a hyphen


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    end = 0
    for match in _WORD.finditer(text):
        between, typed = text[end : match.start()], match.group()
        trailing = text[match.end() : match.end() + 1] in ("'", "’") and typed[-1:].lower() == "s"
        plain = _OWNED.sub("", typed)
        found.append(
            _Word(
                plain="".join(name_words(plain)) or fold(plain),
                whole="".join(name_words(typed)) or fold(typed),
                is_owned=plain != typed or trailing,
                is_capital=typed[0].isupper(),
                is_first=not found or bool(_ENDS_SENTENCE.search(between)),
                joined=bool(found) and bool(_SIDE_BY_SIDE.fullmatch(between)),
            )
        )
        end = match.end()
    return found


def mentions_part(text: str, name: str, *, of_names: bool = False) -> bool:
    """Whether running text names them by one part of their name: “tea with Kim”, and not “tea with Kim Patel”.

    `of_names`: a field for names, in which what has no capitals at all is a name too.
    """
    parts, words = set(name_parts(name)), _words(text)
    one_case = text == text.lower() or text == text.upper()
    named = [
        place for place, word in enumerate(words) if _names(word, parts, one_case and text != text.lower(), of_names)
    ]
    full = name_words(name)
    if len(full) > 1 and {spelt for at in named for spelt in (words[at].plain, words[at].whole)}.issuperset(full):
        return True
    return any(not _is_other_name(words, place, parts, one_case=one_case, of_names=of_names) for place in named)


def _names(word: _Word, parts: set[str], in_capitals: bool, of_names: bool) -> bool:
    found = {word.plain, word.whole, word.whole.removesuffix("s")} & parts
    counts = word.is_capital or in_capitals or of_names
    return bool(found) and (counts or not found <= words_of_data()["everyday"])


def _is_other_name(words: Sequence[_Word], place: int, parts: set[str], *, one_case: bool, of_names: bool) -> bool:
    """Whether another name stands directly beside this part of a name."""
    beside = [words[place - 1]] if place and words[place].joined else []
    beside += [words[place + 1]] if place + 1 < len(words) and words[place + 1].joined else []
    if words[place].is_owned:  # “Kim’s Flat” is Kim’s
        beside = [one for one in beside if one is not words[min(place + 1, len(words) - 1)]]
    return any(_is_name(one, parts, one_case=one_case, of_names=of_names) for one in beside)


def _is_name(word: _Word, parts: set[str], *, one_case: bool, of_names: bool) -> bool:
    data = words_of_data()
    if word.plain in parts or word.plain in data["titles"] or word.plain in data["no_names"]:
        return False
    if len(word.plain) == 1 and any(part[0] == word.plain for part in parts):
        return False  # Kim S.
    if of_names:
        return one_case or word.is_capital
    return word.is_capital and not one_case and not word.is_first


def named_in_place(place: str, name: str) -> bool:
    """Of a place only the whole name counts, or whose it is by the first name: “Kim’s”, and not “Shaw Road”. Who
    stands behind “c/o” is somebody, however they are written."""
    if mentions_name(place, name) or is_in_care_of(place, name):
        return True
    parts = name_parts(name)
    if len(name_words(name)) < 2:
        return mentions_part(place, name)
    words = _words(place)
    return any(
        _is_theirs(word, parts[0]) and not (at and words[at - 1].plain in ("st", "saint"))
        for at, word in enumerate(words)
    )


def _is_theirs(word: _Word, first: str) -> bool:
    if word.is_owned:
        return first in (word.plain, word.whole)
    return word.whole == f"{first}s" and first not in words_of_data()["everyday"]


def named_in(names: str, name: str) -> bool:
    """Whether a field for names has this name in it, or one part of it alone."""
    return any(is_named(one, name) for one in names_in(names))
