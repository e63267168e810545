"""What the walk over every URL walks through: one person with something of everything."""

from dataclasses import dataclass
from typing import Any


@dataclass
class World:
    """`person` is on Alice's and Carol's caseload at Send. All else belongs to that person or to the organisation."""

    users: dict[str, Any]
    sessions: dict[str, str]
    person: Any
    model: Any
    enrolment: Any
    contact: Any
    entry: Any
    follow_up: Any
    evaluation: Any
    assignment: Any
    circle_member: Any
