"""The pages of journeys and drivers: of a journey to come, where there is one."""

from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import Assignment, Person
from throughgate.release.models import Driver
from throughgate.release.selectors.journeys import standing_journeys

OF_JOURNEY = ("journey", "change_journey", "call_off_journey", "journey_sheet")
OF_DRIVER = ("driver", "change_driver", "driver_hours", "pause_driver", "add_vehicle")


def journey_pages(person: Person, worker: User) -> list[tuple[str, str]]:
    mine = Assignment.objects.filter(worker=worker, to_on=None).values("person")
    shown = standing_journeys().filter(person__in=mine, on__gte=today()).first()
    about = shown.person if shown else person
    listed = [
        ("journeys", reverse("release:journeys") + "?scope=site"),
        ("my journeys", reverse("release:my_journeys")),
        ("journeys of", reverse("release:their_journeys", args=[about.ref])),
        ("journey new", reverse("release:new_journey", args=[about.ref])),
        ("drivers", reverse("release:drivers")),
        ("driver new", reverse("release:add_driver")),
    ]
    if shown:
        listed += [(name.replace("_", " "), reverse(f"release:{name}", args=[shown.ref])) for name in OF_JOURNEY]
    if driver := Driver.objects.order_by("pk").first():
        listed += [(name.replace("_", " "), reverse(f"release:{name}", args=[driver.ref])) for name in OF_DRIVER]
    return listed
