"""The pages of crises and bookings, about somebody who has one where there is one."""

from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.casework.models import Booking, Crisis
from throughgate.casework.services.crisis import raise_crisis
from throughgate.people.models import Assignment, Person


def _raised(worker: User, near: Person) -> Crisis:
    """Of somebody else, so that this person's own page is as it is on most days."""
    theirs = Assignment.objects.filter(worker=worker, covers=None, to_on=None).exclude(person=near)
    other = theirs.select_related("person__site").earliest("pk").person
    return raise_crisis(by=worker, person=other, kind="relapse", what="Rang in tears after the weekend")


def crisis_pages(person: Person, worker: User) -> list[tuple[str, str]]:
    about = f"?person={person.ref}"
    listed = [
        ("crisis raise", reverse("crisis:raise") + about),
        ("crisis raise for whom", reverse("crisis:raise")),
        ("crisis board", reverse("crisis:board")),
        ("crisis of a person", reverse("crisis:of_person", args=[person.ref]) + "?all=1"),
        ("bookings", reverse("bookings:list")),
        ("bookings of a person", reverse("bookings:of_person", args=[person.ref])),
        ("booking new", reverse("bookings:book") + about),
    ]
    caseload = Assignment.objects.filter(worker=worker, to_on=None).values("person")
    crisis = Crisis.objects.filter(person__in=caseload, stepped_down_at=None).first() or _raised(worker, person)
    names = ("crisis", "describe", "review", "step_down")
    listed += [(f"crisis {name}", reverse(f"crisis:{name}", args=[crisis.ref])) for name in names]
    open_now = Booking.objects.filter(person__in=caseload, contact=None, cancelled_at=None, superseded_by=None)
    if booking := open_now.filter(sensitivity="standard").order_by("pk").first():
        names = ("booking", "move", "cancel")
        listed += [(f"booking {name}", reverse(f"bookings:{name}", args=[booking.ref])) for name in names]
    return listed
