"""How faithfully a programme is delivered: five figures, each a share with its interval. Pure.

* dose: of what fell due and was not waived, how much was done, in time or late
* timeliness: of what was done, how much by the day that the model names
* core: of the people for whom something of the core fell due, for how many all of it was done or waived for one of the
  model's reasons
* adherence: of the steps in the plans of the sessions that were held, how many the practitioners ticked as delivered
* reach: of the people at the site within a window in which the model lets people join, how many joined
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from throughgate.programmes.grammar import Audience
from throughgate.release.rules.gate_figures import wilson


@dataclass(frozen=True, slots=True)
class Share:
    yes: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        return self.yes / self.of if self.of else None

    @property
    def likely(self) -> tuple[float, float] | None:
        return wilson(self.yes, self.of) if self.of else None

    def __add__(self, other: "Share") -> "Share":
        return Share(self.yes + other.yes, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Due:
    """What fell due, counted: `asked` all of it, `late` those of `done` after their day."""

    asked: int = 0
    waived: int = 0
    done: int = 0
    late: int = 0

    @property
    def dose(self) -> Share:
        return Share(self.done, self.asked - self.waived)

    @property
    def timely(self) -> Share:
        return Share(self.done - self.late, self.done)

    def __add__(self, other: "Due") -> "Due":
        return Due(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Due)))


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Of one site, or of all. `people`: for whom something fell due; `outside`: who joined outside every window."""

    people: int = 0
    due: Due = Due()
    core: Share = Share()
    adherence: Share = Share()
    reach: Share = Share()
    outside: int = 0

    def __add__(self, other: "Fidelity") -> "Fidelity":
        return Fidelity(
            self.people + other.people,
            self.due + other.due,
            self.core + other.core,
            self.adherence + other.adherence,
            self.reach + other.reach,
            self.outside + other.outside,
        )


def all_together(each: Iterable[Fidelity]) -> Fidelity:
    return sum(each, Fidelity())


@dataclass(frozen=True, slots=True)
class Figure:
    code: str
    title: str
    about: str
    of: str

    def share_of(self, found: Fidelity) -> Share:
        return {
            "dose": found.due.dose,
            "timely": found.due.timely,
            "core": found.core,
            "adherence": found.adherence,
            "reach": found.reach,
        }[self.code]


FIGURES: Sequence[Figure] = (
    Figure("dose", "Done", "Of what fell due, how much was done.", "things due"),
    Figure("timely", "In time", "Of what was done, how much by its day.", "things done"),
    Figure("core", "Core for everybody", "People who got all of the core that had fallen due.", "people"),
    Figure("adherence", "Sessions as planned", "Steps of the session plans that were ticked as delivered.", "steps"),
    Figure("reach", "Reach", "Of the people at the site whom it is for, how many joined.", "people in the window"),
)


def is_in_window(audience: Audience, days: Mapping[str, date | None], first: date, last: date) -> bool | None:
    """Whether on some day of the time the model lets this person join; None where no day of theirs is known.

    `days` by anchor. A model without windows is open to everybody.
    """
    if not audience.windows:
        return True
    known = False
    for from_, to in audience.windows:
        opens, closes = from_.shifted(days.get(from_.anchor)), to.shifted(days.get(to.anchor))
        if days.get(from_.anchor) is None or opens is None or closes is None:
            continue
        known = True
        if opens <= last and closes >= first:
            return True
    return False if known else None
