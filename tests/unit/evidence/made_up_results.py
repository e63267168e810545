"""One evaluation with every part that a report may show, made up, and with counts above every threshold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from throughgate_evidence.balance import CovariateBalance
from throughgate_evidence.balance.gate import judge
from throughgate_evidence.balance.standardised import band_of
from throughgate_evidence.disclosure import control
from throughgate_evidence.matching.fragility import Fragility
from throughgate_evidence.outcomes import Estimate, Kind
from throughgate_evidence.outcomes.subgroups import SubgroupOutcome, SubgroupResult
from throughgate_evidence.outcomes.survival import Curve, HazardRatio, SurvivalResult
from throughgate_evidence.power.timing import Timing
from throughgate_evidence.protocol import Deviation, PlanCheck
from throughgate_evidence.results import AttritionStep, Evaluation, OutcomeResult, Settings
from throughgate_evidence.sensitivity import OutcomeSensitivity


def estimate(
    treated: float = 0.22,
    comparison: float = 0.33,
    *,
    reach: float = 0.08,
    p: float | None = 0.01,
    people: tuple[int, int] = (216, 212),
    events: tuple[int, int] = (48, 66),
    needed: int | None = 300,
) -> Estimate:
    difference = treated - comparison
    return Estimate(
        *people, *events, treated, comparison, difference, reach / 2, 400.0, difference - reach, difference + reach, p,
        "sandwich (HC2, radius weights)", needed,
    )  # fmt: skip


def outcome(
    name: str = "reoffended", kind: Kind = "rate", matched: Estimate | None = None, **more: object
) -> OutcomeResult:
    found = matched or estimate()
    given = {"second": found, "raw": found, "adjusted": estimate(0.22, 0.31)} | more
    return OutcomeResult(name, f"a {name} label", kind, True, found, **given)


def row(name: str = "age", before: float = 0.3, after: float = 0.02, **more: object) -> CovariateBalance:
    made = CovariateBalance(
        name, name, None, False, before, after, 1.1, 1.02, 31.5, 27.2, 31.5, 31.1, band_of(after), 0.2, 0.04
    )
    return replace(made, **more)


def share_row(level: str, before: float, after: float, *, reference: bool = False) -> CovariateBalance:
    return CovariateBalance(
        f"area={level}",
        "area",
        level,
        reference,
        0.1,
        0.01,
        None,
        None,
        before,
        before,
        after,
        after,
        "green",
        0.1,
        0.1,
    )


def curve(share: float = 0.6, people: int = 200, steps: int = 12, horizon: float = 52.0) -> Curve:
    """Falls to `share` in equal steps; nobody is lost from sight."""
    levels = [1 - (1 - share) * at / steps for at in range(steps + 1)]
    at_risk = [people, *(round(people * level) for level in levels[:-1])]
    return Curve(
        times=tuple(horizon * at / steps for at in range(steps + 1)),
        survival=tuple(levels),
        lower=tuple(max(0.0, level - 0.05) for level in levels),
        upper=tuple(min(1.0, level + 0.05) for level in levels),
        at_risk=tuple(at_risk),
    )


def survival(**more: object) -> SurvivalResult:
    made = SurvivalResult(
        "weeks_to_arrest", "weeks to arrest", 216, 212, 48, 66, curve(0.78), curve(0.69), 52.0,
        estimate(46.1, 44.2, reach=1.5), HazardRatio(0.68, 0.47, 0.99, 0.04, 0.19, "Cox model"),
    )  # fmt: skip
    return replace(made, **more)


def subgroup(level: str, people: tuple[int, int] = (100, 100), **more: object) -> SubgroupResult:
    found = estimate(people=people, events=(people[0] // 4, people[1] // 3))
    parts = (SubgroupOutcome("reoffended", found), SubgroupOutcome("days", estimate(people=people)))
    return replace(SubgroupResult("area", level, *people, parts, {"reoffended": 0.4, "days": 0.03}), **more)


def sensitivity(name: str = "reoffended") -> OutcomeSensitivity:
    return OutcomeSensitivity(
        name, 2.1, 1.2, ((1.0, 0.01), (1.5, 0.2)), 1.2, "McNemar", (("age", estimate(0.2, 0.3)),),
        (("propensity from 0.1 to 0.9", 180, estimate(0.2, 0.3)),), ("Something nobody recorded could.",),
    )  # fmt: skip


def plan(**more: object) -> PlanCheck:
    made = PlanCheck(
        title="Choir and garden",
        question="Do people reoffend less?",
        theory=("Singing → belonging → fewer offences",),
        digest="sha256:0123456789abcdef",
        locked_at="2026-01-05T09:00:00+00:00",
        amendments=("6 January 2026: a subgroup was added",),
        deviations=(Deviation("caliper", "0.2", "0.1", ""),),
    )
    return replace(made, **more)


SETTINGS = Settings(
    "people.csv", "treated", ("age", "area"), {"area": "north"}, "radius", 0.2, "sandwich", "pooled", "leave-out",
    "standard", "numpy", ("caliper",), subgroups=("area",), correction="holm",
)  # fmt: skip
STEPS = (
    AttritionStep("In the file", 240, 900, 1.0, 1.0),
    AttritionStep("With every covariate known", 230, 880, 230 / 240, 880 / 900),
    AttritionStep("Matched", 216, 212, 0.9, 212 / 900),
)


def evaluation(**more: object) -> Evaluation:
    """Everything there is, through disclosure control."""
    outcomes = (
        outcome(p_corrected=0.03),
        outcome("reoffences", "frequency", estimate(0.31, 1.06, reach=0.3), p_corrected=0.08, primary=False),
        outcome("days", "days", estimate(101.2, 89.1, reach=20.0, p=0.2, needed=5_000_000), adjusted=None),
    )
    rows = (row(), share_row("north", 0.5, 0.5, reference=True), share_row("south", 0.5, 0.5))
    products = (row("age²", 0.2, 0.06), row("age × area=south", 0.1, 0.01))
    made = Evaluation(
        "0.1", "Choir & garden", SETTINGS, 1140, {"age": 30}, 230, 880, 216, 212, 180.4, 0.2, 0.1834, 500.0, 5,
        STEPS, rows, outcomes, (),
        gate=judge(rows, products),
        products=products,
        fragility=Fragility(1e-4, 50, -0.16, -0.09, -0.11, -0.10, -0.12),
        survival=(survival(),),
        subgroups=(subgroup("north"), subgroup("south")),
        sensitivity=(sensitivity(),),
        timing=Timing(40, 300, False, date(2028, 3, 3), "Counted from the days on which people started."),
        plan=plan(),
        correction="holm",
        warnings=("Half of the programme could not be matched.",),
        sizes_of_sets={"1 : 1": 100, "1 : 2": 20},
    )  # fmt: skip
    return control(replace(made, **more), "standard")
