"""What the question bank comes to for one person. Pure: told the answers, what has happened, and what day it is."""

from throughgate.story.rules.answers import Answer, Value, confirmed, current_answers, take
from throughgate.story.rules.asking import ItemState, State, Tally, next_to_ask, state_of_form, tally, to_ask
from throughgate.story.rules.conditions import is_asked, is_met
from throughgate.story.rules.freshness import Happenings, fresh_until, is_fresh
from throughgate.story.rules.needs import Finding, likely_needs, strengths_shown
from throughgate.story.rules.reading import is_closed, state_for_reader
from throughgate.story.rules.values import check_value, from_stored, to_stored
from throughgate.story.terms import CameBy, Source, Sure

__all__ = [
    "Answer",
    "CameBy",
    "Finding",
    "Happenings",
    "ItemState",
    "Source",
    "State",
    "Sure",
    "Tally",
    "Value",
    "check_value",
    "confirmed",
    "current_answers",
    "fresh_until",
    "from_stored",
    "is_asked",
    "is_closed",
    "is_fresh",
    "is_met",
    "likely_needs",
    "next_to_ask",
    "state_for_reader",
    "state_of_form",
    "strengths_shown",
    "take",
    "tally",
    "to_ask",
    "to_stored",
]
