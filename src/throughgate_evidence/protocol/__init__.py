"""The analysis plan: written and locked before outcomes are read, and held against what was done."""

from .checking import (
    Deviation,
    PlanCheck,
    changed_defaults,
    data_deviations,
    deviations,
    plan_check,
    theory_sentences,
)
from .document import PlanError, PlanFileError
from .fingerprint import DataFingerprint, take_fingerprint
from .locking import LockedPlan, LockEntry, check_plan, lock_path, lock_plan
from .plan import Plan
from .reading import parse_plan, read_plan
from .settings import settings_from, timing_from
from .template import template_text, write_template
from .words import plan_words

__all__ = [
    "DataFingerprint",
    "Deviation",
    "LockEntry",
    "LockedPlan",
    "Plan",
    "PlanCheck",
    "PlanError",
    "PlanFileError",
    "changed_defaults",
    "check_plan",
    "data_deviations",
    "deviations",
    "lock_path",
    "lock_plan",
    "parse_plan",
    "plan_check",
    "plan_words",
    "read_plan",
    "settings_from",
    "take_fingerprint",
    "template_text",
    "theory_sentences",
    "timing_from",
    "write_template",
]
