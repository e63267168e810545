"""One figure: its name, value, aim and whether the aim is met; and how figures are printed and kept."""

import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Aim:
    """A limit on the value, or on the ratio where `on` says so."""

    limit: float
    on: str = "value"
    at_least: bool = False

    def is_met(self, figure: "Figure") -> bool | None:
        asked = figure.ratio if self.on == "ratio" else figure.value
        if asked is None:
            return None
        return asked >= self.limit if self.at_least else asked <= self.limit

    def __str__(self) -> str:
        side = "≥" if self.at_least else "≤"
        return f"ratio {side} {self.limit:g}" if self.on == "ratio" else f"{side} {self.limit:g}"


@dataclass(frozen=True)
class Figure:
    """`ratio` is to the peer named in `against`. `value` None: it could not be measured, and `note` says why."""

    section: str
    name: str
    value: float | None
    unit: str
    ratio: float | None = None
    against: str = ""
    aim: Aim | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        return self.aim.is_met(self) if self.aim else None

    def line(self) -> str:
        value = "not measured" if self.value is None else f"{rounded(self.value)} {self.unit}"
        ratio = "" if self.ratio is None else f"{rounded(self.ratio)} × {self.against or 'the peer'}"
        verdict = {True: "met", False: "NOT MET", None: ""}[self.met]
        aim = f"aim {self.aim}" if self.aim else ""
        cells = f"{self.section:<9} {self.name:<44} {value:>18}  {ratio:<28} {aim:<16} {verdict}".rstrip()
        return f"{cells}   ({self.note})" if self.note else cells

    def kept(self) -> dict[str, Any]:
        return {**asdict(self), "aim": str(self.aim) if self.aim else None, "met": self.met}


def rounded(number: float) -> str:
    """Three figures are all that a timing is worth; whole thousands are written out."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def machine_facts(**more: str) -> dict[str, Any]:
    return {
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "system": platform.system(),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load_before": round(os.getloadavg()[0], 2),
        **more,
    }


@dataclass
class Results:
    """Figures as they come: printed at once, and all written after each, so that a broken run keeps what it had."""

    folder: Path
    machine: Mapping[str, Any]
    figures: list[Figure] = field(default_factory=list)

    def take(self, figures: Iterable[Figure]) -> None:
        for figure in figures:
            print(figure.line(), flush=True)
            self.figures.append(figure)
            self.write()

    def write(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = {"machine": self.machine, "figures": [figure.kept() for figure in self.figures]}
        (self.folder / "results.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
