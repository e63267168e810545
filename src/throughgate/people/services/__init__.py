from throughgate.people.services.around import (
    AlreadyAssignedError,
    AlreadyEndedError,
    EndsBeforeStartError,
    assign_worker,
    end_assignment,
)
from throughgate.people.services.circle import add_to_circle, change_circle_member, end_circle_member
from throughgate.people.services.custody import (
    DateMovedMeanwhileError,
    move_release_date,
    note_date,
    record_move,
    record_sentence,
    stop_sentence,
)
from throughgate.people.services.details import ChangedMeanwhileError, add_person, change_details
from throughgate.people.services.hdc import note_hdc_step
from throughgate.people.services.hearings import cancel_hearing, decide_hearing, defer_hearing, list_hearing
from throughgate.people.services.identifiers import (
    AlreadyWithdrawnError,
    HeldElsewhereError,
    add_identifier,
    withdraw_identifier,
)
from throughgate.people.services.licence import (
    add_licence_condition,
    end_licence_condition,
    vary_licence_condition,
)
from throughgate.people.services.searching import index_people, rebuild_search_words

__all__ = [
    "AlreadyAssignedError",
    "AlreadyEndedError",
    "AlreadyWithdrawnError",
    "ChangedMeanwhileError",
    "DateMovedMeanwhileError",
    "EndsBeforeStartError",
    "HeldElsewhereError",
    "add_identifier",
    "add_licence_condition",
    "add_person",
    "add_to_circle",
    "assign_worker",
    "cancel_hearing",
    "change_circle_member",
    "change_details",
    "decide_hearing",
    "defer_hearing",
    "end_assignment",
    "end_circle_member",
    "end_licence_condition",
    "index_people",
    "list_hearing",
    "move_release_date",
    "note_date",
    "note_hdc_step",
    "rebuild_search_words",
    "record_move",
    "record_sentence",
    "stop_sentence",
    "vary_licence_condition",
    "withdraw_identifier",
]
