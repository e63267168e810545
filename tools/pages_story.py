"""What was told and the pages that ask, about somebody with a form in hand where there is one."""

from django.urls import reverse

from throughgate.people.models import Person
from throughgate.story.models import Answer, FormRun


def story_pages(person: Person) -> list[tuple[str, str]]:
    begun = FormRun.objects.filter(person=person, finished_at=None, sensitivity="standard").first()
    done = FormRun.objects.filter(person=person, entry__isnull=False, sensitivity="standard").first()
    slug = begun.form if begun else "first-meeting"
    listed = [("told", _of(person, "told"))]
    listed += [(f"form {name}", _of(person, name, slug=slug)) for name in ("form", "paper")]
    if begun:
        asking = _of(person, "ask", slug=slug)
        listed += [("form ask", f"{asking}?by=section"), ("form ask one", f"{asking}?by=one")]
        listed += [(f"form {name}", _of(person, name, slug=slug)) for name in ("finish", "put_away")]
    if done:
        listed.append(("form run", _of(person, "run", run=done.ref)))
    if row := Answer.objects.filter(person=person, superseded_at=None, sensitivity="standard").first():
        listed.append(("told answer", _of(person, "answer", item=row.item)))
    return listed


def _of(person: Person, name: str, **given: str) -> str:
    return reverse(f"story:{name}", kwargs={"ref": person.ref} | given)
