"""The pages of crises and bookings, about somebody who has one where there is one."""

from django.urls import reverse

from throughgate.casework.models import Booking, Crisis
from throughgate.people.models import Person


def crisis_pages(person: Person) -> list[tuple[str, str]]:
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
    of_theirs = Crisis.objects.filter(person=person)
    if crisis := of_theirs.filter(stepped_down_at=None).first() or of_theirs.first():
        listed.append(("crisis", reverse("crisis:crisis", args=[crisis.ref])))
        acts = ("describe", "review", "step_down") if crisis.is_open else ()
        listed += [(f"crisis {name}", reverse(f"crisis:{name}", args=[crisis.ref])) for name in acts]
    open_now = Booking.objects.filter(person=person, contact=None, cancelled_at=None, superseded_by=None)
    if booking := open_now.first():
        names = ("booking", "move", "cancel")
        listed += [(f"booking {name}", reverse(f"bookings:{name}", args=[booking.ref])) for name in names]
    return listed
