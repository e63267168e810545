"""One peer at one task, in the peers' own environment: `python python_peers.py PEER TASK DATA.npy`.

DATA.npy: (18, n), rows treated, c0 … c14, reoffended, logit. Prints {"seconds": …, "answer": …} as JSON. What is timed
begins when the data stand in memory in the form that the peer wants, as an analyst would have them.
"""

import json
import sys
import time

import numpy as np
import pandas as pd

COVARIATES = [f"c{at}" for at in range(15)]
FORMULA = "treated ~ " + " + ".join(COVARIATES)


def frame(path):
    data = np.load(path)
    people = pd.DataFrame(data[:16].T, columns=["treated", *COVARIATES])
    people["treated"] = people["treated"].astype(int)
    people["reoffended"], people["logit"] = data[16], data[17]
    return people


def difference(people, weights):
    treated = people.treated.to_numpy() == 1
    y, w = people.reoffended.to_numpy(), np.asarray(weights, float)
    return float(np.average(y[treated], weights=w[treated]) - np.average(y[~treated], weights=w[~treated]))


def statsmodels_propensity(people):
    import statsmodels.api as sm

    design = sm.add_constant(people[COVARIATES])
    start = time.perf_counter()
    fit = sm.GLM(people.treated, design, family=sm.families.Binomial()).fit()
    return start, float(fit.deviance)


def pymatchit(people, **choices):
    from pymatchit import MatchIt

    start = time.perf_counter()
    model = MatchIt(people, **choices)
    model.fit(FORMULA)
    return start, model


def pymatchit_radius(people):
    start, model = pymatchit(
        people, method="nearest", distance=people.logit, caliper=0.2, replace=True, ratio=len(people)
    )
    return start, difference(model.data, model.weights)


def pymatchit_nearest(people):
    start, model = pymatchit(people, method="nearest", distance=people.logit, replace=False, ratio=1)
    return start, difference(model.data, model.weights)


def pymatchit_balance(people):
    _, model = pymatchit(people, method="nearest", distance=people.logit, replace=False, ratio=1)
    start = time.perf_counter()
    model.summary(print_output=False)
    return start, None


def causalml_nearest(people):
    from causalml.match import NearestNeighborMatch

    start = time.perf_counter()
    matched = NearestNeighborMatch(caliper=1e6, replace=False, ratio=1, random_state=1).match(
        data=people, treatment_col="treated", score_cols=["logit"]
    )
    return start, difference(matched, np.ones(len(matched)))


def causalml_balance(people):
    from causalml.match import create_table_one

    start = time.perf_counter()
    create_table_one(people, "treated", COVARIATES)
    return start, None


TASKS = {
    ("statsmodels", "propensity"): statsmodels_propensity,
    ("pymatchit-causal", "radius"): pymatchit_radius,
    ("pymatchit-causal", "one-to-one"): pymatchit_nearest,
    ("pymatchit-causal", "balance"): pymatchit_balance,
    ("causalml", "one-to-one"): causalml_nearest,
    ("causalml", "balance"): causalml_balance,
}

if __name__ == "__main__":
    peer, task, path = sys.argv[1:]
    people = frame(path)
    began, answer = TASKS[peer, task](people)
    print(json.dumps({"seconds": time.perf_counter() - began, "answer": answer}))
