"""How far somebody is on the checklist, and what is next. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from throughgate.work.readiness_file import Line

OPEN = frozenset({"to-start", "in-hand"})


class ReadinessError(ValueError):
    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Stood:
    """One line as it stands. `told`: the record says so, nobody is asked. `waits_for`: the title of another line."""

    code: str
    line: Line
    state: str
    told: bool = False
    waits_for: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def stand(lines: Mapping[str, Line], noted: Mapping[str, str], known: Collection[str]) -> list[Stood]:
    """`noted`: the state by line; `known`: the kinds of entry that the record has."""
    told = {code for code, line in lines.items() if line.known in known}
    state = {
        code: "done" if code in told else _noted(line, noted.get(code, "to-start")) for code, line in lines.items()
    }
    return [
        Stood(code, line, state[code], code in told, _waits_for(line, lines, state)) for code, line in lines.items()
    ]


def _noted(line: Line, state: str) -> str:
    """Where only the proof counts, what somebody ticked without one is on its way."""
    return "in-hand" if line.page and state == "done" else state


def check_line(line: Line, state: str) -> None:
    """Raises ReadinessError."""
    if line.page and state == "done":
        raise ReadinessError(f"{line.title} is there once its proof is noted: {line.proof[:1].lower()}{line.proof[1:]}")


def _waits_for(line: Line, lines: Mapping[str, Line], state: Mapping[str, str]) -> str:
    return lines[line.after].title if line.after and state[line.after] in OPEN else ""


def next_line(stood: list[Stood]) -> Stood | None:
    """What can be done now comes first: what waits for nothing."""
    left = [one for one in stood if one.is_open]
    return min(left, key=lambda one: bool(one.waits_for), default=None)


def check_ready(stood: list[Stood]) -> None:
    """Raises ReadinessError, naming what is missing."""
    if missing := [one.line.title for one in stood if one.is_open]:
        raise ReadinessError(f"Not there yet: {', '.join(missing)}")
