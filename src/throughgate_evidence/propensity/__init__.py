"""How likely each person was to be in the programme."""

from .model import (
    Coefficient,
    PropensityModel,
    fit_propensity,
    fit_without,
    predict,
)

__all__ = ["Coefficient", "PropensityModel", "fit_propensity", "fit_without", "predict"]
