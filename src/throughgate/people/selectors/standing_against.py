"""What stands now against what is planned already: a bar may have been recorded since, here or in another's record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from throughgate.accounts.models import User
from throughgate.people.models import Person, RestrictionOverride
from throughgate.people.rules.beside import Occasion
from throughgate.people.rules.restrictions import Booking
from throughgate.people.selectors.beside import Beside, findings_together
from throughgate.people.selectors.restrictions import Finding
from throughgate.people.selectors.there import beside_all

Answers = Mapping[str, Sequence[RestrictionOverride]]


@dataclass(frozen=True)
class Planned:
    """Something planned of somebody, as the restrictions are asked about it, and when and where they are then."""

    person: Person
    on: date
    booking: Booking
    occasions: Sequence[Occasion] = ()


@dataclass(frozen=True)
class Standing:
    """`found`: in the order asked, what nobody has answered yet; `beside`: whoever is there too; `answers`: by the
    reference of what they were given for, of every sensitivity, since what was answered is, whoever reads.
    """

    found: Sequence[Sequence[Finding]] = ()
    beside: Sequence[Sequence[Beside]] = ()
    answers: Answers = field(default_factory=dict)


def standing_against(user: User, planned: Sequence[Planned], also: Iterable[str] = ()) -> Standing:
    """As many queries for many as for one. `also`: references of which the answers are wanted too."""
    beside = beside_all([(one.person, one.on, one.occasions) for one in planned])
    asked = [(one.person, one.booking, others) for one, others in zip(planned, beside, strict=True)]
    found = findings_together(user, asked) if asked else []
    refs = [_refs(one, others) for one, others in zip(planned, beside, strict=True)]
    wanted = {ref for some in refs for ref in some} | set(also)
    answers = answers_to(wanted) if wanted else {}
    left = [_unanswered(findings, some, answers) for findings, some in zip(found, refs, strict=True)]
    return Standing(left, beside, answers)


def answers_to(refs: Iterable[str]) -> dict[str, list[RestrictionOverride]]:
    """One query. Whether a reader may read what they say, the caller asks."""
    found: dict[str, list[RestrictionOverride]] = defaultdict(list)
    rows = RestrictionOverride.objects.filter(booked_ref__in=set(refs)).select_related("by", "restriction__person")
    for row in rows:
        found[row.booked_ref].append(row)
    return found


def _refs(one: Planned, beside: Iterable[Beside]) -> list[str]:
    """What was answered for one of two who are there together is answered for the other."""
    return [ref for ref in (one.booking.ref, *(other.ref for other in beside)) if ref]


def _unanswered(findings: Iterable[Finding], refs: Iterable[str], answers: Answers) -> list[Finding]:
    known = {row.restriction_id for ref in refs for row in answers.get(ref, ())}
    return [finding for finding in findings if finding.restriction_id not in known]
