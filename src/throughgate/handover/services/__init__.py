from throughgate.handover.services.away import (
    AwayAlreadyError,
    StandIn,
    StandInRefusedError,
    add_stand_ins,
    arrange_cover,
    end_cover,
)
from throughgate.handover.services.giving import (
    DayRefusedError,
    GroupHanding,
    Handing,
    HandOverRefusedError,
    check_hand_overs,
    give_hand_overs,
    write_hand_over,
)
from throughgate.handover.services.receiving import (
    DayError,
    HandOverStateError,
    acknowledge_hand_over,
    add_note,
    record_meeting,
    record_telling,
    take_over_promises,
)
from throughgate.handover.services.taking_back import (
    LaterHandOverError,
    TooLateToTakeBackError,
    record_told_of_staying,
    take_back_hand_over,
)

__all__ = [
    "AwayAlreadyError",
    "DayError",
    "DayRefusedError",
    "GroupHanding",
    "HandOverRefusedError",
    "HandOverStateError",
    "Handing",
    "LaterHandOverError",
    "StandIn",
    "StandInRefusedError",
    "TooLateToTakeBackError",
    "acknowledge_hand_over",
    "add_note",
    "add_stand_ins",
    "arrange_cover",
    "check_hand_overs",
    "end_cover",
    "give_hand_overs",
    "record_meeting",
    "record_telling",
    "record_told_of_staying",
    "take_back_hand_over",
    "take_over_promises",
    "write_hand_over",
]
