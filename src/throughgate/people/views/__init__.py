from throughgate.people.views import restrictions, sharing, withdrawing
from throughgate.people.views.around import show_around, show_assign, show_end_assignment
from throughgate.people.views.circle import show_add_to_circle, show_change_circle, show_end_circle, show_told
from throughgate.people.views.custody import (
    show_custody,
    show_note_date,
    show_recall_term,
    show_record_move,
)
from throughgate.people.views.details import check_number, show_add_person, show_details
from throughgate.people.views.hdc import show_note_hdc
from throughgate.people.views.hearings import show_hearing_outcome, show_list_hearing
from throughgate.people.views.identifiers import show_identifiers, show_withdraw_identifier
from throughgate.people.views.licence import (
    show_add_condition,
    show_end_condition,
    show_record_sentence,
    show_stop_sentence,
    show_vary_condition,
)
from throughgate.people.views.lists import show_people, show_unassigned

__all__ = [
    "check_number",
    "restrictions",
    "sharing",
    "show_add_condition",
    "show_add_person",
    "show_add_to_circle",
    "show_around",
    "show_assign",
    "show_change_circle",
    "show_custody",
    "show_details",
    "show_end_assignment",
    "show_end_circle",
    "show_end_condition",
    "show_hearing_outcome",
    "show_identifiers",
    "show_list_hearing",
    "show_note_date",
    "show_note_hdc",
    "show_people",
    "show_recall_term",
    "show_record_move",
    "show_record_sentence",
    "show_stop_sentence",
    "show_told",
    "show_unassigned",
    "show_vary_condition",
    "show_withdraw_identifier",
    "withdrawing",
]
