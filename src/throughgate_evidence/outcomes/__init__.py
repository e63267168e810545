"""What happened to both groups, how far apart they are, and how sure that is."""

from .adjusted import TreatedRows, adjust_from_sums, adjust_rows
from .cox import CoxModel, fit_cox
from .defaults import INTERVAL_RULES, DefaultInterval, IntervalRule, default_interval
from .draws import DRAWS, RESAMPLES, Resample
from .lognormal import LognormalModel, fit_lognormal_aft
from .multiplicity import Correction, correct
from .permutation import permute_rows
from .resampling import PoolCells, resample_radius
from .resampling_rows import resample_rows
from .rows import ROWS_METHODS, RowsInterval, compare_rows
from .subgroups import SubgroupOutcome, SubgroupResult, assemble_subgroups, compare_subgroups, interaction_p
from .survival import Curve, HazardRatio, SurvivalResult, compare_survival
from .two_samples import (
    CONFIDENCE,
    POWER,
    SE_METHODS,
    Estimate,
    Interval,
    Kind,
    Sample,
    compare,
    difference_with_error,
    number_needed,
    plain_sample,
    raw_sample,
    weighted_sample,
)

__all__ = [
    "CONFIDENCE",
    "DRAWS",
    "INTERVAL_RULES",
    "POWER",
    "RESAMPLES",
    "ROWS_METHODS",
    "SE_METHODS",
    "Correction",
    "CoxModel",
    "Curve",
    "DefaultInterval",
    "Estimate",
    "HazardRatio",
    "Interval",
    "IntervalRule",
    "Kind",
    "LognormalModel",
    "PoolCells",
    "Resample",
    "RowsInterval",
    "Sample",
    "SubgroupOutcome",
    "SubgroupResult",
    "SurvivalResult",
    "TreatedRows",
    "adjust_from_sums",
    "adjust_rows",
    "assemble_subgroups",
    "compare",
    "compare_rows",
    "compare_subgroups",
    "compare_survival",
    "correct",
    "default_interval",
    "difference_with_error",
    "fit_cox",
    "fit_lognormal_aft",
    "interaction_p",
    "number_needed",
    "permute_rows",
    "plain_sample",
    "raw_sample",
    "resample_radius",
    "resample_rows",
    "weighted_sample",
]
