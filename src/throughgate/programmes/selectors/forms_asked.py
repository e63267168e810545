"""What the story asks of the programmes: which forms they want next, what a form met, and where its page is."""

from django.db.models import F
from django.urls import reverse

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.programmes.asking import Asked, asked_by
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment
from throughgate.story.asked_for import AskedFor
from throughgate.story.kinds import in_the_bank


def forms_asked(user: User, person: Person) -> list[AskedFor]:
    """The forms of the bank that this person's programmes ask for next, in the order in which they are due."""
    rows = Commitment.objects.filter(person=person, enrolment__isnull=False, is_next=True, closed_on__isnull=True)
    open_now = visible(user, rows).select_related("enrolment__model").defer("enrolment__model__source")
    found = []
    for row in open_now.order_by(F("by_on").asc(nulls_last=True), "pk"):
        enrolment = row.enrolment
        if enrolment is None:
            continue
        asked = asked_by(compiled_model(enrolment.model), row.element)
        if "form" in asked.kinds and in_the_bank(asked.subject):
            found.append(
                AskedFor(
                    form=asked.subject,
                    title=asked.title,
                    programme=enrolment.model.title,
                    by_on=row.by_on,
                    enrolment_id=enrolment.pk,
                )
            )
    return found


def titles_met(user: User, person: Person, entry_id: int) -> list[str]:
    """What of their programmes this entry met, in words."""
    rows = Commitment.objects.filter(person=person, met_by_id=entry_id, enrolment__isnull=False)
    met = visible(user, rows).select_related("enrolment__model").defer("enrolment__model__source").order_by("pk")
    titles = (compiled_model(row.enrolment.model).title_of(row.element) for row in met if row.enrolment)
    return list(dict.fromkeys(titles))


def form_door(person: Person, asked: Asked, enrolment_ref: str) -> str:
    """The form's own page, which knows by itself who asks for it; "" for one of another bank, recorded by hand."""
    if not in_the_bank(asked.subject):
        return ""
    return reverse("story:form", kwargs={"ref": person.ref, "slug": asked.subject})
