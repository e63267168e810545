"""Words that a person is found by, and how what is typed into the search box becomes such words."""

import calendar
import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from throughgate.people.rules.identifiers import readings_of

WORD_LENGTH = 40
MOST_WORDS = 8
# Letters that do not come apart into a base and an accent.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_WRITTEN_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[ ./-](\d{1,2}|[a-z]{3,9})[ ./,-]{1,2}(\d{4})(?![\w/])")


def fold(text: str) -> str:
    """Lower case and without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of_name(name: str) -> set[str]:
    """The words of a name, and each written together: O'Brien is o, brien and obrien."""
    words = set()
    for part in fold(name).split():
        pieces = re.findall(r"[^\W_]+", part)
        words.update(pieces)
        words.add("".join(pieces))
    return {word[:WORD_LENGTH] for word in words if word}


def words_of_person(names: Iterable[str], *, ref: str, born_on: date | None, numbers: Iterable[str]) -> frozenset[str]:
    words = {compact(ref), *(compact(number) for number in numbers)}
    for name in names:
        words |= words_of_name(name)
    if born_on:
        words.add(born_on.isoformat())
    return frozenset(words)


def compact(number: str) -> str:
    return re.sub(r"[\W_]", "", fold(number))[:WORD_LENGTH]


def asked_words(text: str, *, today: date) -> tuple[frozenset[str], ...]:
    """One group of alternatives per word typed.

    A person is found when each group holds the beginning of one of their words.
    """
    if numbers := readings_of(text, today=today):
        return (frozenset({*map(compact, numbers), compact(text)}),)
    rest, days = _take_days(fold(text[:200]))
    groups = [frozenset({day}) for day in days]
    for word in _join_number_groups(rest.split()):
        groups.append(frozenset({*map(compact, readings_of(word, today=today)), compact(word)}) - {""})
    return tuple(group for group in groups if group)[:MOST_WORDS]


def _take_days(text: str) -> tuple[str, list[str]]:
    """Days written in the text, as ISO days, and the text without them."""
    days: list[str] = []

    def take(match: re.Match[str], year: str, month: str, day: str) -> str:
        number = _MONTHS.get(month[:3]) if month.isalpha() else int(month)
        try:
            days.append(date(int(year), number or 0, int(day)).isoformat())
        except ValueError:
            return match[0]
        return " "

    text = _ISO_DAY.sub(lambda m: take(m, m[1], m[2], m[3]), text)
    return _WRITTEN_DAY.sub(lambda m: take(m, m[3], m[2], m[1]), text), days


def _join_number_groups(words: list[str]) -> list[str]:
    """943 476 5919 is one number."""
    joined: list[str] = []
    for word in words:
        if word.isdigit() and joined and joined[-1].isdigit() and len(joined[-1]) + len(word) <= 10:
            joined[-1] += word
        else:
            joined.append(word)
    return joined
