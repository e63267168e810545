"""Measures of somebody, the one they have most results of, and the pages over many people."""

from django.urls import reverse

from throughgate.measures.models import Sitting
from throughgate.people.models import Person


def measure_pages(person: Person) -> list[tuple[str, str]]:
    """About this person where they have results, else about the first who has."""
    done = Sitting.objects.filter(entry__isnull=False)
    row = done.filter(person=person).first() or done.select_related("person").first()
    listed = [("measures", _of(person, "person")), ("measure take", _of(person, "start", slug="gad-7"))]
    listed += [("measure paper", _of(person, "paper", slug="gad-7"))]
    if row:
        listed += [
            ("measure result", _of(row.person, "result", sitting=row.ref)),
            ("measure over time", _of(row.person, "over_time", slug=row.instrument)),
            ("measure wheel", _of(row.person, "over_time", slug="outcome-wheel")),
        ]
    listed += [("measure library", reverse("measures:library")), ("measure figures", reverse("measures:figures"))]
    listed.append(("measure figures by site", f"{reverse('measures:figures')}?by=site"))
    return listed


def _of(person: Person, name: str, **given: str) -> str:
    return reverse(f"measures:{name}", kwargs={"ref": person.ref} | given)
