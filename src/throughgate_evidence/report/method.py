"""What was done and what was assumed, written down; and what the result cannot tell."""

from __future__ import annotations

from ..disclosure import thresholds_of
from ..outcomes import POWER, SE_METHODS
from ..results import Evaluation, Settings
from ..rules import RULES
from ..statements import LEAST_EVENTS, LEAST_PEOPLE, SIGNIFICANT_P, figure
from .markup import Markup
from .outcomes import CORRECTIONS
from .tables import table
from .whom import estimand_words, made_alike, propensity_words, unmatched_words

SMD_WORDS = {
    "pooled": "the square root of the mean of both groups' variances, before matching",
    "treated": "the standard deviation of the treatment group, before matching",
    "comparison": "the standard deviation of the comparison group, before matching",
}
MISSING_WORDS = {
    "leave-out": "A record with a covariate missing is left out of everything. A missing outcome leaves that "
    "outcome only.",
    "refuse": "A file with a missing covariate is refused. A missing outcome leaves that outcome only.",
    "indicator": "A missing category counts as a level of its own; a missing number is set to the mean of those known, "
    "with a mark that it was missing. A missing outcome leaves that outcome only.",
}
METHOD_WORDS = {
    "radius": "Radius matching with replacement: each person is compared with the average of everybody within the "
    "caliper.",
    "nearest": "Nearest neighbours: each person is compared with those closest.",
    "optimal": "Optimal pairs: the pairs whose distances add up to least.",
    "full": "Optimal full matching: everybody is in one set, the distances within sets adding up to least.",
    "exact": "Exact matching: people who are the same on every covariate.",
    "cem": "Coarsened exact matching: people in the same class of every covariate.",
    "subclass": "Subclassification: people in the same class of the propensity.",
    "ipw": "Weighting by the inverse of the propensity.",
    "overlap": "Overlap weights: people count for more the likelier they were to be in either group.",
    "entropy": "Entropy balancing: weights that make the averages the same and differ as little as can be.",
}
CALIPER_METHODS = frozenset({"radius", "nearest", "optimal", "full"})
Row = tuple[str, str]


def method(evaluation: Evaluation) -> list[Markup]:
    return [table("method-table", "How each step was done", ("What", "How"), method_rows(evaluation), numbers_from=9)]


def method_rows(evaluation: Evaluation) -> list[Row]:
    """Pairs of what and how. "Assumed" marks what the Justice Data Lab does not publish and was chosen here."""
    settings = evaluation.settings
    return [
        *data_rows(settings),
        *matching_rows(evaluation),
        *judging_rows(evaluation),
        ("Kinds of outcome", kinds_words(evaluation)),
        ("Missing values", MISSING_WORDS.get(settings.missing, settings.missing)),
        ("Small counts", disclosure_words(evaluation)),
        ("Engine", settings.engine),
    ]


def data_rows(settings: Settings) -> list[Row]:
    references = ", ".join(f"{column}: {level}" for column, level in settings.references.items())
    rows = [
        ("Data", f"{settings.source}; in the programme: {settings.treated}"),
        ("Matched on", ", ".join(settings.covariates)),
        ("Reference of each category", references),
        ("Squares and products in the model", ", ".join(settings.interactions)),
        ("The same on", ", ".join(settings.exact)),
        ("Different on", ", ".join(settings.antiexact)),
        ("Weights of sampling", settings.weights or ""),
        ("Subgroups asked for beforehand", ", ".join(settings.subgroups)),
    ]
    return [row for row in rows if row[1]]


def matching_rows(evaluation: Evaluation) -> list[Row]:
    settings = evaluation.settings
    return [
        (
            "Propensity",
            "Logistic regression of being in the programme on these covariates (iteratively reweighted least squares, "
            f"{evaluation.propensity_iterations} passes, deviance {deviance_words(evaluation.propensity_deviance)}).",
        ),
        ("Matching", f"{METHOD_WORDS.get(settings.method, settings.method)} {matching_words(evaluation)}".strip()),
        ("What is estimated", estimand_words(evaluation)),
    ]


def deviance_words(deviance: float) -> str:
    """What disclosure control rounded has no decimals."""
    return figure(deviance, 0 if float(deviance).is_integer() else 4)


def matching_words(evaluation: Evaluation) -> str:
    """The choices that this way of matching knows."""
    settings = evaluation.settings
    parts = []
    if settings.method in CALIPER_METHODS:
        parts.append(f"Distance: {settings.distance}.")
        parts.append(caliper_words(evaluation))
    if settings.method in {"nearest", "optimal"}:
        again = "may" if settings.replace else "may not"
        parts.append(f"{settings.ratio} to 1; a comparison person {again} be used more than once.")
    if settings.discard != "none":
        parts.append(f"Left out beforehand for want of common support: {settings.discard}.")
    return " ".join(part for part in parts if part)


def caliper_words(evaluation: Evaluation) -> str:
    settings = evaluation.settings
    width = evaluation.caliper_width
    if not settings.caliper:
        return "No caliper."
    # With covariate distances the caliper is one of the logit, and the distance ranks those within it.
    scale = "propensity" if settings.distance == "propensity" else "logit"
    if settings.caliper_scale == "distance":
        return f"Caliper {settings.caliper:g} on the scale of the {scale}."
    which = "" if width is None else f", which is {figure(width, 4)}"
    return f"Caliper {settings.caliper:g} standard deviations of the {scale} over all records (assumed){which}."


def judging_rows(evaluation: Evaluation) -> list[Row]:
    settings = evaluation.settings
    green, amber = RULES.bands.green, RULES.bands.amber
    correction = CORRECTIONS.get(settings.correction)
    return [
        ("Mean differences", f"In units of {SMD_WORDS.get(settings.smd_scale, settings.smd_scale)}."),
        ("Bands", f"Alike up to {green:.0%}, nearly alike up to {amber:.0%}, not alike above (assumed)."),
        ("Intervals", f"95 %, {interval_words(settings)}. {propensity_words(evaluation)}"),
        (
            "Significance",
            f"p up to and with {SIGNIFICANT_P}; said only from {LEAST_PEOPLE} people in the programme, and for rates "
            f"and frequencies {LEAST_EVENTS} of them with the outcome.",
        ),
        ("Several outcomes", f"p corrected: {correction}." if correction else "p is not corrected."),
        ("People needed", f"For a difference of the size seen here to be found with a power of {POWER:.0%} (assumed)."),
    ]


def interval_words(settings: Settings) -> str:
    how = SE_METHODS.get(settings.interval)
    if how and (settings.method == "radius" or settings.interval == "welch"):
        return f"by {how}, Welch–Satterthwaite degrees of freedom with the effective sample size"
    chosen = ", chosen by kind of outcome and number of people" if settings.interval == "auto" else ""
    return f"each by the method named in its row{chosen}"


def kinds_words(evaluation: Evaluation) -> str:
    kinds = (
        f"{outcome.label}: {outcome.kind}{'' if outcome.kind_declared else ' (taken from its values)'}"
        for outcome in evaluation.outcomes
    )
    return "; ".join(kinds)


def disclosure_words(evaluation: Evaluation) -> str:
    level = evaluation.settings.disclosure
    if level == "none":
        return "Not withheld: this report is for use inside the organisation only."
    limits = thresholds_of("strict" if level == "strict" else "standard")
    words = (
        f"Withheld where fewer than {limits.group} people of a group have the outcome recorded, or 1 to "
        f"{limits.cell - 1} had it or did not have it, with whatever it could be worked out from. A time is left out "
        f"under {limits.treated_with_time} treated people. Survival curves move in steps of at least {limits.cell} "
        f"people and end where fewer than {limits.group} are left."
    )
    if limits.differences == "withhold":
        words += f" Tables whose people differ by fewer than {limits.cell} do not stand side by side."
    return words


def cannot_tell(evaluation: Evaluation) -> list[str]:
    """Limits that hold for every such comparison, and those of this one."""
    unmatched = unmatched_words(evaluation)
    limits = [
        f"Whether the programme caused the difference. {made_alike(evaluation.settings)} on what is in the file. What "
        "is not in it, such as motivation, family support or how a place was won, may differ between the groups and "
        "make part of the difference.",
        "Anything about one person. These are averages over many people; they predict nothing about anybody.",
        "That there is no effect, where the direction is not settled. It says that more people would be needed to "
        "know.",
        "How the programme works, or whether it would do the same elsewhere or for other people.",
    ]
    if unmatched:
        limits.append(unmatched)
    if len(evaluation.outcomes) > 1 and evaluation.correction == "none":
        limits.append(
            f"Which of {len(evaluation.outcomes)} outcomes matters most. The more outcomes are looked at, the likelier "
            "one of them looks significant by chance; no correction was made."
        )
    if evaluation.rows_left_out:
        limits.append("Whether people with gaps in their records would have fared the same as those without.")
    return limits
