"""How a hand-over stands, in words, and what its forms say of groups."""

from typing import Any

from throughgate.handover.forms.groups import WithGroups
from throughgate.handover.models import HandOver
from throughgate.handover.rules.moving import STAGE_WORDS, Stage, stage_of
from throughgate.handover.services.giving import GroupHanding

__all__ = ["Stage", "group_handings", "stage", "stage_tag_of"]


def stage_tag_of(row: HandOver) -> dict[str, Any]:
    words, tone, icon = STAGE_WORDS[stage(row)]
    return {"words": words, "tone": tone, "icon": icon}


def stage(row: HandOver) -> Stage:
    return stage_of(
        given=row.given_at is not None, acknowledged=row.acknowledged_at is not None, undone=row.undone_at is not None
    )


def group_handings(form: WithGroups) -> list[GroupHanding]:
    receivers = form.group_receivers()
    chosen = [(one, one.find(receivers.get(one.cohort.pk))) for one in form.groups]
    return [GroupHanding(one.cohort, receiver) for one, receiver in chosen if receiver]
