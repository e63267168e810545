"""The words in which the person is told who their worker will be. Plain, and read out or printed large."""

from collections.abc import Sequence
from datetime import date

from throughgate.people.models import AssignmentRole
from throughgate.web.words import day_words

WHAT_THEY_DO = {
    AssignmentRole.CASEWORKER: "your caseworker",
    AssignmentRole.COUNSELLOR: "your counsellor",
    AssignmentRole.MENTOR: "your mentor",
    AssignmentRole.PEER_ADVISOR: "your peer advisor",
    AssignmentRole.FAMILY_PRACTITIONER: "the one who works with you and your family",
    AssignmentRole.DRIVER: "your driver",
}
WHY_WORDS = {
    "leaves": "{giver} is leaving us.",
    "away": "{giver} will be away for a long time.",
    "moved": "You have moved, and {giver} does not work there.",
    "change": "We are changing who works with you.",
}


def words_to_say(
    *,
    first_name: str,
    giver: str,
    receiver: str,
    roles: Sequence[str],
    why: str,
    from_on: date,
    organisation: str,
    is_read: bool,
) -> tuple[str, ...]:
    """A few short paragraphs, without a word that needs explaining. `is_read`: the receiver has read the hand-over."""
    tells, knows = ("has told", "knows") if is_read else ("is telling", "will read")
    first_giver, first_receiver = giver.split()[0], receiver.split()[0]
    as_what = " and ".join(WHAT_THEY_DO[AssignmentRole(role)] for role in roles)
    return (
        f"Dear {first_name},",
        WHY_WORDS[why].format(giver=first_giver),
        f"From {day_words(from_on)}, {receiver} will be {as_what}.",
        f"{first_giver} {tells} {first_receiver} your story, so you do not have to tell it again.",
        f"What we promised you still stands. {first_receiver} {knows} about it.",
        f"{first_receiver} wants to meet you soon. If you can, the three of us will meet together.",
        "If you would rather have somebody else, tell us. It will not count against you.",
        f"From all of us at {organisation}",
    )


def wrong_day(on: date, since: date, today: date) -> str:
    """What is wrong with a day on which they were told or met, for a hand-over begun on `since`; or nothing."""
    if on > today:
        return "The day cannot be in the future"
    if on < since:
        return f"The day cannot be before {day_words(since)}, when this hand-over was written"
    return ""
