"""For whom a result holds, in words, by the way of making groups alike and what it estimates."""

from __future__ import annotations

from ..outcomes import Estimate
from ..results import Evaluation, Settings
from ..statements import listed
from ..weighting.influence import SE_METHOD as WEIGHTS_ESTIMATED

WEIGHTING = frozenset({"ipw", "overlap", "entropy"})
MATCHED = {
    "ATT": "The average difference for people who were in the programme and could be matched.",
    "ATC": "The average difference for people who were not in the programme and could be matched.",
    "ATE": "The average difference for everybody who could be matched, in the programme or not.",
}
WEIGHTED = {
    "ATT": "The average difference for people who were in the programme (ATT).",
    "ATC": "The average difference for people who were not in the programme (ATC).",
    "ATE": "The average difference for everybody, in the programme or not (ATE).",
    "ATO": "The average difference for people who could have been in either group (ATO): those whose propensity is "
    "near a half count for most.",
}
STAND_FOR = {
    "ATE": "everybody, in the programme or not",
    "ATO": "people who could have been in either group",
}


def is_weighting(settings: Settings) -> bool:
    return settings.method in WEIGHTING


def estimand(settings: Settings) -> str:
    """Overlap weights have an estimand of their own, whatever was asked for."""
    return "ATO" if settings.method == "overlap" else settings.estimand


def estimand_words(evaluation: Evaluation) -> str:
    settings = evaluation.settings
    asked = estimand(settings)
    if not is_weighting(settings):
        return MATCHED.get(asked, asked)
    words = WEIGHTED.get(asked, asked)
    return f"{words} Those who were left out are not in it." if unmatched_words(evaluation) else words


def lead(evaluation: Evaluation) -> str:
    """Who was compared with whom, in one sentence."""
    treated, others = f"{evaluation.n_treated_matched:,}", f"{evaluation.n_comparison_matched:,}"
    asked = estimand(evaluation.settings)
    if asked == "ATC":
        return (
            f"{others} people who were not in the programme, compared with {treated} people like them who were in it."
        )
    if asked in STAND_FOR:
        return (
            f"{treated} people in the programme, compared with {others} who were not in it, both made to stand for "
            f"{STAND_FOR[asked]}."
        )
    return f"{treated} people in the programme, compared with {others} people like them who were not in it."


def comparison_words(evaluation: Evaluation) -> str:
    """The comparison group, and whom it stands in for."""
    people, asked = f"{evaluation.n_comparison_matched:,} people in the comparison group", estimand(evaluation.settings)
    if asked == "ATC":
        return f"Those in the programme stand in for {people}"
    return f"{people} stand in for {STAND_FOR.get(asked, 'those in the programme')}"


def propensity_words(evaluation: Evaluation) -> str:
    """Whether the errors know that the propensity (or the weights) were estimated."""
    settings = evaluation.settings
    if not is_weighting(settings):
        return "The propensity is taken as known (assumed)."
    what, are, they = ("weights", "are", "they are") if settings.method == "entropy" else ("propensity", "is", "it is")
    know = [knows(outcome.matched) for outcome in evaluation.outcomes if outcome.matched is not None]
    if not any(know):
        return f"The {what} {are} taken as known (assumed)."
    apart = ([] if all(know) else ["outcomes whose standard error is of another kind"]) + known_beside(evaluation)
    words = f"The errors account for the {what} having been estimated"
    return f"{words}; for {listed(apart)} {they} taken as known (assumed)." if apart else f"{words}."


def known_beside(evaluation: Evaluation) -> list[str]:
    """What is shown beside the main comparison with errors that take the weights as known."""
    within = [part.estimate for result in evaluation.subgroups for part in result.outcomes]
    shown = {
        "the doubly robust comparison": [outcome.adjusted for outcome in evaluation.outcomes],
        "subgroups": within,
        "times to an event": [result.rmst for result in evaluation.survival],
    }
    return [name for name, found in shown.items() if any(each is not None and not knows(each) for each in found)]


def knows(estimate: Estimate) -> bool:
    return estimate.se_method.startswith(WEIGHTS_ESTIMATED)


def unmatched_words(evaluation: Evaluation) -> str | None:
    """The people of those asked about for whom the result says nothing."""
    settings = evaluation.settings
    treated = evaluation.n_treated - evaluation.n_treated_matched, evaluation.n_treated
    others = evaluation.n_comparison_pool - evaluation.n_comparison_matched, evaluation.n_comparison_pool
    about = {
        "ATC": [("those who were not in the programme", *others)],
        "ATE": [("those in the programme", *treated), ("those who were not", *others)],
        "ATO": [("those in the programme", *treated), ("those who were not", *others)],
    }.get(estimand(settings), [("those in the programme", *treated)])
    missing = [f"{missed:,} of {people:,} of {whom}" for whom, missed, people in about if missed]
    if not missing:
        return None
    why = "who were left out" if is_weighting(settings) else "for whom nobody enough alike was found"
    return f"Anything about people {why}: {' and '.join(missing)}. They are not in the result."


def made_alike(settings: Settings) -> str:
    return "The groups were weighted to be alike" if is_weighting(settings) else "People were matched"
