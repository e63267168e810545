"""A crisis and a booking of somebody, with all that hangs on them."""

from datetime import date
from typing import Any

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.models import Booking, Crisis, CrisisLearned, CrisisReview, CrisisTold
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry

DAY = date(2026, 3, 2)


def crisis_rows(person: Person, user: User, level: Sensitivity) -> dict[str, Any]:
    now = timezone.now()
    entry = Entry.objects.create(
        person=person, kind="crisis-step-up", on=DAY, summary="Support stepped up", sensitivity=level, by=user
    )
    review, promise = (
        Promise.objects.create(
            person=person, source="crisis", title=title, who="staff", by_on=DAY, sensitivity=level, made_by=user
        )
        for title in ("Look again", "Ring")
    )
    crisis = Crisis.objects.create(
        person=person,
        kind="relapse",
        raised_as="relapse",
        level="today",
        sensitivity=level,
        entry=entry,
        raised_at=now,
        raised_by=user,
        review_on=DAY,
        review_promise=review,
    )
    crisis.promises.add(promise)
    CrisisTold.objects.create(crisis=crisis, user=user, whom="workers", told_at=now)
    CrisisReview.objects.create(crisis=crisis, by=user, at=now, because="It goes on", review_on=DAY)
    CrisisLearned.objects.create(crisis=crisis, by=user, at=now, learned="Ask on Fridays")
    booked = Promise.objects.create(
        person=person, source="booking", title="One-to-one", who="staff", by_on=DAY, sensitivity=level, made_by=user
    )
    booking = Booking.objects.create(
        person=person, kind="one-to-one", on=DAY, worker=user, made_by=user, sensitivity=level, promise=booked
    )
    return {"crisis": crisis, "crisis_promise": promise, "booking": booking, "booking_promise": booked}
