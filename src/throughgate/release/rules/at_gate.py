"""Whether one of ours can be at a gate on a day, as far as what is booked for them tells. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

USUAL_MINUTES = 60
WAY = 60  # minutes there, and away again


@dataclass(frozen=True)
class Taken:
    """Something booked for a worker that day: of whom is not told. `gate`: the place, where it is a gate too."""

    at: time | None
    minutes: int | None = None
    gate: str = ""


def keeps_away(taken: Iterable[Taken], gate_from: time | None, gate_to: time | None, gate: str) -> str:
    """What keeps them, in words; nothing where they are free. Two people may be met at the same gate. Without the
    hours of both, nobody can say that it fits.
    """
    elsewhere = [one for one in taken if not one.gate or one.gate != gate]
    if gates := [one for one in elsewhere if one.gate]:
        return f"meets somebody at another gate{_at(gates[0])}"
    clash = next((one for one in elsewhere if _clashes(one, gate_from, gate_to)), None)
    return f"has something booked{_at(clash)}" if clash else ""


def _clashes(one: Taken, gate_from: time | None, gate_to: time | None) -> bool:
    if one.at is None or gate_from is None or gate_to is None:
        return True
    begins = _minute(one.at)
    ends = begins + (one.minutes or USUAL_MINUTES)
    return begins < _minute(gate_to) + WAY and ends > _minute(gate_from) - WAY


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _at(one: Taken) -> str:
    return f" at {one.at:%H:%M}" if one.at else ""
