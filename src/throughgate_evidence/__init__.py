"""Does it work? An evaluation of a programme against matched people, in plain words. Needs no Django."""

from .evaluation import evaluate
from .output import to_json, write_json, write_report
from .refusals import EvidenceInputError
from .results import Evaluation

__all__ = ["Evaluation", "EvidenceInputError", "evaluate", "to_json", "write_json", "write_report"]
