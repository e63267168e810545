"""An account closes: whoever was on its caseload beside others is to be handed over, and the board says so.

People whose only worker it is keep the account open; the room of accounts refuses that itself.
"""

from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.handover.models import HandOver, Why
from throughgate.people.models import Assignment


def begin_hand_overs(account: User, by: User) -> int:
    """One hand-over, still to be given, for each person without one. Returns how many were begun.

    A consequence of closing, which an administrator may: nobody is asked whether they may see the people.
    """
    open_rows = Assignment.objects.filter(worker=account, to_on__isnull=True)
    people = {row.person_id: row.person for row in open_rows.select_related("person")}
    waiting = HandOver.objects.filter(giver=account, person__in=people, given_at__isnull=True, undone_at__isnull=True)
    for pk in waiting.values_list("person_id", flat=True):
        people.pop(pk, None)
    for person in people.values():
        row = HandOver.objects.create(person=person, giver=account, why=Why.LEAVES, written_by=by)
        record_event(by=by, action="handover.written", person=person, subject=f"hand-over {row.ref}")
    return len(people)
