"""A hand-over with all that hangs on it, and a time away: for the walk and the property."""

from datetime import timedelta

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import Role, User
from throughgate.handover.models import (
    Cover,
    CoverPerson,
    HandedPromise,
    HandedRole,
    HandOver,
    HandOverNote,
    HandOverSection,
)
from throughgate.people.models import Assignment, Person
from throughgate.programmes.models import Promise


def handover_rows(person: Person, user: User, level: Sensitivity) -> None:
    """Given by `user` to a counsellor, the day of change still to come. A role that was theirs for one day went."""
    today = timezone.localdate()
    receiver = _receiver(user)
    row = HandOver.objects.create(
        person=person,
        giver=user,
        receiver=receiver,
        why="change",
        written_by=user,
        given_at=timezone.now(),
        given_by=user,
        from_on=today + timedelta(days=5),
        promise_read=_promise(person, user, Sensitivity.STANDARD),
    )
    ends = Assignment.objects.create(
        person=person, worker=user, role="mentor", from_on=today, to_on=today, added_by=user
    )
    HandedRole.objects.create(hand_over=row, role="mentor", ends=ends)
    HandedPromise.objects.create(hand_over=row, promise=_promise(person, user, level), sensitivity=level)
    HandOverSection.objects.create(hand_over=row, place=1, code="meeting", sensitivity=level, lines=[])
    HandOverNote.objects.create(hand_over=row, prompt="works", words="Tea", sensitivity=level, by=user)
    cover, _ = Cover.objects.get_or_create(worker=user, from_on=today, to_on=today, arranged_by=user)
    CoverPerson.objects.get_or_create(cover=cover, person=person, covered_by=receiver, role="driver")


def _receiver(user: User) -> User:
    others = User.objects.exclude(pk=user.pk).order_by("pk")
    found = others.filter(role=Role.COUNSELLOR).first() or others.first()
    return found or User.objects.create_user("next@example.org", None, name="Next Example", role=Role.COUNSELLOR)


def _promise(person: Person, user: User, level: Sensitivity) -> Promise:
    return Promise.objects.create(
        person=person,
        source="hand-over",
        title="Read it",
        who="staff",
        worker=user,
        by_on=timezone.localdate(),
        sensitivity=level,
        made_by=user,
    )
