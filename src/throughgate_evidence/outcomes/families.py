"""The outcomes that the Justice Data Lab reports, as data: what is counted, how it is worded, when it is too few.

Severity (indictable, either way, summary) and custody come as a rate and a frequency each. A severity row is shown from
10 people of the treatment group who had it; a time to the event from 30.
"""

from __future__ import annotations

from dataclasses import dataclass

from .two_samples import Kind

# Fewest people of the treatment group who had the outcome for a row of severity, and for a time to the event.
LEAST_FOR_SEVERITY = 10
LEAST_FOR_TIME = 30


@dataclass(frozen=True)
class OutcomeFamily:
    """`label` stands in the report, for the `kind` of outcome; `least_events` treated people must have had it;
    `only_with_event`: people without it have no value.
    """

    code: str
    label: str
    kind: Kind
    severity: bool = False
    least_events: int = 0
    only_with_event: bool = False


@dataclass(frozen=True)
class SeverityClass:
    code: str
    label: str


SEVERITY_CLASSES = (
    SeverityClass("indictable", "indictable only"),
    SeverityClass("either_way", "triable either way"),
    SeverityClass("summary", "summary"),
)


def severity_families(severity: SeverityClass) -> tuple[OutcomeFamily, OutcomeFamily]:
    offence = f"{severity.label} reoffence"
    return (
        OutcomeFamily(f"{severity.code}_rate", offence, "rate", True, LEAST_FOR_SEVERITY),
        OutcomeFamily(f"{severity.code}_frequency", f"{offence}s", "frequency", True, LEAST_FOR_SEVERITY),
    )


OUTCOME_FAMILIES: tuple[OutcomeFamily, ...] = (
    OutcomeFamily("rate", "proven reoffence within one year", "rate"),
    OutcomeFamily("frequency", "proven reoffences within one year", "frequency"),
    OutcomeFamily(
        "days", "days to the first proven reoffence", "days", least_events=LEAST_FOR_TIME, only_with_event=True
    ),
    *(family for severity in SEVERITY_CLASSES for family in severity_families(severity)),
    OutcomeFamily("custody_rate", "custodial sentence for a reoffence", "rate"),
    OutcomeFamily("custody_frequency", "custodial sentences for reoffences", "frequency"),
)
FAMILIES: dict[str, OutcomeFamily] = {family.code: family for family in OUTCOME_FAMILIES}


def enough_events(family: OutcomeFamily, events_treated: int) -> bool:
    """Whether so many treated people had the outcome that its row is shown."""
    return events_treated >= family.least_events
