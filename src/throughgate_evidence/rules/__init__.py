"""The rules of what is said and what is withheld, as data: thresholds, rounding, bands, words. Imports nothing of this
package, so that anything in it may ask.
"""

from .model import Bands, Rules, Sentences, Significance, Thresholds, Unit, Wording, load_rules

RULES = load_rules()

__all__ = [
    "RULES",
    "Bands",
    "Rules",
    "Sentences",
    "Significance",
    "Thresholds",
    "Unit",
    "Wording",
    "load_rules",
]
