"""How a hand-over stands, in words."""

from typing import Any

from throughgate.handover.models import HandOver
from throughgate.handover.rules.moving import STAGE_WORDS, Stage, stage_of

__all__ = ["Stage", "stage", "stage_tag_of"]


def stage_tag_of(row: HandOver) -> dict[str, Any]:
    words, tone, icon = STAGE_WORDS[stage(row)]
    return {"words": words, "tone": tone, "icon": icon}


def stage(row: HandOver) -> Stage:
    return stage_of(
        given=row.given_at is not None, acknowledged=row.acknowledged_at is not None, undone=row.undone_at is not None
    )
