"""What the file of the feedback questions may say."""

from collections.abc import Mapping

from pydantic import Field

from throughgate.common.parts import Part, Slug, Title, Words

MOST_QUESTIONS = 6


class Head(Part):
    slug: Slug = Field(alias="feedback")
    version: int = Field(ge=1)
    title: Title


class Question(Part):
    """With answers to choose from, or without: then it is answered in the person's own words."""

    ask: Words
    answers: Mapping[Slug, Title] = Field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return not self.answers


class Questions(Head):
    questions: Mapping[Slug, Question]

    def after(self, key: str) -> str:
        """The key of the next question; "" after the last."""
        keys = list(self.questions)
        place = keys.index(key) + 1
        return keys[place] if place < len(keys) else ""

    def before(self, key: str) -> str:
        keys = list(self.questions)
        place = keys.index(key)
        return keys[place - 1] if place else ""
