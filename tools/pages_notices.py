"""One's own calendar and letters, texts to somebody, and who was not reached."""

from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.notices.models import TextMessage


def notices_pages(worker: User) -> list[tuple[str, str]]:
    listed = [("calendar and reminders", reverse("notices:own")), ("not reached", reverse("notices:not_reached"))]
    text = TextMessage.objects.filter(booking__worker=worker).order_by("pk").first()
    if text:
        listed += [
            ("texts", reverse("notices:texts", args=[text.person.ref])),
            ("booking with a text", reverse("bookings:booking", args=[text.booking.ref])),
        ]
    return listed


def notices_managed(worker: User) -> list[tuple[str, str]]:
    return [("calendar to take away", reverse("notices:end_for", args=[worker.ref]))]
