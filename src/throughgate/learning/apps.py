from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked


class LearningConfig(AppConfig):
    name = "throughgate.learning"
    label = "learning"

    def ready(self) -> None:
        from django.core.checks import register as register_check

        from throughgate.learning.checks import check_questions
        from throughgate.programmes.doors import register_door

        register_door("feedback", _page_of_person)
        register_check(check_questions)


def _page_of_person(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    page = reverse("learning:start", kwargs={"ref": person.ref})
    return f"{page}?for={enrolment_ref}" if enrolment_ref else page
