"""What counts in a first week, as `data/first_week.yaml` says it."""

from datetime import time
from functools import cache
from importlib.resources import files

from throughgate.common.yaml_lines import plain_data
from throughgate.release.rules.first_week import Counts


@cache
def counted() -> Counts:
    said = plain_data(files("throughgate.release").joinpath("data/first_week.yaml").read_text())
    seen = frozenset(said["seen"])
    return Counts(
        window=said["window"],
        shown_for=said["shown_for"],
        arrived_within=said["arrived_within"],
        contact_within=tuple(said["contact_within"]),
        seen=seen,
        contact=seen | frozenset(said["contact"]),
        outside=frozenset(said["outside"]),
        out_by=time.fromisoformat(said["out_by"]),
        gate=frozenset(said["gate"]),
        arrived=frozenset(said["arrived"]),
        nowhere=frozenset(said["nowhere"]),
        returned_left_out=said["returned"] == "left-out",
    )
