"""The parts that a file of ours is made of, and what Pydantic finds wrong with one, in our words at its line."""

import re
from collections.abc import Collection
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from throughgate.common.faults import Path, UnreadableError, did_you_mean
from throughgate.common.yaml_lines import Document

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
LONGEST_NAME = 60
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_NAME)]

NAME_MEND = f"Use small letters, digits and single hyphens, at most {LONGEST_NAME}."
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_name(word: str) -> bool:
    """Whether it can be a slug, for names that stand before their parts."""
    return len(word) <= LONGEST_NAME and bool(_NAME.fullmatch(word))


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)


P = TypeVar("P", bound=Part)


def as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def validate_part(part: type[P], value: Any, path: Path, words: str, document: Document) -> P | None:
    """The part, or None with everything that is wrong with it among the document's errors."""
    try:
        return part.model_validate(value)
    except ValidationError as error:
        for detail in error.errors():
            explain(detail, part, path, words, document)
        return None


def explain(detail: ErrorDetails, part: type[Part], path: Path, words: str, document: Document) -> None:
    """One error of Pydantic in our words, at the line it belongs to."""
    loc = tuple(_yaml_name(part, step) for step in detail["loc"])
    last = str(loc[-1]) if loc else ""
    where = (*path, *loc)
    cause = detail.get("ctx", {}).get("error")
    kind = detail["type"]
    if isinstance(cause, UnreadableError):
        document.add(where, f"{words}: in “{loc[0]}”, {cause.what}" if loc else f"{words} {cause.what}", cause.mend)
    elif kind == "missing":
        of = f"{words}: “{loc[-2]}”" if len(loc) > 1 else words
        document.add(where[:-1], f"{of} has no “{last}”", f"Add {last}: to it.")
    elif kind == "extra_forbidden":
        document.add(where, f"{words} has a field “{last}” that is not known", _which_field(last, part, loc))
    elif "[key]" in loc:
        document.add(where[:-1], f"“{detail['input']}” cannot be a name here", NAME_MEND)
    else:
        of = f"{words}: “{loc[0]}”" if loc else words
        what, mend = _plain_words(detail)
        document.add(where, f"{of} {what}", mend)


def _yaml_name(part: type[Part], step: str | int) -> str | int:
    info = part.model_fields.get(step) if isinstance(step, str) else None
    return info.alias if info and info.alias else step


def _which_field(word: str, part: type[Part], loc: Path) -> str:
    if len(loc) > 1:
        return "Check its spelling and its indentation."
    names = yaml_names(part)
    return did_you_mean(word, names, otherwise=f"Known are {', '.join(sorted(names))}.")


def yaml_names(part: type[Part]) -> Collection[str]:
    """The names of a part's fields as they stand in a file."""
    return {info.alias or name for name, info in part.model_fields.items()}


def _plain_words(detail: ErrorDetails) -> tuple[str, str]:
    ctx = detail.get("ctx", {})
    match detail["type"]:
        case "string_pattern_mismatch":
            return f"is “{detail['input']}”, which cannot be a name here", NAME_MEND
        case "string_too_long":
            return "is too long", f"Shorten it to {ctx['max_length']} characters."
        case "string_too_short":
            return "is empty", "Write something there, or leave the field out."
        case "too_short":
            return _too_short(ctx["min_length"])
        case "too_long" | "less_than_equal":
            return "is too much", f"At most {ctx.get('max_length', ctx.get('le'))} here."
        case "greater_than_equal":
            return f"is {detail['input']}", f"Write {ctx['ge']} or more."
        case "literal_error" | "enum":
            return f"cannot be “{detail['input']}”", f"Write one of {ctx['expected'].replace(chr(39), '')}."
        case other:
            return _wrong_shape(other)


def _too_short(least: int) -> tuple[str, str]:
    if least > 1:
        return "is not enough", f"Write at least {least}."
    return "is empty", "Write something there, or leave the field out."


def _wrong_shape(error_type: str) -> tuple[str, str]:
    shapes = {
        "int_type": ("is not a whole number", "Write digits only, without quotes."),
        "bool_type": ("is neither true nor false", "Write true or false."),
        "string_type": ("is not text", "Write words; put them in quotes if they look like a number."),
        "tuple_type": ("is not a list", "Write [one, another] or a line with a dash for each."),
        "dict_type": ("has no names below it", "Write names, each on its line with its words."),
        "model_type": ("has no fields", "Write its fields below it, indented."),
    }
    return shapes.get(error_type, ("cannot be read", "Compare it with one of those that come with Throughgate."))
