"""`control` is the one door: no count under the threshold leaves, and going through it twice changes nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.evidence.made_up_results import (
    curve,
    estimate,
    evaluation,
    outcome,
    row,
    sensitivity,
    share_row,
    subgroup,
    survival,
)
from throughgate_evidence.disclosure import STANDARD, control, control_attrition, control_sizes, thin, thresholds_of
from throughgate_evidence.outcomes.survival import Curve
from throughgate_evidence.results import AttritionStep

STRICT = thresholds_of("strict")
COUNTS = ("n_treated", "n_comparison", "events_treated", "events_comparison", "at_risk")
COUNTS_OF_EVENTS = {"days", "amount"}


def small() -> dict[str, object]:
    """An evaluation in which every part holds a count that is too small."""
    few = estimate(events=(3, 66))
    return {
        "outcomes": (outcome(matched=few), outcome("reoffences", "frequency", estimate(events=(48, 209)))),
        "balance": (row("yes or no", mean_treated_before=3 / 230), share_row("isles", 2 / 230, 0.1)),
        "survival": (survival(events_treated=2), survival(n_comparison=9)),
        "subgroups": (subgroup("isles", (7, 100)), subgroup("north"), subgroup("south", (60, 80))),
        "sensitivity": (sensitivity("reoffended"), sensitivity("reoffences")),
        "sizes_of_sets": {"2": 100, "3": 4, "4": 3},
    }


def walk(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from walk(part, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for part in value:
            yield from walk(part, path)
    else:
        yield path, value


def test_no_small_count_is_left_anywhere():
    found = asdict(evaluation(**small()))
    numbers = [(path, value) for path, value in walk(found) if path.rsplit(".", 1)[-1] in COUNTS]
    assert numbers
    assert [(path, value) for path, value in numbers if 0 < value < STANDARD.cell] == []
    assert [count for count in found["sizes_of_sets"].values() if count < STANDARD.cell] == []


def test_no_small_count_can_be_read_from_a_share():
    found = evaluation(**small())
    for each in found.balance:
        for mean, people in ((each.mean_treated_before, 230), (each.mean_treated_after, 216)):
            assert mean is None or not 0 < round(mean * people) < STANDARD.cell


@pytest.mark.parametrize("level", ["standard", "strict", "none"])
@pytest.mark.parametrize("parts", [{}, small()])
def test_twice_is_once(level, parts):
    once = control(evaluation(**parts), level)
    assert repr(control(once, level)) == repr(once)


def test_everything_of_a_withheld_outcome_goes():
    found = evaluation(outcomes=(outcome(matched=estimate(events=(3, 66)), p_corrected=0.04),))
    gone = found.outcomes[0]
    assert (gone.matched, gone.second, gone.adjusted, gone.p_corrected) == (None,) * 4
    assert found.sensitivity == ()
    assert [part.estimate for level in found.subgroups for part in level.outcomes if part.name == "reoffended"] == [
        None,
        None,
    ]
    assert "is not reported: fewer than 5 people" in found.findings[0].headline


def test_findings_are_said_of_what_is_left():
    found = evaluation()
    assert [finding.outcome for finding in found.findings] == [each.name for each in found.outcomes]
    assert found.findings[0].significant is True


# Balance


def test_a_second_level_goes_with_the_first():
    """Shares add up to 1, so one that is missing alone could be worked out."""
    rows = (share_row("isles", 3 / 230, 0.02), share_row("north", 0.6, 0.6), share_row("south", 0.38, 0.38))
    found = {each.level: each.mean_treated_before for each in evaluation(balance=rows).balance}
    assert found == {"isles": None, "north": 0.6, "south": None}


def test_a_number_that_counts_people_is_a_share_too():
    assert evaluation(balance=(row(mean_treated_before=3 / 230),)).balance[0].mean_treated_before is None
    assert evaluation(balance=(row(mean_treated_before=0.0137),)).balance[0].mean_treated_before == 0.0137


def test_the_distance_between_shares_goes_with_them():
    rows = (share_row("isles", 3 / 230, 0.02), share_row("north", 0.9, 0.9))
    assert [each.ks_before for each in evaluation(balance=rows).balance] == [None, None]


def test_products_show_no_means():
    assert {each.mean_treated_before for each in evaluation().products} == {None}


def test_differences_in_sd_are_rounded_beside_what_is_withheld():
    exact = {"smd_before": -0.123456, "smd_after": -0.001234}
    (found,) = evaluation(balance=(row(mean_treated_before=3 / 230, **exact),)).balance
    assert (found.smd_before, found.smd_after, found.variance_ratio_after, found.ks_after) == (-0.1, 0.0, None, None)
    (shown,) = evaluation(balance=(row(**exact),)).balance
    assert (shown.smd_before, shown.variance_ratio_after) == (-0.123456, 1.02)


def test_few_among_matched_comparison_people_are_a_share_too():
    """Where all have the same weight: 3 of 212."""
    assert evaluation(balance=(row(mean_comparison_after=3 / 212),)).balance[0].mean_comparison_after is None


# Survival


def test_curve_is_cut_where_few_are_left():
    found = thin(curve(share=0.02, people=100, steps=14), STANDARD)
    assert min(found.at_risk) >= STANDARD.group
    assert found.times[-1] < 52


def test_steps_hold_a_cell_of_events():
    found = thin(curve(share=0.7, people=100, steps=30), STANDARD)
    steps = zip(pairwise(found.survival), found.at_risk[1:], strict=True)
    assert all(at_risk * (1 - after / before) >= STANDARD.cell - 1e-6 for (before, after), at_risk in steps)
    assert len(found.times) > 3


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=40), st.integers(20, 200))
def test_thinning_twice_is_thinning_once(history, people):
    """Events and losses from sight at each time."""
    share, at_risk, rows = 1.0, people, [(0.0, 1.0, people)]
    for time, (events, lost) in enumerate(history, 1):
        if at_risk - events - lost < 1:
            break
        share *= 1 - events / at_risk
        rows.append((float(time), share, at_risk))
        at_risk -= events + lost
    times, shares, numbers = zip(*rows, strict=True)
    made = replace(curve(), times=times, survival=shares, lower=shares, upper=shares, at_risk=numbers)
    once = thin(made, STANDARD)
    assert thin(once, STANDARD) == once
    assert set(once.times) <= set(times)


def counted(events: list[int], people: int = 200) -> Curve:
    """Nobody is lost; the weights are such that the curve hardly falls."""
    at_risk = [people, *(people - sum(events[:at]) for at in range(len(events)))]
    shares = tuple(1 - 0.001 * at for at in range(len(at_risk)))
    times = tuple(float(at) for at in range(len(at_risk)))
    return replace(
        curve(), times=times, survival=shares, lower=shares, upper=shares, at_risk=tuple(at_risk), events=(0, *events)
    )


def test_people_are_counted_in_a_step_and_not_weights():
    found = thin(counted([5, 1, 3, 1, 9, 2, 2, 2, 2]), STANDARD)
    assert found.events == (0, 5, 5, 9, 8)
    assert found.at_risk == (200, 200, 195, 190, 181)


@pytest.mark.parametrize(
    ("events", "people", "times", "steps"),
    [
        ([6, 6, 3], 200, (0, 1, 3), (0, 6, 9)),  # the last step moves to stand for three more
        ([60, 6, 20, 3], 100, (0, 1, 2, 4), (0, 60, 6, 23)),  # eleven people are left after it
        ([60, 6, 27, 3], 100, (0, 1, 2), (0, 60, 6)),  # three happen where fewer than a group are at risk
        ([60, 28, 9], 100, (0, 1, 2), (0, 60, 28)),  # after nine more only three people would be left
    ],
)
def test_no_few_are_left_after_the_last_step(events, people, times, steps):
    found = thin(counted(events, people), STANDARD)
    assert (found.times, found.events) == (times, steps)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.sampled_from([STANDARD, STRICT]))
def test_what_is_not_shown_of_a_curve_is_a_cell_or_nothing(events, limits):
    found = thin(counted(events, people=sum(events) + 40), limits)
    hidden = sum(events) - sum(found.events)
    assert len(found.times) == 1 or hidden == 0 or hidden >= limits.cell
    assert all(step >= limits.cell for step in found.events[1:])
    assert all(one == other or one - other >= limits.cell for one, other in pairwise(found.at_risk))
    assert thin(found, limits) == found


def test_survival_with_few_events_is_withheld_whole():
    found = evaluation(survival=(survival(events_treated=2),)).survival[0]
    assert (found.rmst, found.hazard, found.treated.times, found.events_treated) == (None, None, (), 0)
    assert "fewer than 5 people" in found.withheld


# Subgroups


def test_a_second_subgroup_goes_with_the_first():
    levels = (subgroup("isles", (7, 100)), subgroup("north", (100, 90)), subgroup("south", (60, 80)))
    found = {each.level: each for each in evaluation(subgroups=levels).subgroups}
    assert found["isles"].withheld == "fewer than 10 people of one group"
    assert "could be worked out" in found["south"].withheld
    assert (found["south"].n_treated, found["south"].outcomes) == (0, ())
    assert found["north"].withheld is None
    assert found["north"].interaction_p == {"reoffended": None, "days": None}


def test_with_two_levels_both_go():
    found = evaluation(subgroups=(subgroup("isles", (7, 100)), subgroup("north"))).subgroups
    assert all(level.withheld for level in found)


def test_one_outcome_of_one_level_takes_only_that_outcome():
    rare = subgroup("north")
    parts = (replace(rare.outcomes[0], estimate=estimate(people=(100, 100), events=(2, 30))), rare.outcomes[1])
    found = evaluation(
        subgroups=(replace(rare, outcomes=parts), subgroup("south", (60, 80)), subgroup("east"))
    ).subgroups
    shown = {level.level: [part.estimate is not None for part in level.outcomes] for level in found}
    assert shown == {"north": [False, True], "south": [False, True], "east": [True, True]}
    assert found[0].interaction_p == {"reoffended": None, "days": 0.03}


def test_people_of_no_level_are_a_level_that_is_hidden():
    """Two of 216 treated people are in no level."""
    levels = (subgroup("north", (114, 112), without_level=(2, 0)), subgroup("south", (100, 100), without_level=(2, 0)))
    found = evaluation(subgroups=levels)
    assert {level.without_level for level in found.subgroups} == {(0, 0)}
    assert [bool(level.withheld) for level in found.subgroups] == [False, True]
    assert control(found, "standard").subgroups == found.subgroups


@pytest.mark.parametrize(("level", "withheld"), [("standard", 0), ("strict", 1)])
def test_few_who_found_nobody_within_their_level_are_hidden_at_strict(level, withheld):
    made = replace(evaluation(), subgroups=(subgroup("north", (114, 112)), subgroup("south", (100, 100))))
    assert sum(each.withheld is not None for each in control(made, level).subgroups) == withheld


def test_few_of_no_level_with_the_outcome_take_that_outcome():
    """Sixteen people are in no level; two of them had the outcome."""
    levels = tuple(subgroup(name, (100, 100), without_level=(16, 12)) for name in ("north", "south"))
    first, days = levels[0].outcomes
    parts = (replace(first, estimate=estimate(people=(100, 100), events=(23, 30))), days)
    found = evaluation(subgroups=tuple(replace(level, outcomes=parts) for level in levels)).subgroups
    assert [part.estimate is None for level in found for part in level.outcomes] == [True, False, False, False]


@pytest.mark.parametrize("level", ["standard", "strict", "none"])
def test_a_time_of_few_is_as_unreliable_within_a_level(level):
    levels = (subgroup("north", (20, 100)), subgroup("south", (196, 112)))
    found = control(replace(evaluation(), subgroups=levels), level).subgroups
    times = next(each.outcomes for each in found if each.level == "north")[1:] if level != "strict" else ()
    assert all("have a time to report" in part.withheld for part in times)
    assert found[1].outcomes[1:] == () or level == "strict" or found[1].outcomes[1].estimate is not None


# Sensitivity, sets, attrition


def test_other_selections_keep_their_difference_alone():
    found = evaluation().sensitivity[0]
    bare = found.left_out[0][1]
    assert (bare.n_treated, bare.events_treated) == (0, 0)
    assert math.isnan(bare.treated)
    assert bare.difference == pytest.approx(-0.1)


@pytest.mark.parametrize(("people", "shown"), [(9, 0), (10, 1), (211, 1), (212, 0), (215, 0), (216, 1)])
def test_selection_that_is_small_or_lacks_a_few_goes(people, shown):
    """216 people were matched."""
    few = replace(sensitivity(), trimmed=(("edges", people, estimate()),))
    assert len(evaluation(sensitivity=(few,)).sensitivity[0].trimmed) == shown


def test_fragility_of_a_withheld_outcome_goes():
    hidden = outcome(matched=estimate(events=(3, 66)))
    assert evaluation(outcomes=(hidden,)).fragility is None


def test_rare_sizes_of_sets_are_put_together():
    assert control_sizes({"2": 100, "3": 4, "4": 3}, STANDARD) == {"2": 100, "other": 7}
    assert control_sizes({"2": 100, "3": 4}, STANDARD) == {"2": 100}


STEPS = (
    AttritionStep("In the file", 100, 900, 1.0, 1.0),
    AttritionStep("Known", 97, 880, 0.97, 0.98),
    AttritionStep("Matched", 80, 800, 0.8, 0.89),
)


def test_attrition_is_exact_at_standard_and_joined_at_strict():
    assert control_attrition(STEPS, STANDARD) == STEPS
    assert [step.step for step in control_attrition(STEPS, STRICT)] == ["In the file", "Matched"]


def test_strict_leaves_no_two_tables_that_differ_by_a_few():
    near = outcome(raw=estimate(people=(219, 400)))
    found = control(evaluation(outcomes=(near,)), "strict").outcomes[0]
    assert found.raw is None
    assert "could be worked out" in found.raw_withheld
    assert found.matched is not None
    assert evaluation(outcomes=(near,)).outcomes[0].raw is not None


def test_strict_says_reasons_of_few_in_words():
    found = control(evaluation(rows_left_out={"age": 3, "area": 40}), "strict")
    assert found.rows_left_out == {"area": 40}
    assert found.warnings[-1] == "Fewer than 10 records were left out for want of age."


def test_inside_the_organisation_all_is_shown():
    made = evaluation()
    few = replace(made, outcomes=(outcome(matched=estimate(events=(3, 66))),), subgroups=(subgroup("a", (7, 9)),))
    found = control(few, "none")
    assert found.outcomes[0].matched.events_treated == 3
    assert found.subgroups[0].n_treated == 7
