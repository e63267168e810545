"""A yes, where a test needs that something may be shared; and a no, where nobody may count."""

from datetime import date

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import CircleMember, Person
from throughgate.people.rules.sharing import Recipient
from throughgate.people.services.sharing import Hearing, give_consent, set_told


def may_ask_for_homes(by: User, person: Person) -> None:
    """Of every housing provider."""
    says, hearing = {"in-touch": "yes", "home": "yes"}, Hearing(today(), "spoken")
    give_consent(by=by, person=person, recipient=Recipient("housing"), purpose="service", says=says, hearing=hearing)


def may_be_told(by: User, member: CircleMember, told: str = "plan") -> None:
    set_told(by=by, member=member, told=told, hearing=Hearing(today(), "spoken"))


def said_no_to_evaluation(person: Person, by: User, on: date | None = None) -> None:
    says, hearing = {"figures": "no"}, Hearing(on or today(), "spoken")
    recipient = Recipient("evaluator")
    give_consent(by=by, person=person, recipient=recipient, purpose="evaluation", says=says, hearing=hearing)
