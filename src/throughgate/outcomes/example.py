"""An example to try an evaluation with: 2,000 invented people, the same each time it is made.

Nobody in it exists. Who joins the programme is not left to chance: older people with fewer convictions and a settled
home join more often, and they would reoffend less anyway. So the plain difference between the groups makes the
programme look better than it is, and matching takes most of that away. In truth it multiplies the odds of reoffending
by `TRUE_ODDS`.
"""

import csv
import io
import math
import random

ROWS = 2000
SEED = 1841
TRUE_ODDS = 0.7
FILENAME = "example-invented-people.csv"
COLUMNS = (
    "programme",
    "age",
    "age_at_first_conviction",
    "previous_convictions",
    "sentence_months",
    "worked_before",
    "settled_home",
    "drug_need",
    "offence_group",
    "reoffended",
    "offences",
    "days_to_first_offence",
)
# What each column is, so that the form is filled in already.
USES = {
    "programme": "treated",
    "age": "covariate",
    "age_at_first_conviction": "covariate",
    "previous_convictions": "covariate",
    "sentence_months": "covariate",
    "worked_before": "covariate",
    "settled_home": "covariate",
    "drug_need": "covariate",
    "offence_group": "category",
    "reoffended": "rate",
    "offences": "frequency",
    "days_to_first_offence": "days",
}


def make_example(rows: int = ROWS, seed: int = SEED) -> str:
    """The CSV text, header included."""
    chance = random.Random(seed)  # noqa: S311 – invents people, guards nothing  # nosec B311
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for _ in range(rows):
        writer.writerow(_invent_person(chance))
    return out.getvalue()


def _invent_person(chance: random.Random) -> list[object]:
    age = min(70, 18 + int(chance.gammavariate(2.2, 7.5)))
    first = min(age, 12 + int(chance.gammavariate(2.0, 4.0)))
    convictions = int(chance.gammavariate(1.3, 4.5))
    months = 1 + int(chance.gammavariate(1.6, 11.0))
    worked, home = int(chance.random() < 0.34), int(chance.random() < 0.52)
    drugs = int(chance.random() < min(0.8, 0.25 + 0.02 * convictions))
    group = chance.choices(("acquisitive", "violence", "drugs", "other"), (0.36, 0.27, 0.2, 0.17))[0]
    joins = _likely(-0.9 + 0.03 * (age - 30) - 0.05 * convictions + 0.5 * worked + 0.5 * home - 0.4 * drugs)
    programme = int(chance.random() < joins)
    risk = -0.9 - 0.035 * (age - 30) + 0.09 * convictions - 0.35 * worked - 0.4 * home + 0.6 * drugs
    risk += 0.3 * (group == "acquisitive") + math.log(TRUE_ODDS) * programme
    reoffended = int(chance.random() < _likely(risk))
    offences = reoffended + sum(chance.random() < 0.45 for _ in range(4)) * reoffended
    days = 1 + int(364 * chance.betavariate(1.1, 1.9)) if reoffended else ""
    return [programme, age, first, convictions, months, worked, home, drugs, group, reoffended, offences, days]


def _likely(score: float) -> float:
    return 1 / (1 + math.exp(-score))
