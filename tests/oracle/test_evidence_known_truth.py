"""Made-up people for whom the truth is known: the interval should hold it about 95 times in a hundred."""

from __future__ import annotations

import numpy as np
import pytest

from bench import coverage
from throughgate_evidence.engines.memory import MemoryEngine
from throughgate_evidence.engines.sums import overall_standard
from throughgate_evidence.matching import lay_reach, match_radius
from throughgate_evidence.outcomes import Estimate, compare, plain_sample, weighted_sample
from throughgate_evidence.propensity import fit_propensity

pytestmark = pytest.mark.slow

TRUTH = -0.10
TRIALS = 200


def one_trial(random: np.random.Generator, people: int = 1_500) -> Estimate:
    """A confounder raises both the chance of treatment and the risk; the effect is the same for everybody."""
    x = random.standard_normal((2, people))
    treated = random.random(people) < 1 / (1 + np.exp(1.6 - 0.7 * x[0] + 0.3 * x[1]))
    risk = np.clip(0.45 + 0.10 * x[0] - 0.05 * x[1], 0.15, 0.85) + TRUTH * treated
    engine = MemoryEngine(treated, x, (random.random(people) < risk).astype(float)[None])
    description = engine.describe()
    standard = overall_standard(description)
    engine.standardise(standard)
    scores = engine.score(fit_propensity(engine, description, ["x0", "x1"]).coefficients)
    reach = lay_reach(scores.treated, 0.2 * scores.sd)
    sums = engine.interval_sums(reach.breaks)
    match = match_radius(reach, sums.interval, sums.people)
    outcomes = engine.treated_records().outcomes[match.matched, 0]
    comparison = weighted_sample(sums, match.weights, 0, float(standard.outcome_centre[0]), "sandwich")
    return compare(plain_sample(outcomes), comparison, "sandwich")


@pytest.fixture(scope="module")
def trials() -> list[Estimate]:
    random = np.random.default_rng(20_261_122)
    return [one_trial(random) for _ in range(TRIALS)]


def test_estimates_are_about_right_on_average(trials: list[Estimate]) -> None:
    differences = np.array([trial.difference for trial in trials])
    assert differences.mean() == pytest.approx(TRUTH, abs=3 * differences.std() / np.sqrt(TRIALS) + 0.005)


def test_intervals_hold_the_truth(trials: list[Estimate]) -> None:
    covered = sum(trial.lower <= TRUTH <= trial.upper for trial in trials) / TRIALS
    assert 0.90 <= covered <= 0.99


def test_standard_error_is_the_spread_of_the_estimates(trials: list[Estimate]) -> None:
    spread = np.std([trial.difference for trial in trials])
    assert np.mean([trial.se for trial in trials]) == pytest.approx(spread, rel=0.2)


@pytest.fixture(scope="module")
def held() -> dict[tuple[str, str], list[bool]]:
    """The quick end of bench/coverage.py: 60 treated, skewed counts, effects of all three kinds, the defaults."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coverage, "DRAWS", 299)
        found = [trial for _, trial in coverage.run_trials((60, 0, 75))]
    return {row: [trial[at][0] for trial in found] for at, row in enumerate(coverage.ROWS)}


@pytest.mark.parametrize("row", coverage.ROWS, ids=" ".join)
def test_defaults_hold_the_truth_with_few_people(held: dict[tuple[str, str], list[bool]], row) -> None:
    """95 of 100, less three Monte Carlo errors."""
    assert np.mean(held[row]) >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / len(held[row]))
