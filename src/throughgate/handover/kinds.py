"""Kinds of entry that a hand-over writes. `handover` is what programme models ask for when a worker changes.

It may be recorded by hand too: where the next one is a partner's, nobody of ours receives anything.
"""

from throughgate.record.kinds import Kind

HANDOVER_KINDS = (
    Kind("handover", "Handover", "people", "plan", by_hand=True, plain="you got to know a new worker"),
    Kind(
        "handover-told", "Told of the change of worker", "contact", "plan", plain="we told you who your worker will be"
    ),
    Kind("handover-met", "Met the new worker", "people", "plan", plain="you met your new worker"),
)
