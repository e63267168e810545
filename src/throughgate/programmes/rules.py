"""Stages of an enrolment, why people leave, what may be waived. Pure: `today` is passed in."""

from collections.abc import Collection, Mapping
from datetime import date

STAGES: Mapping[str, str] = {
    "applied": "Applied",
    "not_suitable": "Not suitable",
    "waiting": "Waiting",
    "not_ready": "Suitable, not ready yet",
    "enrolled": "Enrolled",
    "on_programme": "On the programme",
    "on_hold": "On hold",
    "completed": "Completed",
    "withdrawn": "Withdrew",
    "deselected": "Taken off",
}

BEFORE = ("applied", "waiting", "not_ready")
"""Nobody has promised anything yet: nothing is due."""

TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    "applied": ("waiting", "not_ready", "enrolled", "not_suitable", "withdrawn"),
    "waiting": ("not_ready", "enrolled", "not_suitable", "withdrawn"),
    "not_ready": ("waiting", "enrolled", "not_suitable", "withdrawn"),
    "enrolled": ("on_programme", "on_hold", "completed", "withdrawn", "deselected"),
    "on_programme": ("on_hold", "completed", "withdrawn", "deselected"),
    "on_hold": ("on_programme", "completed", "withdrawn", "deselected"),
    "not_suitable": (),
    "completed": (),
    "withdrawn": (),
    "deselected": (),
}
STARTING_STAGES = ("enrolled", "on_programme", "waiting", "not_ready", "applied")
FORWARD_STAGES = ("waiting", "not_ready", "enrolled", "on_programme")
"""Stages that are reached by a step of their own; holding, leaving and refusing have acts of their own."""

LEAVING: Mapping[str, tuple[str, str]] = {
    "completed": ("Completed the programme", "completed"),
    "ineligible": ("Turned out not to be eligible", "deselected"),
    "mistaken": ("Enrolled by mistake", "deselected"),
    "not_engaged": ("Did not engage", "deselected"),
    "needs_met_elsewhere": ("Their needs are met elsewhere", "withdrawn"),
    "moved": ("Moved out of reach", "withdrawn"),
    "work": ("Started work and has no time", "withdrawn"),
    "own_wish": ("Did not want to go on", "withdrawn"),
    "died": ("Died", "withdrawn"),
    "acquitted": ("Acquitted", "withdrawn"),
    "returned_to_custody": ("Returned to custody", "withdrawn"),
    "served": ("Sentence or licence came to its end", "withdrawn"),
    "serious_illness": ("Serious illness", "withdrawn"),
    "early_release": ("Released early", "withdrawn"),
    "other": ("Another reason", "withdrawn"),
}
NOTED_REASONS = ("other", "not_engaged", "ineligible")
"""Reasons that say too little alone: a note is asked for."""


class ProgrammeRuleError(ValueError):
    """What cannot be done, in words for the worker; `field` names the form's field it belongs to, if any."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class StageError(ProgrammeRuleError):
    pass


class WaiverError(ProgrammeRuleError):
    pass


def is_active(stage: str) -> bool:
    """Whether anything is due, or was."""
    return stage not in BEFORE and stage != "not_suitable"


def has_ended(stage: str) -> bool:
    return not TRANSITIONS[stage]


def can_change_stage(stage: str, to: str) -> bool:
    return to in TRANSITIONS.get(stage, ())


def check_change_stage(stage: str, to: str) -> None:
    if not can_change_stage(stage, to):
        raise StageError(f"From “{STAGES[stage]}” nobody goes to “{STAGES.get(to, to)}”.", "stage")


def check_starting_stage(stage: str) -> None:
    if stage not in STARTING_STAGES:
        raise StageError(f"An enrolment cannot begin as “{STAGES.get(stage, stage)}”.", "stage")


def check_day(on: date, *, not_before: date, today: date, field: str) -> None:
    """An act is dated on the day it took place: not before the enrolment, not in the future."""
    if on > today:
        raise ProgrammeRuleError("The day cannot be in the future.", field)
    if on < not_before:
        raise ProgrammeRuleError("The day cannot be before they joined.", field)


def ending_stage(stage: str, reason: str, note: str) -> str:
    """The stage that leaving for this reason comes to. Who only waited withdrew, or was not suitable."""
    if reason not in LEAVING:
        raise ProgrammeRuleError("Choose why they leave.", "reason")
    if reason in NOTED_REASONS and not note.strip():
        raise ProgrammeRuleError("Say a little more: this reason alone does not tell enough.", "note")
    to = LEAVING[reason][1]
    if stage in BEFORE:
        if to == "completed":
            raise StageError("They have not been on the programme, so they cannot have completed it.", "reason")
        to = "not_suitable" if to == "deselected" else to
    check_change_stage(stage, to)
    return to


def check_waiver(*, reason: str, allowed: Collection[str], met: bool, closed: bool, waived: bool) -> None:
    """What may be waived, and why, stands in the model."""
    if met:
        raise WaiverError("This has been done already.")
    if waived:
        raise WaiverError("This has been waived already.")
    if closed:
        raise WaiverError("This is closed: it can no longer be waived.")
    if not allowed:
        raise WaiverError("The programme does not let this be waived.")
    if reason not in allowed:
        raise WaiverError("Choose one of the reasons the programme allows.", "reason")
