"""The pages to work on between sessions, read from the file of the application."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from throughgate.common.parts import Part, Slug, Title, Words
from throughgate.common.yaml_lines import plain_data


class Sheet(Part):
    """`asks` are followed by lines to write on."""

    title: Title
    about: Words
    asks: Annotated[tuple[Title, ...], Field(min_length=1, strict=False)]


class Sheets(Part):
    sheets: Annotated[Mapping[Slug, Sheet], Field(min_length=1)]


@cache
def sheets() -> Mapping[str, Sheet]:
    file = files("throughgate.recovery") / "data" / "sheets.yaml"
    return Sheets.model_validate(plain_data(file.read_text(encoding="utf-8"))).sheets
