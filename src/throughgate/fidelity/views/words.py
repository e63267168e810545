"""What the pages of this room say of a site's figures."""

from typing import Any

from throughgate.fidelity.models import Adaptation, Change
from throughgate.fidelity.rules.counting import FIGURES, Due, Fidelity, Share
from throughgate.web.pictures import draw_share

NOTHING = "–"


def figures_of(found: Fidelity) -> list[dict[str, Any]]:
    return [{"title": one.title, "code": one.code} | told(one.share_of(found), one.of) for one in FIGURES]


def told(share: Share, of: str = "") -> dict[str, Any]:
    """A share as a picture with its interval, in per cent, and as the two counts it comes from."""
    if share.share is None or share.likely is None:
        return {"picture": "", "share": NOTHING, "of": f"No {of} yet" if of else NOTHING, "likely": ""}
    low, high = share.likely
    return {
        "picture": draw_share(share.share, low, high),
        "share": f"{share.share:.0%}",
        "of": f"{share.yes} of {share.of}",
        "likely": f"{low:.0%} to {high:.0%}",
    }


def due_words(due: Due) -> dict[str, Any]:
    return {"done": told(due.dose), "timely": told(due.timely), "waived": due.waived, "asked": due.asked}


def adaptation_line(row: Adaptation, title: str, is_core: bool) -> dict[str, Any]:
    """A part of the core that is left out is no adaptation any more: it is another programme."""
    return {
        "row": row,
        "title": title,
        "change": Change(row.change).label,
        "is_core": is_core,
        "breaks": is_core and row.change == Change.LEFT_OUT,
    }
