"""Somebody whose release is planned to the last thing, as often as a test needs them."""

from datetime import date, time

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.sharing import Hearing, give_consent
from throughgate.release.models import HomeState, Provider, ReleaseDay
from throughgate.release.rules.home import Said
from throughgate.release.rules.journey import SaidJourney
from throughgate.release.rules.release_day import SaidMeeting, SaidStop
from throughgate.release.selectors.telling import HOME, SERVICE, home_recipient
from throughgate.release.services.basics import open_basics
from throughgate.release.services.day import change_day, say_who_meets
from throughgate.release.services.day_stops import add_stop
from throughgate.release.services.home import apply_for_home, take_step
from throughgate.release.services.journeys import plan_journey

PROBATION = SaidStop(
    kind="probation", place="Woking Probation Office", minutes=45, at=time(11, 30), phone="01483 000001",
    is_mandatory=True,
)  # fmt: skip
CHEMIST = SaidStop(kind="pharmacy", place="Mill Chemist", minutes=15, opens=time(9), closes=time(17))


def plan_for(by: User, person: Person, on: date) -> None:
    """The date is noted. Met by `by`, probation and a chemist, a room from that day on."""
    day = change_day(by=by, day=ReleaseDay.objects.get(person=person), gate_from=time(9), gate_to=time(10))
    add_stop(by=by, day=day, said=PROBATION)
    add_stop(by=by, day=day, said=CHEMIST)
    say_who_meets(by=by, day=day, said=SaidMeeting(met_by="worker", worker=by.pk))
    elm, _ = Provider.objects.get_or_create(
        name="Elm House", defaults={"kind": "supported", "phone": "01483 000002", "added_by": by}
    )
    give_consent(
        by=by, person=person, recipient=home_recipient(elm), purpose=SERVICE, says={HOME: "yes"},
        hearing=Hearing(on=today(), how="spoken"),
    )  # fmt: skip
    row = apply_for_home(by=by, person=person, provider=elm, said=Said(state=HomeState.SENT, on=today()))
    for state in (HomeState.OFFERED, HomeState.CONFIRMED):
        take_step(by=by, application=row, said=Said(state=state, on=today(), day=on))


def full_plan_for(by: User, person: Person, on: date) -> None:
    """A taxi, and a prescription that is to be arranged, beside all that."""
    plan_for(by, person, on)
    said = SaidJourney(
        on=on, from_place="The gate", to_place="Elm House", pick_up_at=time(10), arrive_by=time(10, 40),
        other_driver="Ace Taxis",
    )  # fmt: skip
    plan_journey(by=by, person=person, said=said, release_day=ReleaseDay.objects.get(person=person))
    open_basics(by=by, person=person, codes=["gp-and-prescription"])
