"""Made-up records for the engines, and every sum worked out from its definition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow

from throughgate_evidence.engines.sums import Engine, Standard, overall_standard
from throughgate_evidence.frame import Frame, read_frame
from throughgate_evidence.matching import lay_reach

COVARIATES = ["age", "mark", "score"]
OUTCOMES = ["event", "count"]
COEFFICIENTS = np.array([-1.0, 0.4, -0.3, 0.2])


def write_people(path: Path, people: int, seed: int) -> Path:
    """A continuous covariate, a mark, and one with ties; an outcome with gaps and one that is a count; weights."""
    random = np.random.default_rng(seed)
    mark = (random.random(people) < 0.4).astype(float)
    columns = {
        "treated": (random.random(people) < 0.2 + 0.2 * mark).astype(float),
        "age": random.normal(35, 9, people),
        "mark": mark,
        "score": random.poisson(3, people).astype(float),
        "event": np.where(random.random(people) < 0.1, np.nan, random.random(people) < 0.4),
        "count": random.poisson(1.5, people).astype(float),
        "weight": random.uniform(0.5, 3, people),
    }
    connection = duckdb.connect()
    connection.register("people", pyarrow.table(columns))
    connection.execute(f"COPY (FROM people) TO '{path}' (FORMAT parquet)")
    return path


def open_people(path: Path, weighted: bool) -> Frame:
    weights = "weight" if weighted else None
    return read_frame(path, treated="treated", covariates=COVARIATES, outcomes=OUTCOMES, weights=weights)


@dataclass(frozen=True)
class Plain:
    """A frame as arrays: covariates `raw` (n, p), and `x` on the standard scale; outcomes `y` (n, q); weights (n,)."""

    treated: np.ndarray
    raw: np.ndarray
    x: np.ndarray
    y: np.ndarray
    s: np.ndarray
    standard: Standard

    @property
    def logit(self):
        return COEFFICIENTS[0] + self.x @ COEFFICIENTS[1:]


def plain_records(frame: Frame, engine: Engine) -> Plain:
    columns = frame.source.connection.execute("FROM records").fetchnumpy()
    stacked = [
        np.column_stack([np.ma.filled(columns[f"{letter}{at}"].astype(float), np.nan) for at in range(size)])
        for letter, size in (("x", len(COVARIATES)), ("y", len(OUTCOMES)))
    ]
    treated = np.asarray(columns["treated"]) == 1
    weights = np.asarray(columns["w"]) if "w" in columns else np.ones(treated.size)
    standard = overall_standard(engine.describe())
    scaled = (stacked[0] - standard.centre) / standard.scale
    return Plain(treated, stacked[0], scaled, stacked[1], weights, standard)


@dataclass(frozen=True)
class Cut:
    """Breaks, a weight for each interval, and edges for each covariate."""

    breaks: np.ndarray
    weights: np.ndarray
    edges: list[np.ndarray]


def cut(plain: Plain, seed: int) -> Cut:
    breaks = lay_reach(plain.logit[plain.treated], 0.2).breaks
    weights = np.random.default_rng(seed).uniform(0, 2, breaks.size + 1)
    weights[::5] = 0
    edges = [np.union1d(column, np.nextafter(column, -np.inf)) for column in plain.x[plain.treated].T]
    return Cut(breaks, weights, edges)


def asked(engine: Engine, where: Cut, standard: Standard) -> dict[str, np.ndarray]:
    """Every sum of an engine, as arrays by name; a scale that differs in the last bit would untie what is tied."""
    description = engine.describe()
    engine.standardise(standard)
    found = {}
    for name, group in (("treated", description.treated), ("comparison", description.comparison)):
        for part, moments in (("x", group.covariates), ("y", group.outcomes)):
            found |= {f"describe {name} {part} {field}": value for field, value in vars(moments).items()}
        found[f"describe {name} events"] = group.events
    for step, coefficients in (("start", None), ("step", COEFFICIENTS)):
        found |= {f"irls {step} {field}": value for field, value in vars(engine.irls_sums(coefficients)).items()}
    scores = engine.score(COEFFICIENTS)
    found |= {"logit of treated": scores.treated, "logit moments": np.array([scores.mean, scores.sd])}
    records = engine.treated_records()
    found |= {"treated x": records.covariates, "treated y": records.outcomes}
    found |= {f"interval {field}": value for field, value in vars(engine.interval_sums(where.breaks)).items()}
    products = engine.product_sums(where.breaks, where.weights)
    for way in ("before", "after"):
        found |= {f"products {way} {field}": value for field, value in vars(getattr(products, way)).items()}
    bins = engine.distribution_sums(where.breaks, where.weights, where.edges)
    found |= {f"distribution {at}": table for at, table in enumerate(bins)}
    for at in range(len(OUTCOMES)):
        found |= {
            f"residual {at} {field}": value
            for field, value in vars(engine.residual_sums(where.breaks, where.weights, at)).items()
        }
    found |= {f"cells {field}": value for field, value in vars(engine.cells(where.breaks, [0, 1])).items()}
    return {name: np.asarray(value, dtype=float) for name, value in found.items()}


def worked_out(plain: Plain, where: Cut) -> dict[str, np.ndarray]:
    """The same from the definitions."""
    treated, pool = plain.treated, ~plain.treated
    interval = np.array([(where.breaks <= logit).sum() for logit in plain.logit[pool]])
    x, y, s, centre = plain.x[pool], plain.y[pool], plain.s[pool], plain.standard.outcome_centre
    w = where.weights[interval] * s
    return {
        **described(plain, treated, "treated"),
        **described(plain, pool, "comparison"),
        **irls_step(plain, np.where(treated, np.log(3), -np.log(3)), "start"),
        **irls_step(plain, plain.logit, "step"),
        "logit of treated": plain.logit[treated],
        "logit moments": np.array([plain.logit.mean(), plain.logit.std(ddof=1)]),
        "treated x": plain.x[treated],
        "treated y": plain.y[treated],
        **by_interval(interval, x, y - centre, y, s),
        **product_sums(x, s, "before"),
        **product_sums(x, w, "after"),
        **{f"distribution {at}": bin_sums(x[:, at], edges, w, s) for at, edges in enumerate(where.edges)},
        **residual_sums(x, y - centre, w),
        **cells(interval, y, s),
    }


def described(plain, members, name):
    s, found = plain.s[members], {}
    for part, columns in (("x", plain.raw[members]), ("y", plain.y[members])):
        rows = {field: [] for field in ("count", "mean", "variance", "lowest", "highest", "weight", "weight2")}
        for column in columns.T:
            known = ~np.isnan(column)
            v, k = column[known], s[known]
            mean = (k * v).sum() / k.sum()
            freedom = k.sum() - (k * k).sum() / k.sum()
            values = (v.size, mean, (k * (v - mean) ** 2).sum() / freedom, v.min(), v.max(), k.sum(), (k * k).sum())
            for row, value in zip(rows.values(), values, strict=True):
                row.append(value)
        found |= {f"describe {name} {part} {field}": np.array(row) for field, row in rows.items()}
    found[f"describe {name} events"] = np.nansum(plain.y[members] > 0, axis=0)
    return found


def irls_step(plain, eta, name):
    z = np.column_stack([np.ones(len(plain.x)), plain.x])
    mu = 1 / (1 + np.exp(-eta))
    weight, t = plain.s * mu * (1 - mu), plain.treated.astype(float)
    return {
        f"irls {name} information": (z * weight[:, None]).T @ z,
        f"irls {name} response": z.T @ (weight * eta + plain.s * (t - mu)),
        f"irls {name} deviance": -2 * (plain.s * (t * np.log(mu) + (1 - t) * np.log(1 - mu))).sum(),
    }


def by_interval(interval, x, less, y, s):
    taken, known = np.unique(interval), ~np.isnan(y)
    less, weights = np.where(known, less, 0), s[:, None]

    def total(values):
        return np.array([values[interval == one].sum(axis=0) for one in taken])

    named = {
        "interval": taken,
        "people": total(np.ones(len(x))),
        "x": total(weights * x),
        "xx": total(weights * x * x),
        "known": total(known),
        "events": total(known & (y != 0)),
        "y": total(weights * less),
        "yy": total(weights * less**2),
        "weight": total(s),
        "weight2": total(s * s),
        "known_weight": total(weights * known),
        "known_weight2": total(weights**2 * known),
        "y2": total(weights**2 * less),
        "yy2": total(weights**2 * less**2),
    }
    return {f"interval {name}": value for name, value in named.items()}


def product_sums(x, w, way):
    z = np.column_stack([x[:, i] * x[:, j] for i in range(x.shape[1]) for j in range(i, x.shape[1])])
    sums = {"weight": w.sum(), "weight2": (w * w).sum(), "z": w @ z, "zz": w @ z**2}
    return {f"products {way} {name}": value for name, value in sums.items()}


def bin_sums(column, edges, w, s):
    found = np.array([(edges <= value).sum() for value in column])
    return np.array([[each[found == one].sum() for one in range(edges.size + 1)] for each in (w, s)])


def residual_sums(x, less, w):
    found = {}
    for at, column in enumerate(less.T):
        used = ~np.isnan(column) & (w != 0)
        v = np.column_stack([np.ones(len(x)), x, column])[used]
        found |= {
            f"residual {at} people": used.sum(),
            f"residual {at} w": sum(k * np.outer(row, row) for k, row in zip(w[used], v, strict=True)),
            f"residual {at} ww": sum(k * k * np.outer(row, row) for k, row in zip(w[used], v, strict=True)),
        }
    return found


def cells(interval, y, s):
    keys = [
        (one, *(np.inf if np.isnan(value) else value for value in row)) for one, row in zip(interval, y, strict=True)
    ]
    people, weight = Counter(keys), Counter()
    for key, value in zip(keys, s, strict=True):
        weight[key] += value
    order = sorted(people)
    values = np.array([key[1:] for key in order])
    return {
        "cells interval": np.array([key[0] for key in order]),
        "cells values": np.where(np.isinf(values), np.nan, values),
        "cells people": np.array([people[key] for key in order]),
        "cells weight": np.array([weight[key] for key in order]),
    }


def assert_equal(found: dict[str, np.ndarray], wanted: dict[str, np.ndarray]) -> None:
    """To 1e-8 of the size of what is summed."""
    assert found.keys() == wanted.keys()
    for name, value in wanted.items():
        np.testing.assert_allclose(found[name], value, rtol=1e-8, atol=1e-8, err_msg=name)
