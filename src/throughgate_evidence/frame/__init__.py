"""From a file to typed records: who was treated, what they were like before, what happened afterwards."""

from __future__ import annotations

from .columns import DECIMAL_COMMA, WHETHER, Covariate, constant_message
from .reading import Frame, OutcomeColumn, columns_of, read_frame, refuse_unfit
from .roles import MissingPolicy
from .rows import Rows, load_rows
from .source import delimiter_of
from .terms import parse_formula

__all__ = [
    "DECIMAL_COMMA",
    "WHETHER",
    "Covariate",
    "Frame",
    "MissingPolicy",
    "OutcomeColumn",
    "Rows",
    "columns_of",
    "constant_message",
    "delimiter_of",
    "load_rows",
    "parse_formula",
    "read_frame",
    "refuse_unfit",
]
