"""Which entries say that somebody met the person, so that nobody is released and then left alone."""

from collections.abc import Iterable

from throughgate.record.kinds import Kind

# Contacts in which nobody sat down with the person: a call, a word at the gate, a talk with others about them.
NOT_A_MEETING = frozenset({"phone-call", "gate-meeting", "partner-conversation", "family-meeting", "job-check"})


def meeting_kinds(kinds: Iterable[Kind]) -> frozenset[str]:
    return frozenset(kind.code for kind in kinds if kind.contact and kind.code not in NOT_A_MEETING)
