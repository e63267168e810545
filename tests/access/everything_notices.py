"""A text about a booking, what became of it, and what was said of the phone."""

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.models import Booking
from throughgate.notices.models import PhoneSaid, TextMessage, TextStep
from throughgate.people.models import Person


def notices_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    """The booking is past and not of the world's one that pages are walked with."""
    booking = person.bookings.filter(sensitivity=level).first() or Booking.objects.create(
        person=person, kind="visit", on=timezone.localdate(), worker=user, made_by=user, sensitivity=level
    )
    PhoneSaid.objects.create(person=person, number="+447700900123", who_reads="alone", said_by=user)
    text, is_new = TextMessage.objects.get_or_create(
        booking=booking, kind="reminder", defaults={"person": person, "number": "+447700900123", "words": "Reminder"}
    )
    if is_new:
        TextStep.objects.create(text=text, state="failed", at=timezone.now())
