from throughgate.handover.views.away import show_away, show_cover, show_end_cover
from throughgate.handover.views.board import show_board, show_continuity
from throughgate.handover.views.caseload import show_caseload
from throughgate.handover.views.documents import (
    acknowledge,
    show_hand_over,
    show_letter,
    show_met,
    show_promise,
    show_take_back,
    show_tell,
    take_over,
    told_of_staying,
)
from throughgate.handover.views.people import show_add, show_person, show_sheet, show_write

__all__ = [
    "acknowledge",
    "show_add",
    "show_away",
    "show_board",
    "show_caseload",
    "show_continuity",
    "show_cover",
    "show_end_cover",
    "show_hand_over",
    "show_letter",
    "show_met",
    "show_person",
    "show_promise",
    "show_sheet",
    "show_take_back",
    "show_tell",
    "show_write",
    "take_over",
    "told_of_staying",
]
