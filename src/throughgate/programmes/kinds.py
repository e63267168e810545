"""Kinds of entry that this room writes itself. What the models ask for is registered by the rooms that record it."""

from throughgate.record.kinds import Kind

PROGRAMME_KINDS = (
    Kind("programme-enrolled", "Enrolled on a programme", "plan", "programme", plain="you joined a programme"),
    Kind("programme-stage", "Programme", "plan", "programme", plain="where you are with a programme"),
    Kind("programme-hold", "Put on hold", "clock", "programme", plain="your programme was paused"),
    Kind("programme-resumed", "Taken up again", "plan", "programme", plain="your programme went on"),
    Kind("programme-left", "Left a programme", "plan", "programme", plain="you finished with a programme"),
    Kind("programme-version", "Moved to a new version", "plan", "programme", plain="your programme was updated"),
    Kind("commitment-waived", "Waived", "note", "programme", plain="something was left out, for a reason"),
    Kind("waiver-withdrawn", "Waiver withdrawn", "note", "programme", plain="something was put back"),
)
