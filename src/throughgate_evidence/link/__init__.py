"""Finding the people of a programme in administrative records, and how sure that is.

Importing this does not import Splink, which is heavy: it comes in when a linkage by likelihood begins.
"""

from .fields import ESSENTIAL, FIELDS
from .linking import LinkSettings, link
from .measuring import Accuracy, Measurement, Proportion, measure, read_truth, wilson
from .page import render_page, to_json
from .passes import PASSES, Pass
from .results import Doubt, Link, Linkage, LinkAttrition, LinkStep, Problem
from .synthetic import Mistakes, TruthSet, make_truth_set
from .told import Told, tell

__all__ = [
    "ESSENTIAL",
    "FIELDS",
    "PASSES",
    "Accuracy",
    "Doubt",
    "Link",
    "LinkAttrition",
    "LinkSettings",
    "LinkStep",
    "Linkage",
    "Measurement",
    "Mistakes",
    "Pass",
    "Problem",
    "Proportion",
    "Told",
    "TruthSet",
    "link",
    "make_truth_set",
    "measure",
    "read_truth",
    "render_page",
    "tell",
    "to_json",
    "wilson",
]
