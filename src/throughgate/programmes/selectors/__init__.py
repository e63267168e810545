"""Reads of this room. What hangs on a person is filtered by the policy, except what settling reads: it must see all."""

from throughgate.programmes.selectors.enrolments import (
    access_enrolment,
    choices_of_models,
    commitment_of,
    commitments_of,
    newer_versions,
)
from throughgate.programmes.selectors.manuals import get_model, list_models, origin_of

__all__ = [
    "access_enrolment",
    "choices_of_models",
    "commitment_of",
    "commitments_of",
    "get_model",
    "list_models",
    "newer_versions",
    "origin_of",
]
