from throughgate.story.models.answers import Answer, FormRun, Unfinished
from throughgate.story.models.needs import (
    About,
    FoundBy,
    NeedStatus,
    Owner,
    PersonNeed,
    PersonStrength,
    Said,
    SetAside,
    Status,
)

__all__ = [
    "About",
    "Answer",
    "FormRun",
    "FoundBy",
    "NeedStatus",
    "Owner",
    "PersonNeed",
    "PersonStrength",
    "Said",
    "SetAside",
    "Status",
    "Unfinished",
]
