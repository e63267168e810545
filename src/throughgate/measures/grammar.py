"""What an instrument may say. Loading reads it from YAML; scoring turns answers into a result."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from throughgate.common.parts import Part, Slug, Title, Words

Rater = Literal["person", "worker", "goal"]
Points = Annotated[str, StringConstraints(pattern=r"^\d{1,3}$")]
PERSON, WORKER, GOAL = "person", "worker", "goal"
RATHER_NOT = "I would rather not say"


class Source(Part):
    """Who made it, what to cite, and on what terms its wording is used."""

    by: Words
    cite: Words
    licence: Words


class Item(Part):
    """One question. Without `ask` it is the deployer's to word. `title` is its short name in a picture.

    `alone`: not counted among those that have to be answered, such as a question that follows only from others.
    """

    ask: Words | None = None
    title: Title | None = None
    answers: Slug
    scored: bool = True
    reverse: bool = False
    alone: bool = False


class Band(Part):
    at: Annotated[int, Field(ge=0, le=999)]
    title: Title


class Missing(Part):
    """How many questions of a scale may be unanswered: they are filled with the mean of the others."""

    most: Annotated[int, Field(ge=0, le=50)]
    source: Words


class Change(Part):
    """What makes a change more than chance: so many points, or a spread and a reliability to reckon it from.

    `sd_hundredths` and `reliability_hundredths` are hundredths: whole numbers are what these files hold.
    """

    points: Annotated[int, Field(ge=1, le=999)] | None = None
    sd_hundredths: Annotated[int, Field(ge=1, le=99999)] | None = None
    reliability_hundredths: Annotated[int, Field(ge=1, le=99)] | None = None
    source: Words


class Scale(Part):
    """What is reckoned from answers. Without `items` all scored ones count."""

    title: Title
    how: Literal["sum", "mean"] = "sum"
    better: Literal["higher", "lower"]
    items: Annotated[tuple[Slug, ...], Field(strict=False)] = ()
    missing: Missing
    bands: Annotated[tuple[Band, ...], Field(strict=False)] = ()
    change: Change | None = None


class Safety(Part):
    """An answer of so many points or more has to be followed up before the measure can be finished."""

    at_least: Annotated[int, Field(ge=1, le=999)]
    crisis: Slug
    about: Words


class Head(Part):
    slug: Annotated[Slug, Field(alias="measure")]
    version: Annotated[int, Field(ge=1, le=9999)]
    title: Title
    about: Words
    plain: Words | None = None
    called: Annotated[tuple[Words, ...], Field(min_length=1, strict=False)]
    wording: Literal["ours", "published", "licensed"]
    sensitivity: Literal["standard", "sensitive", "clinical"]
    raters: Annotated[tuple[Rater, ...], Field(min_length=1, strict=False)] = ("person",)
    picture: Literal["line", "wheel"] = "line"
    left_out: Title = RATHER_NOT
    source: Source
    lead: Words | None = None
    answers: Annotated[dict[Slug, Annotated[dict[Points, Words | None], Field(min_length=1)]], Field(min_length=1)]


class Instrument(Head):
    items: Annotated[dict[Slug, Item], Field(min_length=1)]
    scales: dict[Slug, Scale] = {}
    safety: dict[Slug, Safety] = {}

    @cached_property
    def _offered(self) -> Mapping[str, Mapping[int, str]]:
        return {
            name: {
                int(points): words or points for points, words in sorted(offered.items(), key=lambda one: int(one[0]))
            }
            for name, offered in self.answers.items()
        }

    @cached_property
    def _ends(self) -> Mapping[str, tuple[int, int]]:
        return {key: (min(self.choices(key)), max(self.choices(key))) for key in self.items}

    @cached_property
    def _scored(self) -> Mapping[str, tuple[str, ...]]:
        every = tuple(key for key, item in self.items.items() if item.scored)
        return {key: scale.items or every for key, scale in self.scales.items()}

    @cached_property
    def _ranges(self) -> Mapping[str, tuple[int, int]]:
        return {key: self._range(key) for key in self.scales}

    def _range(self, scale: str) -> tuple[int, int]:
        ends = [self.ends(item) for item in self.scored_in(scale)]
        low, high = sum(low for low, _ in ends), sum(high for _, high in ends)
        return (low, high) if self.scales[scale].how == "sum" else (low // len(ends), high // len(ends))

    def choices(self, item: str) -> Mapping[int, str]:
        """Points and words, the lowest first; a point without words is said by its number."""
        return self._offered[self.items[item].answers]

    def ends(self, item: str) -> tuple[int, int]:
        return self._ends[item]

    def scored_in(self, scale: str) -> tuple[str, ...]:
        return self._scored[scale]

    def range_of(self, scale: str) -> tuple[int, int]:
        return self._ranges[scale]

    @property
    def is_usable(self) -> bool:
        """Everything that is asked has its words; of an answer, at least both ends."""
        return not self.without_words

    @cached_property
    def without_words(self) -> tuple[str, ...]:
        """Items and answers that the deployer has still to word."""
        asked = [key for key, item in self.items.items() if item.ask is None]
        bare = [key for key, offered in self.answers.items() if not all(self._words_at_ends(offered))]
        return (*asked, *bare)

    @staticmethod
    def _words_at_ends(offered: Mapping[str, str | None]) -> tuple[str | None, str | None]:
        ordered = sorted(offered, key=int)
        return offered[ordered[0]], offered[ordered[-1]]

    @property
    def must_rate(self) -> tuple[str, ...]:
        """Whose view a finished one has; where to get to may be left open."""
        return tuple(rater for rater in self.raters if rater != GOAL)
