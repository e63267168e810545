"""Strengths and needs: (name, path)."""

from django.urls import reverse

from throughgate.people.models import Person
from throughgate.story.models import PersonNeed


def needs_pages(person: Person) -> list[tuple[str, str]]:
    """Of this person and, where they have none open, of somebody who has a need."""
    noted = PersonNeed.objects.filter(ended_on=None, sensitivity="standard")
    need = (
        noted.filter(person=person).first()
        or noted.filter(person__assignments__worker__in=person.assignments.values("worker")).first()
    )
    ref = need.person.ref if need else person.ref
    of_need = []
    if need:
        of_need = [
            ("need", reverse("needs:need", args=[ref, need.ref])),
            ("need end", reverse("needs:end", args=[ref, "need", need.ref])),
        ]
    return [
        ("person strengths and needs", reverse("needs:person", args=[ref])),
        ("need add", reverse("needs:add", args=[ref])),
        ("strength add", reverse("needs:add_strength", args=[ref])),
        *of_need,
    ]
