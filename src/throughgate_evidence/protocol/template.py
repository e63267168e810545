"""A new plan, to be filled in: a page that explains itself."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from ..refusals import EvidenceInputError
from ..writing import write_whole
from .fingerprint import column_names

TEMPLATE = """\
# An analysis plan. Fill it in and lock it BEFORE anybody looks at an outcome:
#
#   throughgate-evidence plan check {file}     is everything there?
#   throughgate-evidence plan lock {file}      from now on every change is told in the report
#
# Replace what stands between ‹ and ›. A line that begins with # is not read. What has a default may be left out.
{columns}
plan: 1
title: ‹Name of the evaluation›
question: ‹Do people who … reoffend less within a year than people like them who did not?›

# The theory of change: what we do, why it should work, what follows, and which outcome below would show it.
theory:
  - activity: ‹What is done, such as “a mentor meets each person before and after release”›
    mechanism: ‹Why that should change anything›
    outcome: ‹What should be different›
    shown_by: [reoffended]

people:
  treated: in_programme               # column: 1 for people in the programme, 0 for the others
  who: ‹Who counts as having been in the programme, such as “met a mentor at least twice”›
  compared_with: ‹Who the others are, and where they come from›
  # from: 2026-01-01                  # first and last day of joining
  # to: 2026-12-31
  # index_date: released_on           # column of the day from which each person is followed
  # identifier: id                    # column that tells people apart

# What people were like BEFORE: whatever makes both the programme and the outcome more likely.
covariates: [age, prior_convictions, offence_code]
# categorical: [offence_code]         # covariates whose numbers are codes
# interactions: [age:prior_convictions, age^2]

method:
  name: radius                        # nearest, optimal, full, exact, cem, subclass, ipw, overlap, entropy
  caliper: 0.2                        # standard deviations of the logit
  # estimand: ATT                     # ATT: for those in the programme; ATE: for everybody; ATC: for the others
  # exact: [gender]                   # alike on these without exception

outcomes:
  - column: reoffended
    kind: rate                        # rate, frequency, days, weeks, months, amount
    label: a proven reoffence in one year
    role: primary                     # primary outcomes decide, secondary ones help to understand
    expect: lower                     # lower, higher, either
  # - name: time_to_reoffence         # a time until something happens, or until nobody looked any more
  #   time: days_followed
  #   event: reoffended
  #   unit: days                      # days, weeks, months, years
  #   role: secondary

# subgroups: [gender]                 # looked at separately, and only these
correction: none                      # for several primary outcomes: holm, hochberg, bonferroni, bh
missing: leave-out                    # a covariate that is missing: leave-out, refuse, indicator
disclosure: standard                  # withholds small counts; none for use inside the organisation

follow_up:
  days: 365
  waiting_days: 183                   # for cases to come through court
  # data_until: 2028-06-30            # the day that the outcomes' records reach

needed:
  # people: 300                       # in the programme, for the smallest difference that would matter
  power: 0.8
  # smallest_difference: ‹a fall from 30 to 20 in 100›

# notes: ‹Anything else that was decided beforehand›
"""


def template_text(file: str = "plan.yaml", columns: Sequence[str] = ()) -> str:
    """A plan to be filled in; `columns` of the data are listed in a comment."""
    listed = ""
    if columns:
        lines = textwrap.wrap(", ".join(columns), 100, initial_indent="#   ", subsequent_indent="#   ")
        listed = "\n".join(("#", "# Columns of the data:", *lines)) + "\n"
    return TEMPLATE.format(file=file, columns=listed)


def write_template(path: str | PathLike[str], *, data: str | PathLike[str] | None = None) -> None:
    """Write a new plan; `data` lists its columns in it. Raises EvidenceInputError where a file stands there already."""
    target = Path(path)
    if target.exists():
        raise EvidenceInputError(f"{target.name} is there already. Choose another name: nothing is written over.")
    if not target.parent.is_dir():
        raise EvidenceInputError(f"There is no folder {target.parent} to write {target.name} in. Make it first.")
    columns = column_names(Path(data)) if data is not None else ()
    write_whole({target: template_text(target.name, columns)})
