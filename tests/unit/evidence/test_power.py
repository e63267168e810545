"""Power, numbers of people and the smallest difference that can be found hang together, and are said plainly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughgate_evidence import EvidenceInputError
from throughgate_evidence.cli import main
from throughgate_evidence.outcomes import Estimate
from throughgate_evidence.power import (
    Frequencies,
    Hazards,
    Means,
    Rates,
    design_effect,
    detectable,
    detectable_words,
    needed_words,
    people_needed,
    plain_sd,
    power_of,
    power_words,
)

EFFECTS = [Rates(0.2, 0.3), Frequencies(0.8, 1.06, 3), Means(-20, 90), Hazards(0.7, 0.3, 0.4)]


@pytest.mark.parametrize("effect", EFFECTS)
def test_people_needed_are_the_fewest_that_do(effect):
    needed = people_needed(effect, ratio=2, design_effect=1.5)
    found = [power_of(effect, people, 2 * people, design_effect=1.5) for people in (needed - 1, needed)]
    assert found[0] < 0.8 <= found[1] + 1e-6


@pytest.mark.parametrize("effect", EFFECTS)
def test_detectable_difference_has_the_power_it_was_asked_for(effect):
    size = detectable(effect, 250, 800, design_effect=2.0)
    assert size < 0
    assert power_of(effect.moved(size), 250, 800, design_effect=2.0) == pytest.approx(0.8, abs=1e-6)


@settings(max_examples=50)
@given(st.sampled_from(EFFECTS), st.floats(20, 5_000), st.floats(1, 10))
def test_more_people_find_more_and_weights_find_less(effect, people, weighting):
    power = power_of(effect, people, people)
    assert 0 < power_of(effect, people, people, design_effect=weighting) <= power + 1e-12
    assert power <= power_of(effect, 1.1 * people, people) + 1e-3
    assert power <= 1


def test_direction_up_and_down():
    assert detectable(Rates(0.3, 0.3), 300, 300, direction=1) > 0 > detectable(Rates(0.3, 0.3), 300, 300)


@pytest.mark.parametrize(("effect", "direction"), [(Rates(0.01, 0.01), -1), (Rates(0.0, 0.0), -1), (Rates(1, 1), 1)])
def test_what_cannot_be_found_at_all(effect, direction):
    assert detectable(effect, 50, 50, direction=direction) is None


def test_no_difference_takes_no_number_of_people():
    assert people_needed(Rates(0.3, 0.3)) is None
    assert needed_words(Rates(0.3, 0.3)) == "The difference is too small to be found with any number of people."


def test_certain_difference():
    assert power_of(Rates(0, 1), 50, 50) == 1
    assert people_needed(Rates(0, 1)) < 10


def test_design_effect_is_people_over_effective_people():
    assert design_effect(212, 192.06) == pytest.approx(1.1038, abs=1e-4)
    with pytest.raises(EvidenceInputError, match="effective sample size"):
        design_effect(10, 20)


def test_in_plain_words():
    assert power_words(Rates(0.2, 0.3), 120, 120) == (
        "With 120 people a fall from 30 to 20 in 100 would be found 43 times in 100."
    )
    assert needed_words(Rates(0.2, 0.3), ratio=2) == (
        "A fall from 30 to 20 in 100 would be found 80 times in 100 with 224 people in the programme and 448 "
        "to compare them with."
    )
    assert detectable_words(Rates(0.3, 0.3), 120, 400) == (
        "With 120 people the smallest change that would be found 80 times in 100 is a fall from 30 to 17.4 in 100."
    )


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Rates(0.305, 0.3), "a rise from 30 to 30.5 in 100"),
        (Frequencies(0.8, 1.06, 3), "a fall from 1.06 to 0.80 per person"),
        (Means(-20, 90), "a fall of 20.0 on average"),
        (Hazards(0.7, 0.3, 0.4), "a hazard ratio of 0.70"),
    ],
)
def test_each_kind_has_words(effect, words):
    assert words in power_words(effect, 100, 100)


@pytest.mark.parametrize(
    ("effect", "alpha", "words"),
    [
        (Rates(0.299, 0.3), 0.01, "less than once in 100 times"),
        (Rates(0.299, 0.3), 0.03, "once in 100 times"),
        (Rates(0, 1), 0.05, "100 times in 100"),
        (Rates(0.1, 0.3), 0.05, "99 times in 100"),
    ],
)
def test_hardly_ever_and_nearly_always(effect, alpha, words):
    """Rounded down, so that nothing short of certain is called 100 in 100."""
    assert power_words(effect, 200, 200, alpha=alpha).endswith(f"found {words}.")


def test_not_even_the_largest_fall():
    assert "not even the largest fall" in detectable_words(Rates(0.02, 0.02), 50, 50)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Rates(1.2, 0.3),
        lambda: Frequencies(-1, 1),
        lambda: Frequencies(1, 1, 0),
        lambda: Means(1, 0),
        lambda: Hazards(0, 0.3, 0.3),
        lambda: Hazards(0.7, 0, 0.3),
        lambda: power_of(Rates(0.2, 0.3), 0, 10),
        lambda: power_of(Rates(0.2, 0.3), 10, 10, alpha=1),
        lambda: power_of(Rates(0.2, 0.3), 10, 10, design_effect=0.5),
        lambda: people_needed(Rates(0.2, 0.3), power=1),
        lambda: people_needed(Rates(0.2, 0.3), ratio=0),
    ],
)
def test_impossible_numbers_are_refused(make):
    with pytest.raises(EvidenceInputError):
        make()


@pytest.mark.parametrize(("se", "ess", "sd"), [(2.0, None, 2.0), (2.0, 50, 2.0), (None, None, None)])
def test_spread_comes_from_the_standard_error(se, ess, sd):
    """A standard error of s √(1/n + 1/m) gives s back."""
    given = None if se is None else se * (1 / 216 + 1 / (ess or 100)) ** 0.5
    found = plain_sd(Estimate(216, 100, 48, 30, 1.0, 1.5, -0.5, given, 427.0, -0.1, 0.1, 0.05, "Welch", 430), ess)
    assert found == (None if sd is None else pytest.approx(sd))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--from 30 --to 30", "no difference to find"),
        ("--kind hazard --hazard 1 --events 30", "no difference to find"),
        ("--kind time --change 0 --sd 3", "no difference to find"),
        ("--kind hazard --hazard 0.5 --events 120", "events above 0 and below 100"),
        ("--kind hazard --hazard -1 --events 20", "a ratio above 0"),
        ("--from 30 --to 20 --people 100 --others 0", "Both groups need people"),
        ("--from 30 --to 20 --others 100", "say how many, with --people"),
        ("--from 30 --to 20 --dispersion 2", "--dispersion says nothing about a rate"),
        ("--kind time --from 30 --to 20 --change 3 --sd 9", "--from says nothing about a time"),
    ],
)
def test_the_command_refuses_what_has_no_answer(options, words, capsys):
    assert main(["power", *options.split()]) == 2
    printed = capsys.readouterr()
    assert words in printed.err and printed.out == ""
