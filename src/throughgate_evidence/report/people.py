"""Who was compared: from everybody in the file to those who were matched."""

from __future__ import annotations

from ..results import Evaluation
from .figures import attrition_chevrons
from .markup import Markup, element
from .tables import attrition_table, table
from .whom import comparison_words


def people(evaluation: Evaluation) -> list[Markup | None]:
    gaps = [f"{count:,} without {column}" for column, count in evaluation.rows_left_out.items()]
    left_out = f"Left out because something was not recorded: {'; '.join(gaps)}." if gaps else None
    return [
        element("p", f"The file holds {evaluation.rows_read:,} records."),
        element("p", left_out) if left_out else None,
        *(element("p", words) for words in worth(evaluation)),
        element(
            "div",
            element("figure", attrition_chevrons(evaluation.attrition)),
            attrition_table(evaluation.attrition),
            class_="two",
        ),
        sets_table(evaluation),
    ]


def worth(evaluation: Evaluation) -> list[str]:
    """What weighting does to the number of people, for each group that is weighted."""
    people, treated = evaluation.n_comparison_matched, evaluation.ess_treated
    who = comparison_words(evaluation)
    words = []
    if round(evaluation.ess, 1) == people:
        words.append(f"{who}; all count the same.")
    else:
        words.append(
            f"{who}; some count for more than others. "
            f"They carry as much weight as {evaluation.ess:,.1f} people who all count the same."
        )
    if treated is not None and round(treated, 1) != evaluation.n_treated_matched:
        words.append(
            f"People in the programme are weighted too: they carry as much weight as {treated:,.1f} of "
            f"{evaluation.n_treated_matched:,}."
        )
    return words


def sets_table(evaluation: Evaluation) -> Markup | None:
    """How many matched sets there are of each size, where there are sets."""
    if not evaluation.sizes_of_sets:
        return None
    rows = [(size, f"{count:,}") for size, count in evaluation.sizes_of_sets.items()]
    return table("sets-table", "Matched sets by the people in them", ("Treatment : comparison", "Sets"), rows)
