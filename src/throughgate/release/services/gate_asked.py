"""What a programme asks of the gate follows what is said of it: met by somebody else, or by nobody for a reason, it is
not due of us any more. Said otherwise, it is due again.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.programmes.asking import asked_of
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, Enrolment, Waiver
from throughgate.programmes.services.projecting import refresh_commitments
from throughgate.programmes.services.waiving import waive, withdraw_waiver
from throughgate.release.models import GateMeeting, MetBy, NotMet
from throughgate.release.selectors.day_asked import MEETING

SAID: Final = "As it is said on the release day"
# The first that the programme allows. One that allows none keeps its line, which says who meets them or why nobody.
REASONS: Final[Mapping[str, tuple[str, ...]]] = {
    MetBy.FAMILY: ("met-by-family", "travel-arranged", "not-needed"),
    MetBy.AGENCY: ("travel-arranged", "not-needed"),
    NotMet.DECLINED: ("gate-not-wanted", "person-declined"),
    NotMet.UNSUITABLE: ("gate-not-safe", "no-safe-contact"),
    NotMet.TAKEN: ("travel-arranged", "residential", "not-needed"),
}


def follow_gate(by: User, person: Person, meeting: GateMeeting) -> None:
    """Part of another write. What somebody waived by hand stays waived."""
    own = Waiver.objects.filter(enrolment__person=person, note=SAID, withdrawn_at=None).select_related("enrolment")
    back = [withdraw_waiver(by=by, waiver=one) for one in own if can(by, Action.DELIVER, one)]
    wanted = REASONS.get(meeting.reason or meeting.met_by, ())
    if back and wanted:
        refresh_commitments(person)
    for row, enrolment in _asking(person) if wanted else ():
        allowed = compiled_model(enrolment.model).reasons_for(row.element)
        reason = next((one for one in wanted if one in allowed), "")
        if reason and can(by, Action.DELIVER, enrolment):
            waive(
                by=by, enrolment=enrolment, element=row.element, spell=row.spell, ordinal=row.ordinal,
                reason=reason, note=SAID,
            )  # fmt: skip


def _asking(person: Person) -> Iterator[tuple[Commitment, Enrolment]]:
    """Open, and of the gate alone: where another contact would do, it is still due."""
    rows = Commitment.objects.filter(person=person, promise=None, met_on=None, waived_on=None, closed_on=None)
    for row in rows.filter(is_next=True).select_related("promise", "enrolment__model", "enrolment__person__site"):
        if row.enrolment and asked_of(row).kinds == (MEETING,):
            yield row, row.enrolment
