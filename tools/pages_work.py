"""Work of somebody, and the pages over many people."""

from django.urls import reverse

from throughgate.people.models import Person
from throughgate.work.models import Application, Employer, Job


def work_pages(person: Person) -> list[tuple[str, str]]:
    """About this person, and about the first who applied and the first who is in a job."""
    names = {"work": "person", "work right": "right", "work record": "disclosure", "work letter": "letter"}
    names |= {
        "work apply": "apply",
        "work start": "start",
        "work training": "training",
        "work certificate": "certificate",
    }
    listed = [(title, _of(person, name)) for title, name in names.items()]
    if asked := Application.objects.select_related("person").first():
        listed.append(("work application", _of(asked.person, "application", application=asked.ref)))
    if job := Job.objects.select_related("person").first():
        listed += [("work in a job", _of(job.person, "person")), ("work leave", _of(job.person, "leave", job=job.ref))]
        listed.append(("work check", _of(job.person, "check", pk=str(job.checks.order_by("pk")[0].pk))))
    listed.append(("work vacancies for", f"{reverse('work:vacancies')}?for={person.ref}"))
    if firm := Employer.objects.first():
        listed.append(("work employer", reverse("work:employer", kwargs={"employer": firm.ref})))
    listed.append(("work behind", reverse("work:behind", kwargs={"weeks": 4})))
    names = {"vacancies", "vacancy_add", "employers", "figures"}
    return [*listed, *((f"work {name}", reverse(f"work:{name}")) for name in sorted(names))]


def _of(person: Person, name: str, **given: str) -> str:
    return reverse(f"work:{name}", kwargs={"ref": person.ref} | given)
