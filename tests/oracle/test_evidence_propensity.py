"""The propensity model against R's glm and statsmodels, with interactions, weights and columns left out.

Numbers are from R 4.2.2 on lalonde of MatchIt, race releveled to white, with
``control = list(epsilon = 1e-14, maxit = 100)``; the calls stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from throughgate_evidence.engines.duck import DuckEngine
from throughgate_evidence.engines.memory import MemoryEngine
from throughgate_evidence.engines.sums import Engine, overall_standard
from throughgate_evidence.frame import Frame, columns_of, load_rows, read_frame
from throughgate_evidence.propensity import PropensityModel, fit_propensity, fit_without, predict

# glm(treat ~ age + I(age^2) + educ + race + married + nodegree + re74 + re75 + educ:re74 + race:married, binomial)
INTERACTIONS = {
    "(constant)": (-13.6459743649, 1.91052517933),
    "age": (0.741225022507, 0.116970643319),
    "age^2": (-0.0116553877432, 0.00191578686435),
    "educ": (0.0826968515629, 0.0741077565653),
    "race=black": (2.63615449223, 0.341142667068),
    "race=hispan": (0.308830665229, 0.535966406798),
    "married": (-2.42737241728, 0.676026905584),
    "nodegree": (1.05161478107, 0.374649177531),
    "re74": (-0.000143781134930, 0.000126349559872),
    "re75": (2.23927332989e-05, 5.03246491897e-05),
    "educ:re74": (5.34971661050e-06, 1.06598008450e-05),
    "race=black:married": (1.46438446746, 0.752048398535),
    "race=hispan:married": (1.41373928921, 1.01882650533),
}
# w <- 0.5 + (1:614 %% 7) / 7; glm(treat ~ age + educ + race + re75, binomial, weights = w / mean(w))
WEIGHTED = {
    "(constant)": (-2.52181728346, 0.680427377346),
    "age": (-0.0119393054376, 0.0123846911252),
    "educ": (0.0324200224716, 0.0460705703750),
    "race=black": (3.14733128281, 0.268092029478),
    "race=hispan": (0.855481647253, 0.413276737690),
    "re75": (-4.65668932939e-05, 3.52797736952e-05),
}
# glm(treat ~ age + race + re75, binomial)
WITHOUT_EDUC = [-2.34628450677, -0.0104229492476, 0.0, 3.28076966779, 1.01783402437, -4.69283471414e-05]
LALONDE = ["age", "educ", "race", "married", "nodegree", "re74", "re75"]
FEWER = ["age", "educ", "race", "re75"]


@contextmanager
def fitted(path: Path, kind: type[Engine], **roles: object) -> Iterator[tuple[Frame, Engine, PropensityModel]]:
    frame = read_frame(path, treated="treat", outcomes=["re78"], **roles)
    try:
        engine = kind.load(frame) if kind is MemoryEngine else kind(frame)
        description = engine.describe()
        engine.standardise(overall_standard(description))
        yield frame, engine, fit_propensity(engine, description, [column.name for column in frame.covariates])
    finally:
        frame.close()


def check_table(model: PropensityModel, expected: dict[str, tuple[float, float]]) -> None:
    found = {row.name: (row.value, row.se) for row in model.table}
    assert found.keys() == expected.keys()
    for name, pair in expected.items():
        assert found[name][0] == pytest.approx(pair[0], rel=1e-7), name
        # R takes the information one step before the coefficients it reports.
        assert found[name][1] == pytest.approx(pair[1], rel=1e-6), name


@pytest.mark.parametrize("engine", [MemoryEngine, DuckEngine])
def test_interactions_agree_with_r(lalonde: Path, engine: type[Engine]) -> None:
    interactions = ["age^2", "educ:re74", "race:married"]
    with fitted(lalonde, engine, covariates=LALONDE, interactions=interactions) as (_, _, model):
        check_table(model, INTERACTIONS)
        assert model.deviance == pytest.approx(432.193422265, rel=1e-11)


def test_wald_z_and_p_agree_with_r(lalonde: Path) -> None:
    with fitted(
        lalonde, MemoryEngine, covariates=LALONDE, interactions=["age^2", "educ:re74", "race:married"]
    ) as found:
        row = next(row for row in found[2].table if row.name == "nodegree")
        assert (row.z, row.p) == pytest.approx((2.806932042397, 5.00157919391e-03), rel=1e-6)


@pytest.fixture(scope="module")
def weighted(lalonde: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = pd.read_csv(lalonde)
    data["w"] = 0.5 + np.arange(1, len(data) + 1) % 7 / 7
    path = tmp_path_factory.mktemp("weighted") / "weighted.csv"
    data.to_csv(path, index=False)
    return path


@pytest.mark.parametrize("engine", [MemoryEngine, DuckEngine])
def test_sampling_weights_agree_with_r(weighted: Path, engine: type[Engine]) -> None:
    with fitted(weighted, engine, covariates=FEWER, weights="w") as (_, _, model):
        check_table(model, WEIGHTED)
        assert model.deviance == pytest.approx(520.003418182, rel=1e-11)


def test_size_of_the_weights_changes_nothing(weighted: Path, tmp_path: Path) -> None:
    data = pd.read_csv(weighted)
    data["w"] *= 1e-6
    data.to_csv(tmp_path / "small.csv", index=False)
    with fitted(tmp_path / "small.csv", MemoryEngine, covariates=FEWER, weights="w") as (_, _, model):
        check_table(model, WEIGHTED)


def test_whole_weights_are_repeated_records(lalonde: Path, tmp_path: Path) -> None:
    """statsmodels with freq_weights; the weights here are divided by their mean, so errors grow by its root."""
    data = pd.read_csv(lalonde)
    data["w"] = 1 + np.arange(len(data)) % 3
    data.to_csv(tmp_path / "whole.csv", index=False)
    design = sm.add_constant(data[["age", "educ", "re75"]].astype(float))
    expected = sm.GLM(data.treat, design, family=sm.families.Binomial(), freq_weights=data.w).fit(tol=1e-13)
    with fitted(tmp_path / "whole.csv", MemoryEngine, covariates=["age", "educ", "re75"], weights="w") as (_, _, model):
        assert [row.value for row in model.table] == pytest.approx(list(expected.params), rel=1e-7)
        errors = expected.bse * np.sqrt(data.w.mean())
        assert [row.se for row in model.table] == pytest.approx(list(errors), rel=1e-7)


@pytest.mark.parametrize("engine", [MemoryEngine, DuckEngine])
def test_covariate_left_out_agrees_with_r(lalonde: Path, engine: type[Engine]) -> None:
    with fitted(lalonde, engine, covariates=FEWER) as (frame, open_engine, model):
        without = fit_without(open_engine, model, columns_of(frame.covariates, "educ"))
        logits = predict(without, load_rows(frame).covariates)
        expected = np.column_stack([np.ones(614), load_rows(frame).covariates]) @ WITHOUT_EDUC
        assert logits == pytest.approx(expected, abs=1e-7)
        assert without.deviance == pytest.approx(511.694035831, rel=1e-11)


def test_category_is_left_out_with_all_its_levels_and_products(lalonde: Path) -> None:
    with fitted(lalonde, MemoryEngine, covariates=FEWER, interactions=["race:educ"]) as (frame, engine, model):
        without = fit_without(engine, model, columns_of(frame.covariates, "race"))
        assert [row.name for row in without.table] == ["(constant)", "age", "educ", "re75"]


def test_formula_terms_give_the_deviance_of_columns_made_beforehand(nsw_cps: Path) -> None:
    """808.3198 in 11 iterations, as with squares and products that stand in the file."""
    covariates = ["age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75", "u74", "u75"]
    interactions = ["age^2", "age^3", "educ^2", "educ:re74"]
    with fitted(nsw_cps, MemoryEngine, covariates=covariates, interactions=interactions) as (_, _, model):
        assert f"{model.deviance:.4f}" == "808.3198"
        assert model.iterations == 11
