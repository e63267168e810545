"""What a programme model may say. Loading reads it from YAML; settling turns it into commitments."""

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from throughgate.common.durations import Duration, parse_duration, parse_interval
from throughgate.common.parts import Part, Slug, Title, Words, as_list
from throughgate.programmes.tracks import MeasureTrack, Track, compile_measures, compile_tracks
from throughgate.programmes.when import When, parse_when

WHO_WORDS = {
    "staff": "staff",
    "person": "the person",
    "family": "the family",
    "partner": "the partner",
    "volunteer": "a volunteer",
    "counsellor": "a counsellor",
    "practitioner": "a trained practitioner",
    "agency": "a partner agency",
}
EVALUATION = "evaluation"
"""In a line of theory, `shown_by: evaluation` points at a comparison with a matched group, not at a measure."""

Who = Literal["staff", "person", "family", "partner", "volunteer", "counsellor", "practitioner"]
With = Literal["staff", "person", "family", "partner", "volunteer", "counsellor", "practitioner", "agency"]
WhenField = Annotated[When, BeforeValidator(parse_when)]
DurationField = Annotated[Duration, BeforeValidator(parse_duration)]
IntervalField = Annotated[Duration, BeforeValidator(parse_interval)]


Window = Annotated[tuple[WhenField, WhenField], Field(strict=False)]


def _as_windows(value: object) -> object:
    """One window may be written as it is, several as a list of them."""
    return [value] if isinstance(value, list) and all(isinstance(item, str) for item in value) else value


class Audience(Part):
    """Who the programme is for. `needs` are pathways of the list of needs, which the room of the story keeps.

    `windows`: the days, relative to release or a hearing, between which people join.
    """

    needs: Annotated[tuple[str, ...], Field(min_length=1, strict=False)]
    windows: Annotated[tuple[Window, ...], BeforeValidator(_as_windows), Field(alias="window", strict=False)] = ()
    suitable: Annotated[tuple[Words, ...], Field(strict=False)] = ()
    not_suitable: Annotated[tuple[Words, ...], Field(strict=False)] = ()


class Phase(Part):
    title: Title
    about: Words = ""
    from_: Annotated[WhenField, Field(alias="from")]
    to: WhenField


class Element(Part):
    title: Title
    about: Words = ""
    kinds: Annotated[tuple[Slug, ...], BeforeValidator(as_list), Field(alias="is", min_length=1, strict=False)]
    subject: Slug | None = None
    phase: Slug | None = None
    count: Annotated[int, Field(ge=1, le=500)] | None = None
    every: IntervalField | None = None
    as_needed: bool = False
    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    from_: Annotated[WhenField | None, Field(alias="from")] = None
    by: WhenField | None = None
    until: WhenField | None = None
    grace: DurationField | None = None
    who: Who = "staff"
    with_: Annotated[tuple[With, ...], BeforeValidator(as_list), Field(alias="with", strict=False)] = ()
    core: bool = False
    unless: Annotated[tuple[Slug, ...], BeforeValidator(as_list), Field(strict=False)] = ()
    earlier_counts: bool = False
    after_recall: Literal["again", "once"] | None = None

    @model_validator(mode="before")
    @classmethod
    def read_subject(cls, raw: Any) -> Any:
        """``is: form, form: family-relationships`` says the subject by the name of its kind."""
        if not isinstance(raw, dict):
            return raw
        kinds = as_list(raw.get("is", ()))
        named = [kind for kind in kinds if isinstance(kind, str) and kind in raw] if isinstance(kinds, list) else []
        if len(named) != 1 or named[0] in cls.model_fields or "subject" in raw:
            return raw
        return {**{key: value for key, value in raw.items() if key != named[0]}, "subject": raw[named[0]]}


class Measure(Part):
    title: Title
    about: Words = ""
    at: Annotated[tuple[WhenField, ...], BeforeValidator(as_list), Field(min_length=1, max_length=60, strict=False)]
    within: DurationField
    tool: Words
    who: Who = "staff"
    unless: Annotated[tuple[Slug, ...], BeforeValidator(as_list), Field(strict=False)] = ()


class TheoryLine(Part):
    """We do `activity`; that works because of the mechanism; it leads to an outcome, which is shown by measures."""

    activity: Words
    because: Words
    to: Words
    shown_by: Annotated[tuple[Slug, ...], BeforeValidator(as_list), Field(min_length=1, strict=False)]


class ProgrammeModel(Part):
    slug: Annotated[Slug, Field(alias="model")]
    version: Annotated[int, Field(ge=1, le=9999)]
    title: Title
    summary: Words
    audience: Annotated[Audience, Field(alias="for")]
    reasons: dict[Slug, Title] = {}
    phases: dict[Slug, Phase] = {}
    elements: Annotated[dict[Slug, Element], Field(min_length=1)]
    measures: dict[Slug, Measure] = {}
    theory: Annotated[tuple[TheoryLine, ...], Field(strict=False)] = ()
    principles: Annotated[tuple[Words, ...], Field(strict=False)] = ()

    @cached_property
    def tracks(self) -> tuple[Track, ...]:
        """The elements, compiled for settling, each after those it hangs on."""
        return compile_tracks(self.elements, self.phases)

    @cached_property
    def measure_tracks(self) -> tuple[MeasureTrack, ...]:
        return compile_measures(self.measures, {track.key: track for track in self.tracks})

    def title_of(self, key: str) -> str:
        """The words for the key of a commitment: an element, or ``measure:<key>``.

        A waiver may name what an earlier version had; it keeps the name it was given.
        """
        part = self.part_of(key)
        return part.title if part else key.removeprefix("measure:").replace("-", " ").capitalize()

    def part_of(self, key: str) -> "Element | Measure | None":
        if key.startswith("measure:"):
            return self.measures.get(key.removeprefix("measure:"))
        return self.elements.get(key)

    def reasons_for(self, key: str) -> dict[str, str]:
        """The reasons, with their words, for which a commitment of this key may be waived."""
        part = self.part_of(key)
        return {slug: self.reasons[slug] for slug in part.unless} if part else {}
