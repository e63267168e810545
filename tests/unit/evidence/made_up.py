"""Small made-up files of people, drawn from a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Rows = list[dict[str, object]]


def make_rows(people: int = 200, seed: int = 7) -> Rows:
    """Alternate comparison and treated people; age and convictions matter, area is a category."""
    random = np.random.default_rng(seed)
    return [
        {
            "treated": at % 2,
            "age": int(random.integers(18, 60)),
            "convictions": int(random.poisson(3 + at % 2)),
            "area": str(random.choice(["north", "south", "east"])),
            "reoffended": int(random.random() < 0.4 - 0.1 * (at % 2)),
        }
        for at in range(people)
    ]


def to_csv(rows: Sequence[dict[str, object]]) -> str:
    lines = [",".join(rows[0])]
    lines += [",".join("" if value is None else str(value) for value in row.values()) for row in rows]
    return "\n".join(lines) + "\n"
