"""As whom somebody of the circle is told anything: themselves, or the office they hold."""

from datetime import date

from throughgate.people.models import CircleMember
from throughgate.people.rules.circle import OFFICES
from throughgate.people.rules.purposes import FAMILY
from throughgate.people.rules.sharing import Recipient
from throughgate.people.selectors.sharing import recipient_of


def asked_as(member: CircleMember, today: date) -> tuple[str, Recipient]:
    """For which purpose somebody of the circle is told anything, and as whom: an official by their office, on whose
    lawful basis they know unless the person said no.
    """
    if office := OFFICES.get(member.kind):
        return office[0], Recipient(office[1], any_name=True)
    return FAMILY, recipient_of(member, today)
