"""What a template of a report may say. Loading reads it from YAML."""

from typing import Annotated, Literal

from pydantic import Field

from throughgate.common.parts import Part, Slug, Title, Words

Built = Literal[
    "custody",
    "attendance",
    "done",
    "plan",
    "measures",
    "strengths",
    "needs",
    "told",
    "risk",
    "opinion",
    "recommendation",
]
OWN = frozenset({"opinion", "recommendation"})  # the author's words, which need no source


class To(Part):
    """Who receives it, as sharing knows kinds of recipients and purposes."""

    kind: Slug
    purpose: Slug
    words: Words


class Section(Part):
    """`from` says where it is built from, `scope` what kind of thing it tells, `ask` what the author is asked."""

    title: Title
    built: Annotated[Built, Field(alias="from")]
    scope: Slug | None = None
    ask: Words | None = None
    must: bool = False


class Head(Part):
    slug: Annotated[Slug, Field(alias="report")]
    version: Annotated[int, Field(ge=1, le=9999)]
    title: Title
    about: Words
    sensitivity: Literal["standard", "sensitive", "clinical"]
    to: To
    signs: Annotated[tuple[Literal["caseworker", "counsellor", "manager"], ...], Field(min_length=1, strict=False)]
    sign_off: bool = False
    with_person: bool = True
    hearing: bool = False
    by: Words | None = None


class Template(Head):
    sections: Annotated[dict[Slug, Section], Field(min_length=1)]

    @property
    def must(self) -> list[str]:
        return [key for key, one in self.sections.items() if one.must]
