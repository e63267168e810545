"""Two drivers say yes in the same second, each in a process of their own. One has the journey, the other is told."""

from datetime import time, timedelta

import pytest

from tests.functional.other_process import shared_database, start
from throughgate.common.clock import today
from throughgate.release.models import Driver, Vehicle
from throughgate.release.rules.journey import SaidJourney
from throughgate.release.services.journey_asks import ask_drivers
from throughgate.release.services.journeys import plan_journey

SAYS_YES = """
import sys
import django
django.setup()
from throughgate.access.policy import Hidden
from throughgate.accounts.models import User
from throughgate.release.models import JourneyAsk
from throughgate.release.rules.journey import JourneyError
from throughgate.release.services.journey_asks import accept_journey

by = User.objects.get(email=sys.argv[1])
ask = JourneyAsk.objects.select_related("journey__person__site").get(driver__user=by)
print("ready", flush=True)
sys.stdin.readline()
try:
    accept_journey(by=by, ask=ask)
    print("drives")
except (JourneyError, Hidden):
    print("told")
"""


@pytest.fixture
def address(transactional_db, alice, victor, bob, mona, person, tmp_path) -> str:
    drivers = [Driver.objects.create(user=user, added_by=mona) for user in (victor, bob)]
    for driver in drivers:
        Vehicle.objects.create(driver=driver, words="blue Fiesta", seats=3)
    on = today() + timedelta(days=9)
    said = SaidJourney(
        on=on, from_place="HMP Send", to_place="Elm House", pick_up_at=time(9), arrive_by=time(10)
    )  # fmt: skip
    journey = plan_journey(by=alice, person=person, said=said)
    ask_drivers(by=alice, journey=journey, drivers=drivers)
    return shared_database(tmp_path)


def test_one_of_two_who_say_yes_at_once_drives(address):
    both = [start(SAYS_YES, email, address=address) for email in ("victor@example.org", "bob@example.org")]
    for process in both:
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in both:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted(out.split()[-1] for out, _ in said) == ["drives", "told"]
