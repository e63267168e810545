"""What is printed for somebody who is not one of us: no more than the person said that they may be told."""

from collections.abc import Iterable
from typing import Any

from throughgate.access.policy import Sensitivity
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.release.models import GateMeeting, Journey, ReleaseDay, StopKind
from throughgate.release.selectors.day import Look
from throughgate.release.selectors.telling import (
    HOME,
    PLAN,
    Outsider,
    Told,
    driven_by_outsider,
    met_by_outsider,
    told_to,
    untold_at_gate,
)
from throughgate.release.views.day_words import consent_url

Row = dict[str, Any]
# A stop says more than where it is: what it is for has to be theirs to know too.
SAYS_MORE = {
    StopKind.PROBATION: "offence", StopKind.HOUSING: HOME, StopKind.GP: "health", StopKind.PHARMACY: "health",
    StopKind.JOBCENTRE: "work",
}  # fmt: skip


def outside_sheet(person: Person, who: Outsider, told: Told, look: Look, stops: Iterable[Row], home: Row) -> Row:
    """For `release/outside_sheet.html`. `stops` and `home` are the rows of the whole day."""
    plan = PLAN in told.scopes
    return {
        "who": who.name,
        "because": told.because,
        "ask_url": consent_url(person, who) if told.because else "",
        "stops": [row for row in stops if plan and not row["is_closed"] and _may_know(look, row["ref"], told)],
        "home": home if plan and HOME in told.scopes and home["is_known"] else None,
    }


def _may_know(look: Look, ref: str, told: Told) -> bool:
    stop = next(one for one in look.stops if one.ref == ref)
    more = SAYS_MORE.get(StopKind(stop.kind))
    return stop.sensitivity == Sensitivity.STANDARD and (more is None or more in told.scopes)


def for_outsider(row: Journey) -> Row:
    """Of a driver’s sheet that goes to a relative or a taxi: when and where, and nothing of restrictions. `untold` is
    why even that may not be told to somebody of the circle.
    """
    who = driven_by_outsider(row.person, row.other_driver, row.on)
    told = told_to(row.person, who, today()) if who.member else None
    untold = told.because if told else ""
    knows = told is not None and PLAN in told.scopes and not who.is_official
    return {
        "keep_away": [],
        "be_in_by": "",
        "notes": row.notes if knows else "",
        "way": "",
        "untold": untold,
        "untold_url": consent_url(row.person, who) if untold else "",
    }


def untold_words(row: ReleaseDay, meeting: GateMeeting) -> tuple[str, str]:
    """Of whoever is to meet them, and may not know any more that we are in touch: why, and where what they say is
    noted. Six queries at most; none where it is one of us.
    """
    person = row.person
    untold = untold_at_gate([(person, meeting)], today()).get(meeting.ref)
    if untold is None:
        return "", ""
    words = f"{untold.who.name} may not be told that we are in touch: {untold.because}"
    return words, consent_url(person, untold.who) if untold.may_ask else ""


def told_on_sheet(person: Person, meeting: GateMeeting | None) -> tuple[Outsider, Told] | None:
    """None where one of us meets them, or nobody is said."""
    who = met_by_outsider(person, meeting, today()) if meeting else None
    return (who, told_to(person, who, today())) if who else None
