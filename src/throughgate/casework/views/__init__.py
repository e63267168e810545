from throughgate.casework.views.correcting import correct, void
from throughgate.casework.views.done import done
from throughgate.casework.views.drafts import carry_on, discard_draft, draft
from throughgate.casework.views.follow_ups import follow_up, follow_up_done, follow_up_undone
from throughgate.casework.views.reading import contact
from throughgate.casework.views.recording import record, who

__all__ = [
    "carry_on",
    "contact",
    "correct",
    "discard_draft",
    "done",
    "draft",
    "follow_up",
    "follow_up_done",
    "follow_up_undone",
    "record",
    "void",
    "who",
]
