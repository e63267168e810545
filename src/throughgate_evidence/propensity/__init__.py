"""How likely each person was to be in the programme."""

from .model import (
    Coefficient,
    PropensityModel,
    c_statistic,
    fit_propensity,
    fit_without,
    predict,
)

__all__ = ["Coefficient", "PropensityModel", "c_statistic", "fit_propensity", "fit_without", "predict"]
