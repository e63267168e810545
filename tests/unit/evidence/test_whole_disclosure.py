"""What an attacker with the JSON alone can work out."""

from __future__ import annotations

import json
from itertools import pairwise, product
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.evidence.made_up import Rows, to_csv
from throughgate_evidence import evaluate
from throughgate_evidence.output import to_json
from throughgate_evidence.report import render_report

PEOPLE, TREATED = 400, 80
LEAST = {"standard": 10, "strict": 30}


def people() -> Rows:
    random = np.random.default_rng(3)
    return [
        {
            "treated": int(at < TREATED),
            "age": int(random.integers(20, 60)),
            "deaf": int(at < 3 or at > 360),
            "faith": "quaker" if at < 2 or at > 380 else str(random.choice(["none", "christian"])),
            "wing": None if at in (5, 6) else "AB"[at % 2],
            "reoffended": int(random.random() < 0.4),
            "fine": 900.5 if at == 3 else 0.0 if at < TREATED else round(float(random.random()), 2),
        }
        for at in range(PEOPLE)
    ]


def published(tmp_path: Path, outcome: str = "reoffended", **choices: Any) -> dict[str, Any]:
    path = tmp_path / "people.csv"
    path.write_text(to_csv(people()), encoding="utf-8")
    chosen = {"covariates": ["age"], "caliper": 3.0} | choices
    found: dict[str, Any] = json.loads(to_json(evaluate(path, treated="treated", outcomes=[outcome], **chosen)))
    return found


def counts_that_fit(smd: float, treated: int, others: int, off: float) -> tuple[set[int], set[int]]:
    """All numbers of people with a mark, of each group, that give this standardised difference, to within `off`."""
    fit = []
    for one, other in product(range(treated + 1), range(others + 1)):
        p, q = one / treated, other / others
        spread = (p * (1 - p) * treated / (treated - 1) + q * (1 - q) * others / (others - 1)) / 2
        if spread and abs((p - q) / sqrt(spread) - smd) < off:
            fit.append((one, other))
    return {one for one, _ in fit}, {other for _, other in fit}


@pytest.mark.parametrize("row", ["deaf", "faith=quaker"])
@pytest.mark.parametrize("disclosure", ["standard", "strict"])
def test_a_withheld_share_is_not_in_the_standardised_difference(tmp_path, row, disclosure):
    found = published(tmp_path, covariates=["age", "deaf", "faith"], disclosure=disclosure)
    balance = found["balance"][row]
    assert balance["mean_treated_before"] is None
    assert balance["variance_ratio_before"] is balance["variance_ratio_after"] is balance["ks_after"] is None
    sizes = found["n_treated"], found["n_comparison_pool"]
    assert not any(counts_that_fit(balance["smd_before"], *sizes, 1e-10))
    mine, others = counts_that_fit(balance["smd_before"], *sizes, 0.005)
    assert set(range(5)) <= mine
    assert len(others) > 5


@pytest.mark.parametrize("disclosure", ["standard", "strict"])
def test_products_give_no_counts_away(tmp_path, disclosure):
    found = published(tmp_path, covariates=["age", "deaf", "faith"], disclosure=disclosure)["products"]
    assert "deaf × faith=quaker" in found
    for row in found.values():
        assert row["smd_before"] == round(row["smd_before"], 2)
        assert row["variance_ratio_after"] is row["ks_before"] is row["ks_after"] is None


def test_an_amount_that_one_person_has_is_not_shown(tmp_path):
    found = published(tmp_path, "fine")["outcomes"]["fine"]
    assert found["withheld"] or found["treated"] * found["n_treated"] != pytest.approx(900.5)


@pytest.mark.parametrize("disclosure", ["standard", "strict"])
def test_people_of_no_subgroup_are_not_what_the_levels_leave(tmp_path, disclosure):
    found = published(tmp_path, subgroups=["wing"], disclosure=disclosure)
    shown = [level for level in found["subgroups"] if not level["withheld"]]
    missing = found["outcomes"]["reoffended"]["n_treated"] - sum(level["n_treated"] for level in shown)
    assert len(found["subgroups"]) == 2
    assert missing >= LEAST[disclosure]


@pytest.mark.parametrize(
    ("codes", "kinds"),
    [((1, 2), {"choir": "amount"}), ((1, 2), {"choir": "days"}), ((5, 7), {}), ((5, 7), {"choir": "amount"})],
)
@pytest.mark.parametrize("disclosure", ["standard", "strict"])
def test_an_outcome_of_two_codes_is_counted(tmp_path, disclosure, kinds, codes):
    """Three people of the programme have a 2: an average of 1.0375 would tell."""
    low, high = codes
    rows = [row | {"choir": high if at < 3 or at > 200 else low} for at, row in enumerate(people())]
    path = tmp_path / "people.csv"
    path.write_text(to_csv(rows), encoding="utf-8")
    asked = {"covariates": ["age"], "caliper": 3.0, "outcomes": ["choir", "reoffended"], "kinds": kinds}
    found = json.loads(to_json(evaluate(path, treated="treated", disclosure=disclosure, **asked)))
    assert "of the treatment group had this outcome" in found["outcomes"]["choir"]["withheld"]
    assert found["outcomes"]["choir"]["treated"] is found["raw"]["choir"]["treated"] is None
    assert any(f"choir holds only {low} and {high}" in words for words in found["warnings"]) == (not kinds)


@pytest.mark.parametrize("disclosure", ["standard", "strict"])
def test_people_of_a_level_that_nobody_was_matched_in_are_not_what_the_others_leave(tmp_path, disclosure):
    """Four people of the programme are in a wing where nobody else is."""
    rows = [row | {"wing": "C" if at in (8, 9, 10, 11) else "AB"[at % 2]} for at, row in enumerate(people())]
    path = tmp_path / "people.csv"
    path.write_text(to_csv(rows), encoding="utf-8")
    asked = {"covariates": ["age"], "caliper": 3.0, "outcomes": ["reoffended"], "subgroups": ["wing"]}
    made = evaluate(path, treated="treated", disclosure=disclosure, **asked)
    found = json.loads(to_json(made))
    shown = [level for level in found["subgroups"] if not level["withheld"]]
    assert [level["level"] for level in found["subgroups"]] == ["A", "B", "C"]
    assert found["n_treated_matched"] - sum(level["n_treated"] for level in shown) >= LEAST[disclosure]
    assert 'wing: C</th><td class="number">nobody matched' in render_report(made)


@pytest.mark.parametrize("kind", ["amount", "days"])
def test_a_mark_that_is_called_a_number_is_counted(tmp_path, kind):
    for disclosure in ("standard", "strict"):
        found = published(tmp_path, "deaf", kinds={"deaf": kind}, disclosure=disclosure)["outcomes"]["deaf"]
        assert "people of the treatment group had this outcome" in found["withheld"]


def test_steps_of_a_curve_are_a_cell_of_people(tmp_path, rossi_like):
    curve = json.loads(
        to_json(evaluate(rossi_like, treated="treated", covariates=["age", "x"], survival={"s": ("days", "back")}))
    )["survival"][0]["comparison"]
    assert all(before - after >= 5 or before == after for before, after in pairwise(curve["at_risk"]))


@pytest.fixture
def rossi_like(tmp_path: Path) -> Path:
    """Nobody is lost before day 100, so who is no longer at risk has had the event; weights differ a lot."""
    random = np.random.default_rng(8)
    x = random.standard_normal(PEOPLE)
    treated = random.random(PEOPLE) < 1 / (1 + np.exp(1.5 - 1.2 * x))
    days = np.minimum(np.ceil(random.exponential(120, PEOPLE)), 100).astype(int)
    columns = {"treated": treated.astype(int), "age": random.integers(20, 60, PEOPLE), "x": x.round(3), "days": days}
    columns["back"] = (days < 100).astype(int)
    path = tmp_path / "lives.csv"
    path.write_text(to_csv([dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]))
    return path
