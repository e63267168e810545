"""What a treatment plan says, and how two versions of it differ. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from throughgate.casework.rules.plan import Piece, compare_words

WORK: Mapping[str, str] = {
    "one-to-one": "One-to-one with the counsellor",
    "in-cell": "Pages to work on between sessions",
    "group": "Group therapy",
    "self-help": "Self-help meetings",
    "family": "Work with the family",
}
NAMED: Mapping[str, str] = {
    "link": "How it led to the offending",
    "triggers": "Triggers, and what to do about each",
    "strengths": "Strengths",
    "work": "The work agreed",
    "craving": "When the craving comes",
    "lapse": "If it happened",
}


class TreatmentError(ValueError):
    """What is wrong, in words for the form; `field` is where. Quotes nothing written about a person."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Treatment:
    """What one version says beside its aims and steps."""

    link: str = ""
    triggers: Sequence[tuple[str, str]] = ()  # what sets them off, and what they do about it
    strengths: str = ""
    craving: str = ""
    lapse: str = ""
    work: Sequence[str] = field(default_factory=tuple)  # codes of WORK

    @property
    def work_words(self) -> list[str]:
        return [words for code, words in WORK.items() if code in self.work]

    def in_words(self, name: str) -> str:
        if name == "triggers":
            return " ".join(f"{trigger}: {answer}." for trigger, answer in self.triggers)
        return ", ".join(self.work_words) if name == "work" else str(getattr(self, name))


@dataclass(frozen=True)
class WordsChange:
    """One part of the plan in two versions; `pieces` mark word by word what is gone and what is new."""

    title: str
    old: str
    new: str
    pieces: Sequence[Piece]

    @property
    def is_same(self) -> bool:
        return self.old == self.new


def compare_treatments(old: Treatment, new: Treatment) -> list[WordsChange]:
    """In the order of the plan, the parts that either says something of."""
    both = [(title, old.in_words(name), new.in_words(name)) for name, title in NAMED.items()]
    return [WordsChange(title, one, two, compare_words(one, two)) for title, one, two in both if one or two]


def check_treatment(said: Treatment) -> None:
    if any(not trigger.strip() for trigger, _ in said.triggers):
        raise TreatmentError("Say which trigger this is the answer to")
    if unknown := set(said.work) - set(WORK):
        raise TreatmentError(f"Not a kind of work: {', '.join(sorted(unknown))}", "work")
