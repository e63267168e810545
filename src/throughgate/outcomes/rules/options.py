"""What is to be compared, and how long a worker may be silent. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from throughgate_evidence.outcomes import Kind

Missing = Literal["leave-out", "refuse"]
Method = Literal["radius", "nearest", "full", "entropy"]
Correction = Literal["none", "holm"]

TWO_NUMBERS = "two_numbers"
NOT_USED = ""
TREATED = "treated"
COVARIATE = "covariate"
CATEGORY = "category"
OUTCOMES: Mapping[str, str] = {
    "rate": "Outcome: happened or not (1 or 0)",
    "frequency": "Outcome: how often (0, 1, 2 …)",
    "days": "Outcome: days until it happened",
    "weeks": "Outcome: weeks until it happened",
    "months": "Outcome: months until it happened",
    "amount": "Outcome: an amount",
}
USES: Mapping[str, str] = {
    NOT_USED: "Leave out",
    TREATED: "Was in the programme (1) or not (0)",
    COVARIATE: "What they were like before: a number",
    CATEGORY: "What they were like before: a category",
    **OUTCOMES,
}
METHODS: Mapping[Method, str] = {
    "radius": "Each with everybody alike",
    "nearest": "Each with the one person most alike",
    "full": "In sets of people who are alike",
    "entropy": "Everybody, with weights that make the groups alike",
}
CALIPER = 0.2
# In sets nobody need be left out; weights pair nobody.
NEED_CALIPER: frozenset[Method] = frozenset({"radius", "nearest"})
# A worker says how far it is every few seconds; the longest silent step measured on a million rows is far below this.
SILENT_TOO_LONG = timedelta(minutes=5)
WAITING_TOO_LONG = timedelta(minutes=2)

# Names that people give to these columns, to fill the form in for them.
GUESSES: Mapping[str, str] = {
    "treated": TREATED,
    "treatment": TREATED,
    "treat": TREATED,
    "programme": TREATED,
    "in_programme": TREATED,
    "intervention": TREATED,
    "reoffended": "rate",
    "reoffence": "rate",
    "reconvicted": "rate",
    "rearrested": "rate",
    "offences": "frequency",
    "reoffences": "frequency",
    "days_to_first_offence": "days",
    "days_to_reoffence": "days",
}


class OptionsError(Exception):
    """The choices cannot be evaluated. The message says what is missing."""


@dataclass(frozen=True)
class Options:
    treated: str
    covariates: tuple[str, ...]
    categorical: tuple[str, ...]
    outcomes: Mapping[str, Kind]
    caliper: float | None = CALIPER
    missing: Missing = "leave-out"
    method: Method = "radius"
    correction: Correction = "none"

    @property
    def used_caliper(self) -> float | None:
        """Weights make the groups alike as a whole: then nobody has to be alike by themselves."""
        return None if self.method == "entropy" else self.caliper

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"covariates": list(self.covariates), "categorical": list(self.categorical)}


def options_from_json(data: Mapping[str, Any]) -> Options:
    """What was kept before a choice was offered has that choice's default."""
    return Options(
        treated=data["treated"],
        covariates=tuple(data["covariates"]),
        categorical=tuple(data["categorical"]),
        outcomes=data["outcomes"],
        caliper=data["caliper"],
        missing=data["missing"],
        method=data.get("method", "radius"),
        correction=data.get("correction", "none"),
    )


def options_from_uses(
    uses: Mapping[str, str],
    caliper: float | None,
    missing: Missing,
    method: Method = "radius",
    correction: Correction = "none",
) -> Options:
    """`uses` says for each column what it is; raises OptionsError where something is missing."""
    treated = [name for name, use in uses.items() if use == TREATED]
    covariates = tuple(name for name, use in uses.items() if use in (COVARIATE, CATEGORY))
    outcomes = {name: cast("Kind", use) for name, use in uses.items() if use in OUTCOMES}
    if len(treated) != 1:
        wrong = (
            "Say which column tells who was in the programme"
            if not treated
            else "Only one column can tell who was in the programme"
        )
        raise OptionsError(wrong)
    if not covariates:
        raise OptionsError(
            "Choose at least one column that says what people were like before, so that like is compared with like"
        )
    if not outcomes:
        raise OptionsError("Choose at least one outcome: what happened afterwards")
    categorical = tuple(name for name, use in uses.items() if use == CATEGORY)
    if caliper is None and method in NEED_CALIPER:
        raise OptionsError("Say how alike people have to be")
    return Options(treated[0], covariates, categorical, outcomes, caliper, missing, method, correction)


def check_coding(nature: str, says: str, use: str) -> None:
    """Raises OptionsError where two numbers stand for yes and no: nobody can tell from 1 and 2 which is which."""
    if nature == TWO_NUMBERS and use in (TREATED, "rate"):
        raise OptionsError(
            f"It holds {says}, and cannot tell which of them is yes. Write 1 for yes and 0 for no in the file, and "
            "upload it again"
        )


def uses_of(options: Options) -> dict[str, str]:
    before = {name: CATEGORY if name in options.categorical else COVARIATE for name in options.covariates}
    return {options.treated: TREATED, **before, **options.outcomes}


def guess_use(name: str) -> str:
    return GUESSES.get(name.strip().lower().replace(" ", "_").replace("-", "_"), NOT_USED)


def has_gone_silent(state: str, now: datetime, *, started_at: datetime | None, heard_at: datetime | None) -> bool:
    """Whether a start has been waiting or running without a word for so long that its worker is probably gone."""
    if state == "waiting":
        return started_at is not None and now - started_at > WAITING_TOO_LONG
    heard = heard_at or started_at
    return state == "running" and heard is not None and now - heard > SILENT_TOO_LONG
