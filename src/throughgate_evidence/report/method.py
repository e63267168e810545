"""What was done and what was assumed, written down; and what the result cannot tell."""

from __future__ import annotations

from ..balance import BANDS
from ..disclosure import STANDARD
from ..outcomes import POWER, SE_METHODS
from ..results import Evaluation
from ..statements import LEAST_EVENTS, LEAST_PEOPLE, SIGNIFICANT_P, figure

SMD_WORDS = {
    "pooled": "the square root of the mean of both groups' variances, before matching",
    "treated": "the standard deviation of the treatment group, before matching",
}
MISSING_WORDS = {
    "leave-out": "A record with a covariate missing is left out of everything. A missing outcome leaves that "
    "outcome only.",
    "refuse": "A file with a missing covariate is refused. A missing outcome leaves that outcome only.",
}


def method_rows(evaluation: Evaluation) -> list[tuple[str, str]]:
    """Pairs of what and how. "Assumed" marks what the Justice Data Lab does not publish and was chosen here."""
    settings = evaluation.settings
    (_, green), (_, amber) = BANDS
    references = ", ".join(f"{column}: {level}" for column, level in settings.references.items())
    return [
        ("Data", f"{settings.source}; in the programme: {settings.treated}"),
        ("Matched on", ", ".join(settings.covariates)),
        *([("Reference of each category", references)] if references else []),
        (
            "Propensity",
            "Logistic regression of being in the programme on these covariates (iteratively reweighted least squares, "
            f"{evaluation.propensity_iterations} passes, deviance {figure(evaluation.propensity_deviance, 4)}).",
        ),
        (
            "Matching",
            "Radius matching with replacement on the logit: each person in the programme is compared with the "
            "average of "
            f"everybody within the caliper. Caliper {settings.caliper:g} standard deviations of the logit over "
            f"all records "
            f"(assumed), which is {figure(evaluation.caliper_width, 4)}.",
        ),
        ("What is estimated", "The average difference for people who were in the programme and could be matched."),
        ("Mean differences", f"In units of {SMD_WORDS[settings.smd_scale]}."),
        ("Bands", f"Alike up to {green:.0%}, nearly alike up to {amber:.0%}, not alike above (assumed)."),
        (
            "Intervals",
            f"95 %, by {SE_METHODS[settings.interval]}, Welch–Satterthwaite degrees of freedom with the "
            f"effective sample size. "
            "The propensity is taken as known (assumed).",
        ),
        (
            "Significance",
            f"p up to and with {SIGNIFICANT_P}; said only from {LEAST_PEOPLE} people in the "
            f"programme, and for "
            f"rates and frequencies {LEAST_EVENTS} of them with the outcome.",
        ),
        ("People needed", f"For a difference of the size seen here to be found with a power of {POWER:.0%} (assumed)."),
        ("Kinds of outcome", kinds_words(evaluation)),
        ("Missing values", MISSING_WORDS[settings.missing]),
        ("Small counts", disclosure_words(evaluation)),
        ("Engine", settings.engine),
    ]


def kinds_words(evaluation: Evaluation) -> str:
    kinds = (
        f"{outcome.label}: {outcome.kind}{'' if outcome.kind_declared else ' (taken from its values)'}"
        for outcome in evaluation.outcomes
    )
    return "; ".join(kinds)


def disclosure_words(evaluation: Evaluation) -> str:
    if evaluation.settings.disclosure == "none":
        return "Not withheld: this report is for use inside the organisation only."
    return (
        f"Withheld where fewer than {STANDARD.group} people of a group have the outcome recorded, or 1 to "
        f"{STANDARD.cell - 1} had it or did not have it. A time is left out under {STANDARD.treated_with_time} "
        f"treated people."
    )


def cannot_tell(evaluation: Evaluation) -> list[str]:
    """Limits that hold for every such comparison, and those of this one."""
    unmatched = evaluation.n_treated - evaluation.n_treated_matched
    limits = [
        "Whether the programme caused the difference. People were matched on what is in the file. What is not "
        "in it, such as "
        "motivation, family support or how a place was won, may differ between the groups and make part of the "
        "difference.",
        "Anything about one person. These are averages over many people; they predict nothing about anybody.",
        "That there is no effect, where the direction is not settled. It says that more people would be needed "
        "to know.",
        "How the programme works, or whether it would do the same elsewhere or for other people.",
    ]
    if unmatched:
        limits.append(
            f"Anything about those in the programme for whom nobody enough alike was found ({unmatched:,} of "
            f"{evaluation.n_treated:,}): they are not in the result."
        )
    if len(evaluation.outcomes) > 1:
        limits.append(
            f"Which of {len(evaluation.outcomes)} outcomes matters most. The more outcomes are looked at, the "
            f"likelier one of "
            "them looks significant by chance; no correction was made."
        )
    if evaluation.rows_left_out:
        limits.append("Whether people with gaps in their records would have fared the same as those without.")
    return limits
