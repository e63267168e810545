"""What is offered to choose from where places to live are kept and asked for: `data/homes.yaml`."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from throughgate.common.yaml_lines import plain_data

Words = Mapping[str, str]


@cache
def home_choices() -> Mapping[str, Words]:
    """By list (takes, refused, withdrawn, not_arrived, lost): code → words."""
    said: Mapping[str, Words] = plain_data(files("throughgate.release").joinpath("data/homes.yaml").read_text())
    return said


def choices_of(name: str) -> list[tuple[str, str]]:
    return list(home_choices()[name].items())


def reason_words(name: str, code: str) -> str:
    """A reason's words; the code itself where it stands in that list no more."""
    return home_choices()[name].get(code, code)
