"""Whether words for the wall are plain, and whether a text holds a name. Pure."""

import re
from collections.abc import Collection, Iterator

MOST_IN_A_SENTENCE = 15
LONGEST_WORD = 12
_SENTENCES = re.compile(r"[.!?…]+(?:\s|$)")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def hard_places(text: str) -> Iterator[str]:
    """What keeps a child of nine from reading it, and how to mend it."""
    for sentence in _SENTENCES.split(text):
        count = len(_WORDS.findall(sentence))
        if count > MOST_IN_A_SENTENCE:
            start = " ".join(sentence.split()[:4])
            yield f"“{start} …” has {count} words. Make two sentences of it: at most {MOST_IN_A_SENTENCE} words each"
    for word in dict.fromkeys(_WORDS.findall(text)):
        if len(max(re.split("['’-]", word), key=len)) > LONGEST_WORD:
            yield f"“{word}” is a long word. Use a shorter one"


def may_be_names(text: str) -> frozenset[str]:
    """Words that are written like names."""
    return frozenset(word.removesuffix("’s").removesuffix("'s") for word in _WORDS.findall(text) if word[0].isupper())


def names_words(found: Collection[str]) -> str:
    listed = ", ".join(f"“{one}”" for one in sorted(found))
    return f"{listed} stands in the record as somebody’s name. Take it out, or tick that it names nobody here"
