"""Does it work? An evaluation of a programme against matched people, in plain words. Needs no Django."""

from .evaluation import MatchedTables, evaluate, evaluate_with_tables, matched_tables
from .output import to_json, write_json, write_pdf, write_report
from .refusals import EvidenceInputError
from .results import Evaluation

__all__ = [
    "Evaluation",
    "EvidenceInputError",
    "MatchedTables",
    "evaluate",
    "evaluate_with_tables",
    "matched_tables",
    "to_json",
    "write_json",
    "write_pdf",
    "write_report",
]
