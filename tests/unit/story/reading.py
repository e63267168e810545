"""How hard a sentence is to read, by the Flesch–Kincaid grade.

grade = 0.39 × words per sentence + 11.8 × syllables per word − 15.59

A grade is a year of school in the United States. Children in grade 4 are nine and ten; text for a reader of nine
stays below grade 5. The measure was made for whole pages: of a choice or a title, which is no sentence, only the
words are looked at. Where a harder word is the one that people use, the test lists it with the reason.
"""

import re

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?", re.IGNORECASE)
_LETTERS = {"ni": 2, "id": 2, "cv": 2, "aa": 2, "na": 2, "ca": 2, "cscs": 4}
_ENDINGS = re.compile(r"(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$")


def words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; ``-les`` and ``-ted`` are heard."""
    if word in _LETTERS:
        return _LETTERS[word]
    bare = _ENDINGS.sub(lambda match: match.group()[0], word)
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.?!]+", text) if words(part)]


def grade(text: str) -> float:
    count = len(words(text))
    spoken = sum(map(syllables, words(text)))
    return 0.39 * count / len(sentences(text)) + 11.8 * spoken / count - 15.59
