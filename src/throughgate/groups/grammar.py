"""What the plan of a group's sessions may say. Loaded from YAML."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from throughgate.common.parts import Part, Slug, Title, Words

Minutes = Annotated[int, Field(ge=10, le=480)]


class SessionPlan(Part):
    """One session: what it is for, what practitioners do in it (ticked when it was delivered), what they bring.

    `handout` are lines that the people take with them.
    """

    title: Title
    aim: Words
    steps: Annotated[Mapping[Slug, Words], Field(min_length=1)]
    materials: tuple[Title, ...] = ()
    handout: tuple[Words, ...] = ()


class Head(Part):
    """For which element of which programme model. `open_ended`: it goes on, and the themes come round again."""

    plan: Slug
    title: Title
    model: Slug
    element: Slug
    kind: Slug
    minutes: Minutes
    open_ended: bool = False


class Plan(Head):
    sessions: Annotated[tuple[SessionPlan, ...], Field(min_length=1)]

    @property
    def slug(self) -> str:
        return self.plan

    def session(self, number: int) -> SessionPlan:
        """Of the session with this number, counted from 1."""
        return self.sessions[(number - 1) % len(self.sessions)]

    @property
    def count(self) -> int:
        return len(self.sessions)


# Asked of those who came, on slips without a name. Only how many gave which answer is kept.
FEEDBACK: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "useful": ("Was today useful to you?", {"yes": "Yes", "some": "In part", "no": "No"}),
    "heard": ("Could you say what you wanted to say?", {"yes": "Yes", "some": "In part", "no": "No"}),
}
