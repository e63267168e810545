"""The checklist, the proofs of a right to work and the kinds of offences, read from the file of the application."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field

from throughgate.common.parts import Part, Slug, Title, Words
from throughgate.common.yaml_lines import plain_data


class Line(Part):
    """`after`: the line it hangs on. `known`: the kind of entry that says that it is there. `page`: where its proof is
    noted; only that says that it is there, nobody ticks it.
    """

    title: Title
    who: Literal["worker", "person"]
    proof: Title
    after: Slug | None = None
    known: Slug | None = None
    page: Literal["right", "letter"] | None = None


class Right(Part):
    title: Title
    ends: Literal["never", "must"]


class Rights(Part):
    source: Words
    looked_up: date
    kinds: Mapping[Slug, Right]


class Readiness(Part):
    lines: Annotated[Mapping[Slug, Line], Field(min_length=1)]
    rights: Rights
    offences: Mapping[Slug, Title]


@cache
def readiness() -> Readiness:
    file = files("throughgate.work") / "data" / "readiness.yaml"
    return Readiness.model_validate(plain_data(file.read_text(encoding="utf-8")))
