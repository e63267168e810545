"""Kinds of entry that tell of work, and the pages that what is due leads to."""

from typing import TYPE_CHECKING

from django.urls import reverse

from throughgate.programmes.doors import register_door, register_promise_door
from throughgate.record.kinds import Kind, register

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise

KINDS = (
    Kind("job-application", "Job application", "work", "work", plain="you applied for a job"),
    Kind("job-interview", "Job interview", "work", "work", contact=True, plain="you had an interview for a job"),
    Kind("job-ended", "Job ended", "work", "work", plain="a job came to an end"),
    Kind("right-to-work", "Right to work", "id", "work", plain="we saw that you may work here"),
    Kind("training-offered", "Training offered", "book", "work", plain="a training was offered to you"),
    Kind("training-ended", "Training ended", "book", "work", plain="your training came to its end"),
    Kind("certificate", "Certificate", "book", "work", plain="you got a certificate"),
    Kind("disclosure-letter", "Letter that tells of the record", "report", "work", plain="you wrote your letter"),
)


def register_work() -> None:
    register(*KINDS)
    for kind in ("job-readiness", "training", "job-started", "job-check"):
        register_door(kind, _door)
    register_promise_door("work", _promise_url, icon="work")


def _door(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    return reverse("work:person", kwargs={"ref": person.ref})


def _promise_url(promise: "Promise") -> str:
    return reverse("work:promised", kwargs={"ref": promise.ref})
