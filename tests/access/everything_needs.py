"""Needs and strengths, for the walk and for the property that filter and check agree."""

from datetime import date

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.story.models import Answer, NeedStatus, PersonNeed, PersonStrength, SetAside

DAY = date(2026, 3, 2)


def needs_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    again = PersonNeed.objects.filter(person=person).count()
    said = {"wording": "Where?", "bank": "walk", "bank_version": 1, "item_hash": "0" * 64}
    answer = Answer.objects.create(
        person=person, item="walk", value="here", **said, answered_on=DAY, heard_by=user, recorded_by=user,
        sensitivity=level, superseded_at=timezone.now(),
    )  # fmt: skip
    noted = {"person": person, "found_by": "hand", "sensitivity": level, "noted_on": DAY, "noted_by": user}
    need = PersonNeed.objects.create(**noted, words=f"A walk {again}", pathway="health", owners=["charity"])
    NeedStatus.objects.create(need=need, status="not_started", on=DAY, by=user)
    NeedStatus.objects.create(need=need, status="in_progress", on=DAY, by=user)
    PersonStrength.objects.create(**noted, words=f"Walks {again}")
    SetAside.objects.create(
        person=person, about="need", key="walk", answer=answer, said="no", sensitivity=level, on=DAY, by=user
    )
