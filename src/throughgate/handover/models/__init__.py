from throughgate.handover.models.away import Cover, CoverPerson, WhyAway
from throughgate.handover.models.hand_over import (
    HandedPromise,
    HandedRole,
    HandOver,
    HandOverNote,
    HandOverSection,
    HowTold,
    Prompt,
    Why,
)

__all__ = [
    "Cover",
    "CoverPerson",
    "HandOver",
    "HandOverNote",
    "HandOverSection",
    "HandedPromise",
    "HandedRole",
    "HowTold",
    "Prompt",
    "Why",
    "WhyAway",
]
