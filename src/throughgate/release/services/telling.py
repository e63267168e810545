"""Nobody outside is told of a release or a home before the person has said that they may be."""

from django.db import transaction

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.rules.sharing import ASKABLE, Sharing
from throughgate.people.services.sharing import NotSharedError, check_sharing
from throughgate.release.models import GateMeeting, Provider
from throughgate.release.rules.home import HomeError
from throughgate.release.rules.release_day import DayError
from throughgate.release.selectors.telling import (
    HOME,
    IN_TOUCH,
    SERVICE,
    Outsider,
    because,
    home_recipient,
    met_by_outsider,
)


class HomeNotToldError(HomeError):
    """The provider may not be told of them: they are asked first."""

    def __init__(self, person: Person, provider: Provider, sharing: Sharing) -> None:
        what = f"We may not yet ask {provider.name} for {person.first_name}"
        super().__init__(f"{what}: {because(person.first_name, sharing)}", "state")


class GateNotToldError(DayError):
    """Whoever would meet them may not be told of us: the person is asked first."""

    def __init__(self, person: Person, who: Outsider, sharing: Sharing) -> None:
        first = person.first_name
        words = f"{who.name} may not be told yet that we are in touch: {because(first, sharing)}"
        self.may_ask = sharing.state in ASKABLE
        words += f" Ask {first} first" if self.may_ask else " Choose somebody else"
        super().__init__(words, "member" if who.member else "name")
        self.person, self.who = person, who


def ask_home_sharing(*, by: User, person: Person, provider: Provider) -> None:
    """In the caller's transaction, which a withdrawal waits for. Raises HomeNotToldError, Hidden, Forbidden."""
    try:
        check_sharing(by=by, person=person, purpose=SERVICE, recipient=home_recipient(provider), scope=HOME)
    except NotSharedError as refusal:
        raise HomeNotToldError(person, provider, refusal.sharing) from refusal


def ask_gate_sharing(*, by: User, person: Person, meeting: GateMeeting) -> None:
    """Whoever has to be kept apart is for the restrictions, whose bar a manager may answer; officials know of them by
    their office, unless the person said no. Raises GateNotToldError, Hidden, Forbidden.
    """
    who = met_by_outsider(person, meeting, today())
    if who is None or who.recipient is None:
        return
    try:
        with transaction.atomic():  # a bar that a manager has answered does not fail the act
            check_sharing(by=by, person=person, purpose=who.purpose, recipient=who.recipient, scope=IN_TOUCH)
    except NotSharedError as refusal:
        if not refusal.sharing.is_apart:
            raise GateNotToldError(person, who, refusal.sharing) from refusal
