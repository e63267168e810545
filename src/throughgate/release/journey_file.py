"""How journeys are reckoned, as it stands in `data/journeys.yaml`."""

from functools import cache
from importlib.resources import files

import yaml

from throughgate.release.rules.journey import Habits


@cache
def journey_habits() -> Habits:
    return Habits(**yaml.safe_load(files("throughgate.release").joinpath("data/journeys.yaml").read_text("utf-8")))
