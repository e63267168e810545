"""What the question bank, its forms, and the list of needs and strengths may say. Loading reads them from YAML."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from throughgate.access.policy import Sensitivity
from throughgate.common.parts import Part, Slug, Title, Words, as_list
from throughgate.story.fresh import Fresh, parse_fresh

Kind = Literal["choice", "several", "short", "long", "date", "address", "money", "scale", "yes-no"]
WITH_CHOICES = frozenset({"choice", "several"})
WITH_NUMBERS = frozenset({"scale", "money"})
YES_NO = ("yes", "no")

Tag = Literal[
    "basics",
    "communication",
    "complex-issues",
    "gaps-in-services",
    "hopes",
    "identity",
    "lifestyle",
    "link-to-offending",
    "on-release",
    "recovery",
    "resilience",
    "safety",
    "social-skills",
]
Filler = Literal["staff", "counsellor", "practitioner", "volunteer", "person"]
MAY_HEAR: Mapping[str, frozenset[Sensitivity]] = {
    "staff": frozenset({Sensitivity.STANDARD, Sensitivity.SENSITIVE}),
    "practitioner": frozenset({Sensitivity.STANDARD, Sensitivity.SENSITIVE}),
    "volunteer": frozenset({Sensitivity.STANDARD}),
    "counsellor": frozenset(Sensitivity),
    "person": frozenset(Sensitivity),
}
"""Who fills in a form hears every answer on it."""


def _words_for_both(value: object) -> object:
    return {"staff": value, "person": value} if isinstance(value, str) else value


def _code(value: object) -> object:
    """YAML reads a bare yes or no as true or false; here they are codes."""
    return YES_NO[0] if value is True else YES_NO[1] if value is False else value


def _codes(value: object) -> object:
    listed = value if isinstance(value, list) else [value]
    return [_code(one) for one in listed]


class Both(Part):
    """Words for staff and, of the same meaning, for the person."""

    staff: Words
    person: Words


class Help(Part):
    staff: Words = ""
    person: Words = ""


ForBoth = Annotated[Both, BeforeValidator(_words_for_both)]
Codes = Annotated[tuple[Slug, ...], BeforeValidator(_codes), Field(min_length=1, strict=False)]
Slugs = Annotated[tuple[Slug, ...], BeforeValidator(as_list), Field(strict=False)]
Version = Annotated[int, Field(ge=1, le=9999)]
FreshField = Annotated[Fresh, BeforeValidator(parse_fresh), PlainSerializer(str)]


class Scale(Part):
    """Whole numbers from `lowest` to `highest`; both ends have words."""

    lowest: Annotated[int, Field(ge=0, le=1)]
    highest: Annotated[int, Field(ge=2, le=10)]
    low: ForBoth
    high: ForBoth


class Condition(Part):
    """Something about the answer to one question. Exactly one of the four is said.

    `is_` and `is_not` are codes of choices, of which several may have been chosen; the others compare numbers.
    An answer that is not known, or that the person kept to themselves, meets no condition, unless it says
    `or_unknown`: what is asked until somebody says that it does not apply, so that no answer of old is lost.
    """

    item: Slug
    is_: Annotated[Codes | None, Field(alias="is")] = None
    is_not: Codes | None = None
    at_least: int | None = None
    at_most: int | None = None
    or_unknown: bool = False

    @property
    def said(self) -> tuple[str, ...]:
        """The comparisons that are written, by their names in the file."""
        fields = {"is": self.is_, "is_not": self.is_not, "at_least": self.at_least, "at_most": self.at_most}
        return tuple(name for name, value in fields.items() if value is not None)

    @property
    def codes(self) -> tuple[str, ...]:
        return self.is_ or self.is_not or ()


class Item(Part):
    """One question. `informs` names the pathways, needs and strengths that the answer tells something about.

    `alone` are choices of several that go with no other: “None of these”.
    `asked_while`: only in custody, or only out of it; nobody at home is asked who will meet them at the gate.
    """

    ask: Both
    help: Help = Help()
    type: Kind
    choices: dict[Slug, ForBoth] = {}
    alone: Codes | None = None
    scale: Scale | None = None
    seen_by: Annotated[Sensitivity, Field(strict=False)] = Sensitivity.STANDARD
    fresh: FreshField
    informs: Slugs = ()
    asked_if: Condition | None = None
    asked_while: Literal["inside", "outside"] | None = None
    tags: Annotated[tuple[Tag, ...], BeforeValidator(as_list), Field(strict=False)] = ()
    may_decline: bool = True

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes an answer may hold; none where it is words, a number or a day."""
        return YES_NO if self.type == "yes-no" else tuple(self.choices)

    def alone_among(self, codes: Collection[str]) -> str:
        """The first of several chosen codes that goes with no other; empty where they go together."""
        return next((code for code in codes if code in (self.alone or ())), "") if len(codes) > 1 else ""


class BankHead(Part):
    slug: Annotated[Slug, Field(alias="bank")]
    version: Version
    title: Title


class Bank(BankHead):
    """The questions of one area of life."""

    items: Annotated[dict[Slug, Item], Field(min_length=1)]


class Section(Part):
    title: ForBoth
    about: Help = Help()
    items: Annotated[Slugs, Field(min_length=1, strict=False)]


class FormHead(Part):
    slug: Annotated[Slug, Field(alias="form")]
    version: Version
    title: Both
    about: Both
    filled_by: Annotated[tuple[Filler, ...], BeforeValidator(as_list), Field(min_length=1, strict=False)]
    replaces: Slugs = ()


class Form(FormHead):
    """An ordered choice of questions. `replaces` names forms all of whose questions this one holds."""

    sections: Annotated[dict[Slug, Section], Field(min_length=1)]

    @property
    def item_keys(self) -> tuple[str, ...]:
        return tuple(key for section in self.sections.values() for key in section.items)


class Pathway(Part):
    title: Both


class Need(Part):
    pathway: Slug
    title: Both
    likely_if: Annotated[tuple[Condition, ...], Field(min_length=1, strict=False)]


class Strength(Part):
    title: Both
    shown_if: Annotated[tuple[Condition, ...], Field(min_length=1, strict=False)]


class NeedsHead(Part):
    version: Version


class NeedsList(NeedsHead):
    pathways: Annotated[dict[Slug, Pathway], Field(min_length=1)]
    needs: Annotated[dict[Slug, Need], Field(min_length=1)]
    strengths: dict[Slug, Strength] = {}

    def names(self) -> Iterator[str]:
        yield from self.pathways
        yield from self.needs
        yield from self.strengths


@dataclass(frozen=True, slots=True)
class Questions:
    """The whole: banks by area, forms by key, needs and strengths. `items` are the questions of all banks by key."""

    banks: Mapping[str, Bank]
    forms: Mapping[str, Form]
    needs: NeedsList
    items: Mapping[str, Item] = field(init=False)

    def __post_init__(self) -> None:
        everything = {key: item for bank in self.banks.values() for key, item in bank.items.items()}
        object.__setattr__(self, "items", everything)


def content_hash(part: Part) -> str:
    """The same for the same content in any layout. A version in use keeps the hash with which it came into use."""
    plain = json.dumps(part.model_dump(mode="json", by_alias=True), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()
