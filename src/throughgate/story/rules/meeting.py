"""What helps when meeting this person, in a few words each, out of their answers about being understood."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from throughgate.story.rules.answers import Answer, current_answers

# The answers that somebody who meets them has to know beforehand, in the order in which they are said.
WORDS: Mapping[str, Mapping[str, str]] = {
    "interpreter": {
        "speech": "Bring an interpreter",
        "sign": "Bring a sign language interpreter",
        "letters": "Needs letters and forms in their own language",
    },
    "hearing": {
        "some": "Hears badly in groups or noise",
        "most": "Hears badly",
        "deaf": "Is Deaf",
    },
    "seeing": {"need-glasses": "Needs glasses and has none", "poorly": "Sees poorly"},
    "reading-letters": {"slowly": "Give them time to read", "not-really": "Does not read letters and forms"},
    "reading-help": {
        "aloud": "read it aloud",
        "large": "large print",
        "coloured": "coloured paper",
        "pictures": "with pictures",
        "together": "go through it together",
    },
    "thinks-differently": {
        "adhd": "ADHD",
        "autism": "Autistic",
        "dyslexia": "Dyslexic",
        "learning": "Has a learning disability",
        "head": "Has had a head injury",
    },
    "taking-things-in": {
        "short": "keep it short",
        "one-thing": "one thing at a time",
        "written": "leave a note of it",
        "reminder": "remind them on the day",
        "quiet": "find a quiet room",
        "moving": "walk or do something meanwhile",
    },
    "getting-about": {"stairs": "No stairs or long walks", "care": "Needs help with personal care"},
}
AVOID = "better-not"


@dataclass(frozen=True, slots=True)
class Meeting:
    """`words` as they are shown; `item` and `on` say which answer of which day they come from."""

    item: str
    words: str
    on: date


def meeting_lines(answers: Iterable[Answer]) -> tuple[Meeting, ...]:
    """One for each answer that has something to say. What they would rather not say says nothing."""
    current = current_answers(answers)
    found = []
    for item, words in WORDS.items():
        answer = current.get(item)
        said = [words[code] for code in _codes(answer) if code in words]
        if answer and said:
            text = ", ".join(said)
            found.append(Meeting(item, f"{text[0].upper()}{text[1:]}", answer.answered_on))
    avoid = current.get(AVOID)
    if avoid and isinstance(avoid.value, str):
        found.append(Meeting(AVOID, f"Avoid: {avoid.value}", avoid.answered_on))
    return tuple(found)


def _codes(answer: Answer | None) -> tuple[str, ...]:
    if answer is None or answer.value is None:
        return ()
    return answer.value if isinstance(answer.value, tuple) else (str(answer.value),)
